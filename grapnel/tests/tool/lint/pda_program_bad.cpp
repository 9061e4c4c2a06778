#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Show {
  Signer user;
  With<Unchecked, Executable> issuer;
  With<Unchecked, Executable> badge;
};
Result<> show(Context<Show>& ctx) {
  const Pda badge = find_program_address(ctx.issuer.key(), "badge", ctx.user.key());  // finds: pda-program
  return require(badge.address == ctx.badge.key(), Error::Wrong);
}

}  // namespace sample
