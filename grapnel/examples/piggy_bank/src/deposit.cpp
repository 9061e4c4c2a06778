#include "instructions.hpp"
#include "rules.hpp"

namespace piggy_bank {

// Lamports of a wallet are System's to move.
Result<> deposit(Context<Deposit>& ctx, const Amount& args) {
  if (args.amount == Lamports{}) return fail(PiggyBankError::AmountIsZero);
  GRAPNEL_TRY(system::transfer(ctx.from, ctx.bank, args.amount));
  emit(Deposited{ctx.bank.key(), ctx.from.key(), args.amount, saved(ctx.bank)});
  return ok;
}

}  // namespace piggy_bank
