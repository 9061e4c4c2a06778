#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

inline constexpr Pubkey kIssuer{{1, 2, 3, 4}};

struct Show {
  Signer user;
  With<Unchecked, Executable> badge;
};
Result<> show(Context<Show>& ctx) {
  const Pda badge = find_program_address(kIssuer, "badge", ctx.user.key());
  return require(badge.address == ctx.badge.key(), Error::Wrong);
}
Result<> show_ours(Context<Show>& ctx) {
  const Pda badge = find_program_address(ctx.program_id(), "badge", ctx.user.key());
  return require(badge.address == ctx.badge.key(), Error::Wrong);
}

}  // namespace sample
