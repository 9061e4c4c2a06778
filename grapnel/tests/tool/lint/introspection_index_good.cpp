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

struct Repay {
  struct Args {
    u64 index;
  };
  Signer payer;
  Instructions instructions;
};

Result<> repay(Context<Repay>& ctx) { return require(static_cast<bool>(ctx.instructions.relative(1)), Error::Wrong); }
Result<> repay_somewhere(Context<Repay>& ctx) {
  for (u64 i = ctx.instructions.current(); i < ctx.instructions.count(); ++i) {
    if (ctx.instructions.at(i)->program_id() == System::kId) return ok;
  }
  return fail(Error::Wrong);
}

}  // namespace sample
