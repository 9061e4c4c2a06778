#include "instructions.hpp"
#include "rules.hpp"

namespace piggy_bank {

Result<u64> savings(Context<Savings>& ctx) { return saved(ctx.bank).value(); }

}  // namespace piggy_bank
