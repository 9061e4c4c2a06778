// Whatever comes in is a message or an error that is itself a JSON-RPC answer; a message that is written and read again is the same.
#include "api/mcp/message.hpp"

#include <cstdlib>

using namespace zestron::api::mcp;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_message({reinterpret_cast<const char*>(data), size});
  if (!parsed) {
    const auto& error = parsed.error();
    if (error["jsonrpc"] != "2.0" || !error.contains("id") || error["error"]["code"].get<int>() >= 0) std::abort();
    if (text_of(error).find('\n') != std::string::npos) std::abort();
    return 0;
  }
  if (parsed->kind == Message::Kind::kResponse) return 0;
  auto again = notification(parsed->method, parsed->params);
  if (parsed->kind == Message::Kind::kRequest) again["id"] = parsed->id;
  const auto text = text_of(again);
  const auto second = parse_message(text);
  if (!second || second->kind != parsed->kind || second->id != parsed->id) std::abort();
  if (text_of(notification(second->method, second->params)) != text_of(notification(parsed->method, parsed->params)))
    std::abort();
  return 0;
}
