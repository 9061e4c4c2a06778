#include "instructions.hpp"

namespace bazaar {

Result<> make_mint(Context<MakeMint>&, const MakeMint::Args&) { return ok; }
Result<> make_share(Context<MakeShare>&) { return ok; }
Result<> open_vault(Context<OpenVault>&) { return ok; }
Result<> open_any(Context<OpenAny>&) { return ok; }
Result<> open_associated(Context<OpenAssociated>&) { return ok; }
Result<> ensure(Context<Ensure>&) { return ok; }

Result<> deposit(Context<Deposit>& ctx, const Amount& args) {
  return token::transfer(ctx.from, ctx.vault, ctx.owner, args.amount);
}

Result<> withdraw(Context<Withdraw>& ctx, const Amount& args) {
  const u8 bump = ctx.vault.bump();
  const PdaSigner vault{"vault", ctx.mint.key(), bump};
  return token::transfer(ctx.vault, ctx.to, ctx.vault, args.amount, {.signer = vault});
}

Result<> pay(Context<Pay>& ctx, const Amount& args) {
  return token::transfer_checked(ctx.from, ctx.mint, ctx.to, ctx.owner, args.amount, ctx.mint->decimals,
                                 {.program = ctx.token_program.key()});
}

Result<> inspect_mint(Context<InspectMint>&) { return ok; }
Result<u64> inspect_account(Context<InspectAccount>& ctx) { return ctx.account->amount; }
Result<> inspect_associated(Context<InspectAssociated>&) { return ok; }
Result<> inspect_programs(Context<InspectPrograms>&) { return ok; }
Result<> inspect_associated_of(Context<InspectAssociatedOf>&) { return ok; }
Result<> inspect_new(Context<InspectNew>&) { return ok; }

Result<u64> forward(Context<Forward>& ctx, const Amount& args) {
  return invoke<Tagged<till::deposit, 9, 1>>(ctx.till.key(),
                                             accounts(ctx.owner, ctx.from, ctx.vault, ctx.token_program),
                                             {.amount = args.amount, .note = {"from the bazaar"}});
}

Result<u64> exercise(Context<Exercise>& ctx, const Exercise::Args& args) {
  const token::Via via{.program = ctx.token_program.key()};
  const u8 decimals = ctx.mint->decimals;
  const auto done = [&](const Result<>& result) -> Result<u64> {
    if (!result) return result.failure();
    return ctx.account->amount;  // read after the call: the view is of the input itself
  };
  switch (args.step) {
    case 0: return done(token::mint_to(ctx.mint, ctx.account, ctx.owner, args.amount, via));
    case 1: return done(token::mint_to_checked(ctx.mint, ctx.account, ctx.owner, args.amount, decimals, via));
    case 2: return done(token::burn(ctx.account, ctx.mint, ctx.owner, args.amount, via));
    case 3: return done(token::burn_checked(ctx.account, ctx.mint, ctx.owner, args.amount, decimals, via));
    case 4: return done(token::approve(ctx.account, ctx.other, ctx.owner, args.amount, via));
    case 5:
      return done(token::approve_checked(ctx.account, ctx.mint, ctx.other, ctx.owner, args.amount, decimals, via));
    case 6: return done(token::revoke(ctx.account, ctx.owner, via));
    case 7: return done(token::freeze_account(ctx.account, ctx.mint, ctx.owner, via));
    case 8: return done(token::thaw_account(ctx.account, ctx.mint, ctx.owner, via));
    case 9:
      return done(token::set_authority(ctx.account, ctx.owner, token::Authority::CloseAccount, &ctx.other.key(), via));
    case 10: return done(token::set_authority(ctx.mint, ctx.owner, token::Authority::FreezeAccount, nullptr, via));
    case 11: return token::get_account_data_size(ctx.mint, via);
    case 12: return token::ui_amount_to_amount(ctx.mint, "1.5", via);
    case 13: return done(token::amount_to_ui_amount(ctx.mint, args.amount, via));
    case 14: return done(token::sync_native(ctx.account, via));
    case 15: {
      const Result<> closed = token::close_account(ctx.account, ctx.owner, ctx.owner, via);
      if (!closed) return closed.failure();
      return u64{0};
    }
    default: return u64{0};
  }
}

}  // namespace bazaar
