#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/epoch_info.hpp"
#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

// Surfpool's name and answer. Time goes on from where the machine's clock, or the market's, stands.
Reply surfnet_resume_clock(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_resumeClock"));
  ZESTRON_RPC_CHECK(call.params.expect_none());
  call.backend.pause_clock(false);
  ZESTRON_RPC_TRY(bank, told(call.backend.bank(call.backend.bounds().processed)));
  return epoch_info_json(bank);
}

}  // namespace zestron::chain_rpc::methods
