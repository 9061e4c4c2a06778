#include "instructions.hpp"

namespace piggy_bank {

Result<> lock_longer(Context<LockLonger>& ctx, const LockLonger::Args& args) {
  if (args.unlock_at < ctx.bank->unlock_at) return fail(PiggyBankError::Shortened);
  ctx.bank->unlock_at = args.unlock_at;
  return ok;
}

}  // namespace piggy_bank
