#include <open_vault/instructions.hpp>

namespace open_vault {

Result<> set_poster(Context<SetPoster>& ctx, const SetPosterArgs& args) {
  if (args.root_lifetime_max_s <= 0) return fail(VaultError::LifetimeInvalid);
  ctx.vault->poster = args.poster;
  ctx.vault->root_lifetime_max_s = args.root_lifetime_max_s;
  emit(PosterChanged{args.poster, args.root_lifetime_max_s});
  return ok;
}

}  // namespace open_vault
