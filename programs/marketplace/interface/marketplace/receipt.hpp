// Receipt: the money of one licence while it rests in escrow, and the dispute about it, if there is one. What is earned goes
// from here to the listing; what is refunded stays here until the licensee takes it.
#pragma once

#include <marketplace/program.hpp>

namespace marketplace {

enum class DisputeState : u8 { None, Open, Unfounded, Upheld, Lapsed };

struct Receipt {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  DisputeState dispute;
  Array<u8, 5> reserved_flags;
  Pubkey license;
  Pubkey listing;
  Pubkey licensee;
  Pubkey rent_payer;
  u64 paid;      // what arrived in the vault
  u64 earned;    // of it, booked to the listing; only grows
  u64 refunded;  // of it, given back to the licensee; only grows. earned + refunded ≤ paid
  u64 owed;      // to the licensee, not yet taken: refunds and the returned bond
  i64 window_s;  // the dispute window at the sale
  i64 term_s;    // Subscription: how long `paid` lasts; else 0
  // PerUse: uses wait here for a window before they are earned. Newer ones only take their place when these have been, so
  // that nobody can put earnings off by counting often.
  u64 uses_earned;
  u64 uses_waiting;  // License::uses_paid at waiting_since
  i64 waiting_since;
  u64 bond;  // of the open dispute
  i64 resolve_by;
  Hash256 evidence;  // sha256 of what the licensee brings forward
  Array<u8, 128> reserved;
};
inline constexpr usize kReceiptSpace = 8 + sizeof(Receipt);
static_assert(sizeof(Receipt) == 384);
static_assert(__builtin_offsetof(Receipt, license) == 8);
static_assert(__builtin_offsetof(Receipt, paid) == 136);
static_assert(__builtin_offsetof(Receipt, evidence) == 224);
static_assert(__builtin_offsetof(Receipt, reserved) == 256);

constexpr bool is_readable_receipt(const Receipt& receipt) { return receipt.version == kLayoutVersion; }

// What is neither earned nor refunded yet.
// grapnel-lint: allow(unchecked-arithmetic) earned + refunded ≤ paid: both grow by parts of what is left only
constexpr u64 left(const Receipt& receipt) { return receipt.paid - receipt.earned - receipt.refunded; }

}  // namespace marketplace
