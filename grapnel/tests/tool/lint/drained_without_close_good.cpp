#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Vault {
  u64 amount;
};

struct End {
  struct Args {
    u64 amount;
  };
  Mut<Account<Vault>, Close<"owner">> vault;
  Mut<Signer> owner;
};

Result<> end(Context<End>& ctx, const End::Args& args) {
  return require(move_lamports(ctx.vault, ctx.owner, Lamports{args.amount}), Error::Wrong);
}

}  // namespace sample
