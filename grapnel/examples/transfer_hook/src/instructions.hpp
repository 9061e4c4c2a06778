// The hook's instructions and the accounts each of them takes. Two of them are the interface's, with its discriminators and
// its order of accounts; the others belong to this program.
#pragma once

#include <transfer_hook.hpp>

namespace transfer_hook {

// Of the interface: extra metas, mint, authority, System; what follows is ours.
struct InitializeExtraAccountMetaList {
  Init<ExtraMetas, Payer<"authority">, Seeds<"extra-account-metas", Key<"mint">>> extra_account_metas;
  Account<token_2022::Mint, MintAuthority<"authority">> mint;
  Mut<Signer> authority;
  Program<System> system_program;
  Init<Rule, Payer<&InitializeExtraAccountMetaList::authority>, Seeds<"rule", &InitializeExtraAccountMetaList::mint>>
      rule;
};
Result<> initialize_extra_account_meta_list(Context<InitializeExtraAccountMetaList>& ctx);

struct Allow {
  struct Args {
    Pubkey wallet;
    u64 amount;
  };
  Account<token_2022::Mint> mint;
  Account<Rule, Seeds<"rule", &Allow::mint>, HasOne<&Rule::authority>> rule;
  Mut<Signer> authority;
  InitIfNeeded<Allowance, Payer<&Allow::authority>, Seeds<"allowance", &Allow::mint, &Args::wallet>> allowance;
  Program<System> system_program;
};
Result<> allow(Context<Allow>& ctx, const Allow::Args& args);

struct Forbid {
  Account<Rule, HasOne<&Rule::authority>, HasOne<&Rule::mint>> rule;
  Unchecked mint;
  Mut<Signer> authority;
  Mut<Account<Allowance, HasOne<&Allowance::mint>>, Close<&Forbid::authority>> allowance;
};
Result<> forbid(Context<Forbid>& ctx);

// Of the interface: source, mint, destination, owner, extra metas; then what the metas name. Token-2022 passes the first
// four without their rights: no signature counts here.
// grapnel-lint: allow(missing-signer) that a transfer is under way is proven by Token-2022's flag in the source account
struct Execute {
  struct Args {
    u64 amount;
  };
  Account<token_2022::Account, TokenMint<"mint">> source;
  Account<token_2022::Mint> mint;
  Account<token_2022::Account, TokenMint<&Execute::mint>> destination;
  Unchecked owner;  // grapnel-lint: allow(unchecked-account) the interface passes it, nothing here asks who sends
  Account<ExtraMetas, Seeds<"extra-account-metas", &Execute::mint>> extra_account_metas;
  Mut<Account<Rule, Seeds<"rule", &Execute::mint>>> rule;
  Mut<Account<Allowance, HasOne<&Allowance::mint>>> allowance;
};
Result<> execute(Context<Execute>& ctx, const Execute::Args& args);

struct HookProgram
    : Module<"transfer_hook", kProgramId, Tagged<initialize_extra_account_meta_list, 43, 34, 13, 49, 167, 88, 235, 235>,
             Tagged<execute, 105, 37, 101, 197, 75, 251, 102, 26>, allow, forbid> {
  using Errors = HookError;
  using Events = List<Allowed, Moved>;
};

}  // namespace transfer_hook
