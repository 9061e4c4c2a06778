#include "instructions.hpp"

namespace piggy_bank {

Result<> open(Context<Open>& ctx, const Open::Args& args) {
  *ctx.bank = {.owner = ctx.owner.key(),
               .number = args.number,
               .unlock_at = args.unlock_at,
               .bump = ctx.bank.bump(),
               .reserved = {}};
  emit(Opened{ctx.owner.key(), args.number, args.unlock_at});
  return ok;
}

}  // namespace piggy_bank
