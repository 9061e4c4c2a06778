#include <grapnel/cpi_list.hpp>

#include "execution.hpp"

namespace governance {

namespace {

// sha256 over key ‖ flags of each account.
Hash256 hash_of_accounts(const RemainingAccounts& accounts, const u8* flags) {
  Array<Slice, 2 * kCallAccountsMax> parts;
  u64 count = 0;
  for (const AccountView account : accounts) {
    parts[count] = {&account.raw()->key, sizeof(Pubkey)};
    parts[count + 1] = {flags + count / 2, 1};
    count += 2;
  }
  Hash256 hash;
  sol_sha256(parts.items, count, hash.items);
  return hash;
}

}  // namespace

Result<> execute_call(Context<ExecuteCall>& ctx, const ExecuteCallArgs& args) {
  const CallProgram& action = *GRAPNEL_TRY(executed_action<CallProgram>(ctx.proposal));
  const RemainingAccounts given = ctx.remaining();
  GRAPNEL_TRY(require_account(ctx.program, action.program));
  GRAPNEL_TRY(require(may_be_called(action.program), GovernanceError::CallTargetRefused));
  GRAPNEL_TRY(require(given.size() == args.flags.size, GovernanceError::CallAccountsChanged));
  GRAPNEL_TRY(require(equal(hash_of_accounts(given, args.flags.data), action.accounts_hash),
                      GovernanceError::CallAccountsChanged));

  CpiList<kCallAccountsMax> accounts;
  const u8* flags = args.flags.data;
  for (const AccountView account : given) {
    const bool signs = (*flags & kCallSigner) != 0;
    const bool writes = (*flags & kCallWritable) != 0;
    ++flags;
    GRAPNEL_TRY(require(!signs || account.key() == kGovernanceAuthority, GovernanceError::CallSignerRefused));
    GRAPNEL_TRY(require(accounts.add({account.raw(), signs, writes}), GovernanceError::CallAccountsChanged));
  }
  const u8* data = ctx.proposal->payload.items + sizeof(CallProgram);
  const PdaSigner signer{"authority", kAuthorityBump};
  return accounts.invoke(action.program, {data, ctx.proposal->payload_size - sizeof(CallProgram)}, signer, 1);
}

}  // namespace governance
