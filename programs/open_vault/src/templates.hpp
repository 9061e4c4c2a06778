// What publish_template and update_template share: a new template is filled in and told of.
#pragma once

#include <open_vault/instructions.hpp>

namespace open_vault {

// Where it stands, who publishes it, and which version it is.
struct Origin {
  Pubkey key;
  u8 bump;
  Pubkey publisher;
  Pubkey previous;
  u64 edition;
};

// `of` is new: what isn't written is zero.
Result<> fill(Template& of, const Origin& origin, const TemplateArgs& args);

}  // namespace open_vault
