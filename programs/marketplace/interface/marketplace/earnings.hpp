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

// Of `paid` for `days`, what `begun` days have earned: paid − ⌊paid · (days − begun) / days⌋. `begun` ≤ `days`, `days` > 0.
constexpr u64 earned_by_days(u64 paid, u64 begun, u64 days) {
  // grapnel-lint: allow(unchecked-arithmetic) a part of paid
  return paid - mul_div(paid, days - begun, days).value();  // the quotient is at most `paid`
}

// Of `paid`, what so many uses have earned.
constexpr u64 earned_by_uses(u64 paid, u64 uses, u64 use_price) {
  const Checked<u64> sum = Checked<u64>{uses} * use_price;
  return sum && sum.value() < paid ? sum.value() : paid;
}

// All that may be booked to the seller at `now` if nobody disputes: what was earned a dispute window ago.
constexpr u64 settled_earnings(const License& license, const Receipt& receipt, i64 now) {
  const i64 then = now - receipt.window_s;
  switch (license.kind) {
    case LicenseKind::Perpetual: return then >= license.started_at ? receipt.paid : 0;
    case LicenseKind::Subscription: {
      const u64 days = static_cast<u64>(receipt.term_s) / static_cast<u64>(kDaySeconds);
      return earned_by_days(receipt.paid, started_days(license.started_at, receipt.term_s, then), days);
    }
    case LicenseKind::PerUse: {
      const u64 uses = then >= receipt.waiting_since ? receipt.uses_waiting : receipt.uses_earned;
      return earned_by_uses(receipt.paid, uses, receipt.use_price);
    }
    case LicenseKind::LockedStake: break;
  }
  return 0;
}

// All that is the seller's when the licensee stops at `now`, settled or not: the rest is refunded.
constexpr u64 final_earnings(const License& license, const Receipt& receipt, i64 now) {
  switch (license.kind) {
    case LicenseKind::Perpetual: return receipt.paid;
    case LicenseKind::Subscription: {
      const u64 days = static_cast<u64>(receipt.term_s) / static_cast<u64>(kDaySeconds);
      return earned_by_days(receipt.paid, started_days(license.started_at, receipt.term_s, now), days);
    }
    case LicenseKind::PerUse: return earned_by_uses(receipt.paid, license.uses_paid, receipt.use_price);
    case LicenseKind::LockedStake: break;
  }
  return 0;
}

}  // namespace marketplace
