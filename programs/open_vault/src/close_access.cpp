#include <open_vault/instructions.hpp>

namespace open_vault {

// A revoked one stays until it would have ended: as long as it stands at its address, the proof that it was given for can't be
// used again.
Result<> close_access(Context<CloseAccess>& ctx) {
  const Access& access = *ctx.access;
  const bool ended = Clock::get().unix_timestamp >= access.valid_until;
  const bool given_up = access.revoked_at == 0 && access.holder == ctx.caller.key();
  if (!ended && !given_up) return fail(VaultError::AccessStillValid);
  Template& of = *ctx.of_template;
  of.access_count = GRAPNEL_TRY((Checked{of.access_count} - 1).or_fail(VaultError::CounterOverflow));
  emit(AccessClosed{access.of_template, access.holder});
  return ok;
}

}  // namespace open_vault
