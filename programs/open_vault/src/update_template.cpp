#include "templates.hpp"

namespace open_vault {

// One successor each: versions are a line.
Result<> update_template(Context<UpdateTemplate>& ctx, const TemplateArgs& args) {
  Template& previous = *ctx.previous;
  if (previous.status != TemplateStatus::Open) return fail(VaultError::TemplateNotOpen);
  const u64 edition = GRAPNEL_TRY((Checked{previous.edition} + 1).or_fail(VaultError::CounterOverflow));
  previous.status = TemplateStatus::Superseded;
  previous.successor = ctx.of_template.key();
  return fill(*ctx.of_template,
              {ctx.of_template.key(), ctx.of_template.bump(), ctx.publisher.key(), ctx.previous.key(), edition}, args);
}

}  // namespace open_vault
