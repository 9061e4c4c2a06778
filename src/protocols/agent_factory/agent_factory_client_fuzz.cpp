// Account bytes and log lines from anywhere: what decodes is in range, renders as JSON, and is the bytes it came from.
#include <grapnel/client/client.hpp>

#include <algorithm>
#include <cstdlib>

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "protocols/agent_factory/client.hpp"

namespace {

using namespace zestron;
using namespace zestron::protocols::agent_factory;

void demand(bool condition) {
  if (!condition) std::abort();
}

void check_account(ByteView bytes) {
  // The discriminator and the version are given, or the fuzzer would look for nothing else.
  AgentState state{};
  state.version = 1;
  Bytes data = grapnel::client::account_data(state);
  std::ranges::copy(bytes.first(std::min(bytes.size(), data.size() - 9)), data.begin() + 9);
  const auto decoded = decode_agent(program_id(), data);
  if (!decoded) return;
  demand(grapnel::client::account_data(*decoded) == data);
  const auto json = to_json(Pubkey{}, *decoded);
  demand(json["executors"].size() == decoded->executor_count && json["allow_list"].size() == decoded->allow_count);
  demand(!json.dump().empty());  // throws for text that isn't UTF-8
  demand(json["lifecycle"] != "unknown" && json["suspended_by"] != "unknown");
  demand(json["config_uri"].get<std::string>().size() == decoded->config_uri.used);
}

void check_logs(ByteView bytes) {
  const std::string own = "Program " + codec::to_base58(program_id());
  std::vector<std::string> logs = {""};
  for (const std::uint8_t byte : bytes) {
    switch (byte) {
      case '\n': logs.emplace_back(); break;
      case 1: logs.back() += own; break;
      case 2: logs.back() += "Program data: "; break;
      default: logs.back() += static_cast<char>(byte);
    }
  }
  const auto invoked =
      std::ranges::any_of(logs, [&](const std::string& line) { return line.starts_with(own + " invoke ["); });
  const auto events = events_in(logs);
  demand(events.empty() || invoked);
  for (const Event& event : events) demand(to_json(event)["event"] == name_of(event));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  check_account({bytes, size});
  check_logs({bytes, size});
  return 0;
}
