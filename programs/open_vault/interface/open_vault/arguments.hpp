// Arguments of the instructions that have some.
#pragma once

#include <open_vault/stake_root.hpp>
#include <open_vault/template.hpp>

namespace open_vault {

struct InitializeArgs {
  Pubkey poster;
  i64 root_lifetime_max_s;  // above zero
};

struct SetPosterArgs {
  Pubkey poster;            // zero: nobody
  i64 root_lifetime_max_s;  // above zero; of roots to come
};

struct TemplateArgs {
  u64 number;           // free among the publisher's
  Hash256 hash;         // of the document; not zero
  u64 staked;           // above zero
  i64 lock_left_s;      // not negative
  String<kUriMax> uri;  // 1 to 196 characters of ASCII
};

struct PostStakeRootArgs {
  Hash256 root;  // not zero
  u64 snapshot_slot;
  u64 leaf_count;  // above zero
  i64 expires_at;
};

struct ClaimByProofArgs {
  u64 amount;  // of the leaf
  i64 lock_until;
  u64 index;
  Vec<Hash256, kPathMax> path;  // siblings from the leaf upwards
};

}  // namespace open_vault
