#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/encoding.hpp"

namespace zestron::chain_rpc::methods {

Reply get_program_accounts(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(program, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcProgramAccountsConfig"));
  ZESTRON_RPC_TRY(options, program_options(config));
  ZESTRON_RPC_TRY(contextual, config["withContext"].boolean_or(false));
  Slot at;
  ZESTRON_RPC_TRY(list, read_as_of(call, config, at, [&](Slot slot) {
                    return call.backend.program_accounts_json(slot, program, options);
                  }));
  return contextual ? with_context(call, at, list) : std::move(list);
}

}  // namespace zestron::chain_rpc::methods
