#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/epoch_info.hpp"
#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

// Surfpool's name and answer. From here on no slot passes by itself and the chain's time stands still; what is sent still gets its slot,
// so that it can be confirmed. A restart of the node goes on with the clock.
Reply surfnet_pause_clock(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_pauseClock"));
  ZESTRON_RPC_CHECK(call.params.expect_none());
  call.backend.pause_clock(true);
  ZESTRON_RPC_TRY(bank, told(call.backend.bank(call.backend.bounds().processed)));
  return epoch_info_json(bank);
}

}  // namespace zestron::chain_rpc::methods
