// What a licence has earned by a moment: pure, so that host, tests and program reckon with the same lines. Everything rounds
// in the seller's favour by less than one unit, and the whole is never more than was paid.
#pragma once

#include <agent_factory/license.hpp>
#include <marketplace/listing.hpp>
#include <marketplace/receipt.hpp>

namespace marketplace {

using agent_factory::License;
using agent_factory::LicenseKind;
using agent_factory::LicenseStatus;

// Days of a subscription that have begun by `now`, at most all of them: a started day is earned. None before it starts.
constexpr u64 started_days(i64 started_at, i64 term_s, i64 now) {
  const auto day = static_cast<u64>(kDaySeconds);
  const u64 days = static_cast<u64>(term_s) / day;
  if (now < started_at) return 0;
  const u64 begun = static_cast<u64>(now - started_at) / day + 1;
  return begun < days ? begun : days;
}

// Of `paid` for `whole` days or uses, what `done` of them have earned: paid − ⌊paid · (whole − done) / whole⌋, so that the last
// one earns the rest, also where a mint's transfer fee left no whole price for each. `done` ≤ `whole`, `whole` > 0. Stands once in
// the program: inlined, its long division would be there three times, some 500 bytes each.
[[gnu::noinline]] constexpr u64 earned_part(u64 paid, u64 done, u64 whole) {
  // grapnel-lint: allow(unchecked-arithmetic) a part of paid
  return paid - mul_div(paid, whole - done, whole).value();  // the quotient is at most `paid`
}

constexpr u64 term_days(const Receipt& receipt) {
  return static_cast<u64>(receipt.term_s) / static_cast<u64>(kDaySeconds);
}

// All that may be booked to the seller at `now` if nobody disputes: what was earned a dispute window ago.
constexpr u64 settled_earnings(const License& license, const Receipt& receipt, i64 now) {
  const i64 then = now - receipt.window_s;
  u64 done = 0, whole = 0;
  switch (license.kind) {
    case LicenseKind::Perpetual: return then >= license.started_at ? receipt.paid : 0;
    case LicenseKind::Subscription:
      done = started_days(license.started_at, receipt.term_s, then);
      whole = term_days(receipt);
      break;
    case LicenseKind::PerUse:
      done = then >= receipt.waiting_since ? receipt.uses_waiting : receipt.uses_earned;
      whole = license.uses_bought;
      break;
    case LicenseKind::LockedStake: return 0;
  }
  return earned_part(receipt.paid, done, whole);
}

// All that is the seller's when the licensee stops at `now`, settled or not: the rest is refunded.
constexpr u64 final_earnings(const License& license, const Receipt& receipt, i64 now) {
  u64 done = 0, whole = 0;
  switch (license.kind) {
    case LicenseKind::Perpetual: return receipt.paid;
    case LicenseKind::Subscription:
      done = started_days(license.started_at, receipt.term_s, now);
      whole = term_days(receipt);
      break;
    case LicenseKind::PerUse:
      done = license.uses_paid;
      whole = license.uses_bought;
      break;
    case LicenseKind::LockedStake: return 0;
  }
  return earned_part(receipt.paid, done, whole);
}

// Whether the licence gives its holder nothing any more. A perpetual one ends with a refund only.
constexpr bool is_over(const License& license, i64 now) {
  if (license.status == LicenseStatus::Refunded || license.status == LicenseStatus::Revoked) return true;
  switch (license.kind) {
    case LicenseKind::Perpetual: return false;
    case LicenseKind::Subscription:
    case LicenseKind::LockedStake: return now >= license.expires_at;
    case LicenseKind::PerUse: return license.uses_paid == license.uses_bought;
  }
  return false;
}

}  // namespace marketplace
