#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

// The one staked vote account of genesis. Blocks need no votes here, so it has never voted and is never late.
Reply get_vote_accounts(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcGetVoteAccountsConfig"));
  if (config["votePubkey"].present()) {
    ZESTRON_RPC_TRY(wanted, config["votePubkey"].pubkey());
    if (wanted != call.backend.vote_account()) return R"({"current":[],"delinquent":[]})";
  }
  Slot at;
  ZESTRON_RPC_TRY(stake, read_as_of(call, config, at, [&](Slot slot) {
                    return call.backend.account(slot, call.backend.stake_account());
                  }));
  return fmt::format(
      R"({{"current":[{{"activatedStake":{},"commission":0,"epochCredits":[],"epochVoteAccount":true,"lastVote":{},"nodePubkey":{},"rootSlot":{},"votePubkey":{}}}],"delinquent":[]}})",
      stake ? stake->lamports.value() : 0, at.value(), quote(call.backend.identity()),
      call.backend.bounds().finalized.value(), quote(call.backend.vote_account()));
}

}  // namespace zestron::chain_rpc::methods
