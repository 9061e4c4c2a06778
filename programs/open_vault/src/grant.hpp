// What both ways to an access share: the tier is asked of a stake, the access written and counted.
#pragma once

#include <open_vault/instructions.hpp>

namespace open_vault {

// A stake as its record or a leaf says, and what says it.
struct Evidence {
  AccessKind kind;
  Pubkey key;
  u64 amount;
  i64 lock_until;
  i64 expires_at;  // of the root; of a record, its lock's end again
};

// What the new access is of: `access` is zero but for its discriminator.
struct Grant {
  Access& access;
  u8 bump;
  Template& of;
  Pubkey template_key;
  Pubkey holder;
};

Result<> give(const Grant& grant, const Evidence& evidence, i64 now);

}  // namespace open_vault
