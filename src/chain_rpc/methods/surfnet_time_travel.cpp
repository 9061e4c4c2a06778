#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/epoch_info.hpp"
#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {
namespace {

constexpr std::uint64_t kMillisPerSecond = 1'000;
constexpr std::int64_t kHourSeconds = 3'600;

}  // namespace

// Surfpool's name and parameters: {"absoluteTimestamp": milliseconds}, an hour ahead without it; answered with the epoch info.
// Our slots follow each other without a gap, in the ledger too, so its absoluteSlot and absoluteEpoch are refused by name.
Reply surfnet_time_travel(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_timeTravel"));
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "TimeTravelConfig"));
  for (const std::string_view other : {"absoluteSlot", "absoluteEpoch"}) {
    if (config[other].present())
      return invalid_params(std::string(other) + " is not offered, no slot is skipped here: use absoluteTimestamp");
  }
  ZESTRON_RPC_TRY(millis, config["absoluteTimestamp"].optional_u64());
  UnixSeconds target;
  if (millis) {
    target = UnixSeconds(static_cast<std::int64_t>(*millis / kMillisPerSecond));
  } else {
    ZESTRON_RPC_TRY(now, told(call.backend.bank(call.backend.bounds().processed)));
    target = UnixSeconds(now.clock.value() + kHourSeconds);
  }
  ZESTRON_RPC_TRY(slot, told(call.backend.travel(target)));
  ZESTRON_RPC_TRY(bank, told(call.backend.bank(slot)));
  return epoch_info_json(bank);
}

}  // namespace zestron::chain_rpc::methods
