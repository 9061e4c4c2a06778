#include "policy/approve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace zestron::policy {

struct ApproveGate {
  static domain::ApprovedIntent pass(domain::Intent intent, domain::Bounds bounds) {
    return {std::move(intent), bounds};
  }
};

namespace {
using Verdict = std::optional<Refusal>;  // nullopt: no objection

Verdict check_allowed(const domain::Intent& intent, const Policy& policy) {
  if (policy.killed) return Refusal{Reason::kKilled, "the kill switch is on"};
  const auto action = domain::name(intent.action);
  if (std::find(policy.actions.begin(), policy.actions.end(), action) == policy.actions.end()) {
    return Refusal{Reason::kActionNotAllowed, fmt::format("{} is not among the allowed actions", action)};
  }
  return std::nullopt;
}

Verdict check_oracle(const domain::ContextView& view, const Policy& policy) {
  const auto& tick = view.tick;
  if (tick.price <= 0) return Refusal{Reason::kOraclePrice, fmt::format("price {} is not positive", tick.price)};
  const auto age = view.now.value() - tick.published.value();
  if (age < 0 || age > policy.oracle_age_max_ms) {
    return Refusal{Reason::kOracleStale,
                   fmt::format("price is {} ms old, allowed are 0 to {}", age, policy.oracle_age_max_ms)};
  }
  // confidence / price > max / 10000, without division; 128 bits, since both factors may use 64.
  __extension__ using Wide = unsigned __int128;
  if (static_cast<Wide>(tick.confidence) * 10'000U >
      static_cast<Wide>(static_cast<std::uint64_t>(tick.price)) * policy.oracle_confidence_max_bps) {
    return Refusal{Reason::kOracleUncertain, fmt::format("confidence ±{} on {} is wider than {} bps", tick.confidence,
                                                         tick.price, policy.oracle_confidence_max_bps)};
  }
  return std::nullopt;
}

Verdict check_action(const domain::ClaimPerformance& claim, const domain::Intent& intent,
                     const domain::ContextView& view, const Policy& policy, const Usage& usage) {
  if (claim.trades == 0) return Refusal{Reason::kEmptyAction, "a claim without trades"};
  if (claim.gain > policy.claim_max || claim.loss > policy.claim_max) {
    return Refusal{Reason::kAmountOverCap, fmt::format("gain {} or loss {} is over the cap {} per claim", claim.gain,
                                                       claim.loss, policy.claim_max)};
  }
  if (const auto newest = usage.newest(intent.agent); newest && view.now < *newest) {
    return Refusal{Reason::kClockRanBack,
                   fmt::format("now is {} ms before an earlier approval", newest->value() - view.now.value())};
  }
  const auto today = usage.approved_within_day(intent.agent, view.now);
  if (today >= policy.claims_per_day_max) {
    return Refusal{Reason::kRateOverCap,
                   fmt::format("{} claims within a day, allowed are {}", today, policy.claims_per_day_max)};
  }
  return std::nullopt;
}

}  // namespace

std::expected<domain::ApprovedIntent, Refusal> approve(const domain::Intent& intent, const domain::ContextView& view,
                                                       const Policy& policy, Usage& usage) {
  if (auto no = check_allowed(intent, policy)) return std::unexpected(*std::move(no));
  if (auto no = check_oracle(view, policy)) return std::unexpected(*std::move(no));
  auto no =
      std::visit([&](const auto& action) { return check_action(action, intent, view, policy, usage); }, intent.action);
  if (no) return std::unexpected(*std::move(no));
  usage.count(intent.agent, view.now);
  return ApproveGate::pass(intent, {.fee_max = policy.fee_max});
}

}  // namespace zestron::policy
