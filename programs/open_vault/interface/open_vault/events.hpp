// One event for each change, with what an indexer can't know from earlier ones.
#pragma once

#include <open_vault/access.hpp>

namespace open_vault {

struct VaultInitialized {
  Pubkey stake_pool;
  Pubkey poster;
};

struct PosterChanged {
  Pubkey poster;
  i64 root_lifetime_max_s;
};

struct TemplatePublished {
  Pubkey of_template;
  Pubkey publisher;
  Pubkey previous;  // zero: the first version
  u64 edition;
  Hash256 hash;
  u64 staked;
  i64 lock_left_s;
};

struct TemplateRetired {
  Pubkey of_template;
};

struct TemplateClosed {
  Pubkey of_template;
};

struct StakeRootPosted {
  Hash256 root;
  u64 snapshot_slot;
  u64 leaf_count;
  i64 expires_at;
};

struct StakeRootClosed {
  Hash256 root;
};

struct AccessGranted {
  Pubkey of_template;
  Pubkey holder;
  Pubkey evidence;
  i64 valid_until;
};

struct AccessRevoked {
  Pubkey of_template;
  Pubkey holder;
  i64 revoked_at;
};

struct AccessClosed {
  Pubkey of_template;
  Pubkey holder;
};

}  // namespace open_vault
