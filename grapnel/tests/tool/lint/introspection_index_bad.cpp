#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Loaded {
  u64 size;
};
Loaded load_instruction_at(u64 index, AccountView sysvar);

struct Settle {
  Signer payer;
};

Result<> settle(Context<Settle>& ctx) {
  const Loaded loaded = load_instruction_at(0, ctx.payer);  // finds: introspection-index
  return require(loaded.size != 0, Error::Wrong);
}

struct Repay {
  struct Args {
    u64 index;
  };
  Signer payer;
  Instructions instructions;
};

Result<> repay_first(Context<Repay>& ctx) {
  return require(static_cast<bool>(ctx.instructions.at(0)), Error::Wrong);  // finds: introspection-index
}
Result<> repay_anywhere(Context<Repay>& ctx, const Repay::Args& args) {
  return require(static_cast<bool>(ctx.instructions.at(args.index)), Error::Wrong);  // finds: introspection-index
}

}  // namespace sample
