#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_state.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_supply(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "CommitmentConfig"));
  return value_as_of(call, config, [&](Slot slot) -> BackendResult<std::string> {
    const auto account = call.backend.account(slot, key);
    if (!account) return std::unexpected(account.error());
    if (!*account) return fail(BackendCode::kInvalid, "Invalid param: could not find account");
    const auto mint = read_mint(**account);
    if (!mint) return fail(BackendCode::kInvalid, "Invalid param: not a Token mint");
    return token_amount_json(mint->supply, mint->decimals);
  });
}

}  // namespace zestron::chain_rpc::methods
