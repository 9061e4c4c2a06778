// Vault: the one account of the program's settings: whose stake counts, and who posts roots of it.
#pragma once

#include <open_vault/program.hpp>

namespace open_vault {

// Offsets count from behind the 8-byte discriminator.
struct Vault {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey authority;   // governance's signature
  Pubkey poster;      // posts stake roots; zero: nobody
  Pubkey stake_pool;  // of zest_staking: the only one whose stakes open anything
  Pubkey rent_payer;
  i64 root_lifetime_max_s;  // a root expires at most so long after it is posted
  u64 newest_snapshot;      // slot of the newest root: an older one is never posted again
  Array<u8, 128> reserved;
};

inline constexpr usize kVaultSpace = 8 + sizeof(Vault);
static_assert(sizeof(Vault) == 280);
static_assert(__builtin_offsetof(Vault, authority) == 8);
static_assert(__builtin_offsetof(Vault, root_lifetime_max_s) == 136);
static_assert(__builtin_offsetof(Vault, reserved) == 152);

constexpr bool is_readable_vault(const Vault& vault) { return vault.version == kLayoutVersion; }

}  // namespace open_vault
