#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Profile {
  Pubkey owner;
};

struct Join {
  Mut<Signer> payer;
  InitIfNeeded<Profile, Payer<"payer">> profile;  // finds: init-if-needed-state
};

Result<> join(Context<Join>& ctx) {
  ctx.profile->owner = ctx.payer.key();
  return ok;
}

}  // namespace sample
