#include "templates.hpp"

namespace open_vault {

Result<> publish_template(Context<PublishTemplate>& ctx, const TemplateArgs& args) {
  return fill(*ctx.of_template, {ctx.of_template.key(), ctx.of_template.bump(), ctx.publisher.key(), {}, 1}, args);
}

}  // namespace open_vault
