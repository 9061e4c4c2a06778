#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/airdrop.hpp"
#include "chain_rpc/transaction_param.hpp"

namespace zestron::chain_rpc::methods {

// A transfer signed by the genesis faucet, whose key everybody can compute. A page that the user merely visits must not have
// it move anything all the same: it could fill the ledger.
Reply request_airdrop(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(2, 3));
  if (call.caller.foreign_origin)
    return refuse(code::kInvalidRequest, "requestAirdrop is not for web pages of a foreign origin");
  ZESTRON_RPC_TRY(to, call.params[0].pubkey());
  ZESTRON_RPC_TRY(lamports, call.params[1].u64());
  ZESTRON_RPC_TRY(config, call.params.config(2, "RpcRequestAirdropConfig"));
  Hash blockhash;
  if (config["recentBlockhash"].present()) {
    ZESTRON_RPC_TRY(given, config["recentBlockhash"].hash());
    blockhash = given;
  } else {
    Slot at;
    ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
    blockhash = bank.blockhash;
  }
  ZESTRON_RPC_TRY(checked, check_transaction(call.backend, airdrop_transaction(call.backend.faucet(), to,
                                                                               Lamports{lamports}, blockhash)));
  const Signature signature = checked.transaction->signature();
  if (!call.backend.submit(std::move(checked.transaction))) return refuse(code::kInternal, "Internal error");
  return quote(signature);
}

}  // namespace zestron::chain_rpc::methods
