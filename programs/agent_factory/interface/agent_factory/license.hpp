// License: what a person bought of an agent. The marketplace program owns and writes it; `execute` only reads it, which
// keeps wallets free of shared writable accounts.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

enum class LicenseKind : u8 { Perpetual, Subscription, PerUse, LockedStake };
enum class LicenseStatus : u8 { Valid, Disputed, Refunded, Revoked };

struct License {
  static constexpr Pubkey kProgram = zestron::kMarketplace;

  u8 version;
  u8 bump;
  LicenseKind kind;
  LicenseStatus status;
  Array<u8, 4> reserved_flags;
  Pubkey agent;
  Pubkey licensee;
  Pubkey rent_payer;
  Pubkey stake;   // LockedStake: the record pledged to this licence alone; else zero
  Hash256 terms;  // the agent's at the sale
  u64 agent_created_slot;
  i64 started_at;
  i64 expires_at;    // Subscription, LockedStake; else 0
  u64 uses_bought;   // PerUse; else 0
  u64 uses_paid;     // of these, how many the seller was paid for
  u64 uses_settled;  // the wallet's counter up to which they were counted; 0: never (license_uses.hpp)
  u64 stake_amount;  // LockedStake: what was to be staked at the sale; less of it, and anyone may revoke the licence. Else 0
  Array<u8, 128> reserved;
};

inline constexpr usize kLicenseSpace = 8 + sizeof(License);
static_assert(detail::require_plain_layout<License>());
static_assert(sizeof(License) == 352);
static_assert(__builtin_offsetof(License, agent) == 8);
static_assert(__builtin_offsetof(License, terms) == 136);
static_assert(__builtin_offsetof(License, reserved) == 224);

constexpr bool is_readable_license(const License& license) { return license.version == kLayoutVersion; }

}  // namespace agent_factory
