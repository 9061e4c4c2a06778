#include <open_vault/instructions.hpp>

namespace open_vault {

// What was given holds until it ends: a publisher takes nothing back.
Result<> retire_template(Context<RetireTemplate>& ctx) {
  if (ctx.of_template->status != TemplateStatus::Open) return fail(VaultError::TemplateNotOpen);
  ctx.of_template->status = TemplateStatus::Retired;
  emit(TemplateRetired{ctx.of_template.key()});
  return ok;
}

}  // namespace open_vault
