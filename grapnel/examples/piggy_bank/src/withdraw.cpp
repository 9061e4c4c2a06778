#include "instructions.hpp"
#include "rules.hpp"

namespace piggy_bank {

// Lamports of an account of its own the program moves itself. The rent stays: only close returns it.
Result<> withdraw(Context<Withdraw>& ctx, const Amount& args) {
  if (args.amount == Lamports{}) return fail(PiggyBankError::AmountIsZero);
  if (is_locked(*ctx.bank)) return fail(PiggyBankError::StillLocked);
  const Checked<u64> rest = saved(ctx.bank) - args.amount;
  if (!rest || !move_lamports(ctx.bank, ctx.owner, args.amount)) return fail(PiggyBankError::NotSaved);
  emit(Withdrawn{ctx.bank.key(), args.amount, Lamports{rest.value()}});
  return ok;
}

}  // namespace piggy_bank
