#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Profile {
  Pubkey owner;
};

struct Join {
  Mut<Signer> payer;
  InitIfNeeded<Profile, Payer<"payer">> profile;
};

Result<> join(Context<Join>& ctx) {
  if (!(ctx.profile->owner == Pubkey{})) return fail(Error::Wrong);
  ctx.profile->owner = ctx.payer.key();
  return ok;
}

}  // namespace sample
