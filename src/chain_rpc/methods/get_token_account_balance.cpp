#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_state.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_account_balance(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "CommitmentConfig"));
  return value_as_of(call, config, [&](Slot slot) -> BackendResult<std::string> {
    const auto account = call.backend.account(slot, key);
    if (!account) return std::unexpected(account.error());
    if (!*account) return fail(BackendCode::kInvalid, "Invalid param: could not find account");
    const auto balance = read_token_balance(**account);
    if (!balance) return fail(BackendCode::kInvalid, "Invalid param: not a Token account");
    const auto mint_account = call.backend.account(slot, balance->mint);
    if (!mint_account) return std::unexpected(mint_account.error());
    const auto mint = *mint_account ? read_mint(**mint_account) : std::nullopt;
    if (!mint) return fail(BackendCode::kInvalid, "Invalid param: could not find mint");
    return token_amount_json(balance->amount, mint->decimals);
  });
}

}  // namespace zestron::chain_rpc::methods
