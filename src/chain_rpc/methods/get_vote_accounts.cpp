#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_vote_accounts(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcGetVoteAccountsConfig"));
  ZESTRON_RPC_TRY(unstaked, config["keepUnstakedDelinquents"].boolean_or(false));
  ZESTRON_RPC_TRY(distance, config["delinquentSlotDistance"].optional_u64());
  std::string query = fmt::format(R"({{"voteAccounts":{{"keepUnstakedDelinquents":{})", unstaked);
  if (distance) query += fmt::format(R"(,"delinquentSlotDistance":{})", *distance);
  if (config["votePubkey"].present()) {
    ZESTRON_RPC_TRY(wanted, config["votePubkey"].pubkey());
    query += fmt::format(R"(,"votePubkey":{})", quote(wanted));
  }
  query += "}}";
  Slot at;
  return read_as_of(call, config, at, [&](Slot slot) { return call.backend.query(slot, query); });
}

}  // namespace zestron::chain_rpc::methods
