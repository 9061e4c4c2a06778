#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Loaded {
  u64 size;
};
Loaded load_instruction_at(u64 index, AccountView sysvar);
u64 current_index(AccountView sysvar);

struct Settle {
  Signer payer;
};

Result<> settle(Context<Settle>& ctx) {
  const u64 current = current_index(ctx.payer);
  if (current == 0) return fail(Error::Wrong);
  const Loaded loaded = load_instruction_at(current - 1, ctx.payer);
  return require(loaded.size != 0, Error::Wrong);
}

}  // namespace sample
