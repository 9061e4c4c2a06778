#include "instructions.hpp"
#include "rules.hpp"

namespace piggy_bank {

// Close returns everything, the rent too, afterwards.
Result<> close(Context<Shut>& ctx) {
  if (is_locked(*ctx.bank)) return fail(PiggyBankError::StillLocked);
  emit(Closed{ctx.bank.key(), saved(ctx.bank)});
  return ok;
}

}  // namespace piggy_bank
