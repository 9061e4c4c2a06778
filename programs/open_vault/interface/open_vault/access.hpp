// Access: that a holder may use a template, and until when. Whoever keeps the document reads it and gives it out.
#pragma once

#include <open_vault/program.hpp>

namespace open_vault {

enum class AccessKind : u8 { LiveStake, Proof };

// Offsets count from behind the 8-byte discriminator.
struct Access {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  AccessKind kind;
  Array<u8, 5> reserved_flags;
  Pubkey of_template;
  Pubkey holder;
  Pubkey rent_payer;  // the holder
  Pubkey evidence;    // the StakeRecord, or the StakeRoot
  u64 template_created_slot;
  i64 granted_at;
  i64 valid_until;  // at most the end of the lock, and of a proof the root's expiry
  i64 revoked_at;   // 0: not
  u64 staked;       // of the tier, when it was given
  Array<u8, 128> reserved;
};

inline constexpr usize kAccessSpace = 8 + sizeof(Access);
static_assert(sizeof(Access) == 304);
static_assert(__builtin_offsetof(Access, of_template) == 8);
static_assert(__builtin_offsetof(Access, template_created_slot) == 136);
static_assert(__builtin_offsetof(Access, reserved) == 176);

constexpr bool is_readable_access(const Access& access) { return access.version == kLayoutVersion; }

// What a keeper of the document asks, of an account that it has proven to be the program's.
constexpr bool grants(const Access& access, i64 now) {
  return is_readable_access(access) && access.revoked_at == 0 && now < access.valid_until;
}

}  // namespace open_vault
