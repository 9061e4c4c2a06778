// Template: a published document and the tier of stake that opens it. Nothing of it ever changes but its status: a new version
// is a template of its own, which the old one names.
#pragma once

#include <open_vault/program.hpp>

namespace open_vault {

enum class TemplateStatus : u8 {
  Open,        // accesses are given
  Superseded,  // a newer version is; what was given holds
  Retired,     // none are; what was given holds
};

inline constexpr usize kUriMax = 196;

// Offsets count from behind the 8-byte discriminator.
struct Template {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  TemplateStatus status;
  Array<u8, 5> reserved_flags;
  Pubkey publisher;
  Pubkey rent_payer;
  Pubkey previous;   // the version before; zero: this is the first
  Pubkey successor;  // the version after; zero: there is none
  u64 number;        // the publisher's choice
  u64 edition;       // 1 for the first version
  u64 created_slot;  // tells templates apart that had the same address one after the other
  Hash256 hash;      // of the document
  u64 staked;        // the tier: at least so much is staked
  i64 lock_left_s;   // and locked for at least so long; access ends with the lock in any case
  u64 access_count;  // accounts of accesses that are there
  Array<u8, 128> reserved;
  TailString<kUriMax> uri;
};

inline constexpr usize kTemplateSpace = 8 + sizeof(Template);
static_assert(sizeof(Template) == 544);
static_assert(__builtin_offsetof(Template, publisher) == 8);
static_assert(__builtin_offsetof(Template, hash) == 160);
static_assert(__builtin_offsetof(Template, staked) == 192);
static_assert(__builtin_offsetof(Template, reserved) == 216);

constexpr bool is_readable_template(const Template& of) {
  return of.version == kLayoutVersion && static_cast<u8>(of.status) <= static_cast<u8>(TemplateStatus::Retired);
}

}  // namespace open_vault
