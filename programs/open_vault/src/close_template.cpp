#include <open_vault/instructions.hpp>

namespace open_vault {

// The address is free again afterwards. Not in the slot of its creation: created_slot tells one template of an address from
// the next.
Result<> close_template(Context<CloseTemplate>& ctx) {
  const Template& of = *ctx.of_template;
  if (of.status == TemplateStatus::Open) return fail(VaultError::TemplateStillOpen);
  if (of.access_count != 0) return fail(VaultError::TemplateInUse);
  if (Clock::get().slot == of.created_slot) return fail(VaultError::CreatedInThisSlot);
  emit(TemplateClosed{ctx.of_template.key()});
  return ok;
}

}  // namespace open_vault
