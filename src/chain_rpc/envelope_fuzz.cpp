// The parser of request bodies: whatever comes in, the answer is empty or JSON-RPC, and asking with the answer's own text again
// never takes it for a call.
#include "base/assert.hpp"
#include "chain_rpc/envelope.hpp"
#include "chain_rpc/methods/methods.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using zestron::chain_rpc::Params;
using zestron::chain_rpc::Reply;

/// Touches every reader of parameters.
Reply probe(std::string_view, const Params& params) {
  if (const auto config = params.config(1, "Config"))
    static_cast<void>((*config)["encoding"].variant({"base58", "base64"}));
  if (const auto key = params[0].pubkey()) return zestron::chain_rpc::quote(*key);
  if (const auto number = params[0].u64()) return std::to_string(*number);
  const auto text = params[0].string();
  if (!text) return std::unexpected(text.error());
  return zestron::chain_rpc::quote(*text);
}

void check_answer(const nlohmann::json& answer) {
  ZESTRON_ASSERT(answer.is_object() && answer.at("jsonrpc") == "2.0" && answer.contains("id"));
  ZESTRON_ASSERT(answer.contains("result") != answer.contains("error"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = zestron::chain_rpc::answer({reinterpret_cast<const char*>(data), size}, probe);
  if (text.empty()) return 0;
  const auto answer = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  ZESTRON_ASSERT(answer.is_object() || (answer.is_array() && !answer.empty()));
  if (answer.is_array()) {
    for (const auto& one : answer) check_answer(one);
  } else {
    check_answer(answer);
    ZESTRON_ASSERT(zestron::chain_rpc::answer(text, probe).find("-32600") != std::string::npos);
  }
  return 0;
}
