#include "policy/approve.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace zestron::policy {

struct ApproveGate {
  static domain::ApprovedIntent pass(domain::Intent intent, domain::Bounds bounds) {
    return {std::move(intent), bounds};
  }
};

namespace {
using Verdict = std::optional<Refusal>;  // nullopt: no objection

using codec::to_base58;
__extension__ using Wide = unsigned __int128;

constexpr std::uint32_t kWhole = 10'000;  // hundredths of a percent

Verdict check_stopped(const domain::Intent& intent, const Policy& policy, const Usage& usage) {
  if (policy.killed || usage.switches().killed(intent.agent)) return Refusal{Reason::kKilled, "the kill switch is on"};
  if (usage.switches().quarantined(intent.agent)) {
    return Refusal{Reason::kQuarantined,
                   fmt::format("quarantined after {} refusals in a row; a person lifts it",
                               usage.switches().refusals(intent.agent)),
                   policy.refusals_max, usage.switches().refusals(intent.agent)};
  }
  return std::nullopt;
}

Verdict check_allowed(const domain::Intent& intent, const Policy& policy) {
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
                   fmt::format("price is {} ms old, allowed are 0 to {}", age, policy.oracle_age_max_ms),
                   static_cast<std::uint64_t>(policy.oracle_age_max_ms), age < 0 ? 0 : static_cast<std::uint64_t>(age)};
  }
  // confidence / price > max / 10000, without division; 128 bits, since both factors may use 64.
  if (static_cast<Wide>(tick.confidence) * kWhole >
      static_cast<Wide>(static_cast<std::uint64_t>(tick.price)) * policy.oracle_confidence_max_bps) {
    return Refusal{Reason::kOracleUncertain, fmt::format("confidence ±{} on {} is wider than {} bps", tick.confidence,
                                                         tick.price, policy.oracle_confidence_max_bps)};
  }
  return std::nullopt;
}

Verdict check_clock(const domain::Intent& intent, UnixMillis now, const Usage& usage) {
  auto newest = usage.newest(intent.agent);
  // The cap of all agents together needs one order of all their spends.
  for (const auto& spend : domain::spends_of(intent.action)) {
    if (const auto other = usage.newest_spend(spend.mint); other && (!newest || *newest < *other)) newest = other;
  }
  if (!newest || now >= *newest) return std::nullopt;
  return Refusal{Reason::kClockRanBack,
                 fmt::format("now is {} ms before an earlier approval", newest->value() - now.value())};
}

Verdict over(Reason reason, std::string message, std::uint64_t limit, std::uint64_t value) {
  return Refusal{reason, std::move(message), limit, value};
}

Verdict check_counterparty(const Pubkey& key, const Policy& policy) {
  if (std::ranges::find(policy.counterparties, key) != policy.counterparties.end()) return std::nullopt;
  return Refusal{Reason::kCounterpartyNotAllowed,
                 fmt::format("{} is not among the allowed counterparties", to_base58(key))};
}

Verdict check_shape(const domain::ClaimPerformance& claim, const Policy& policy) {
  if (claim.trades == 0) return Refusal{Reason::kEmptyAction, "a claim without trades"};
  const auto larger = std::max(claim.gain, claim.loss);
  if (larger <= policy.claim_max) return std::nullopt;
  return over(Reason::kAmountOverCap,
              fmt::format("gain {} or loss {} is over the cap {} per claim", claim.gain, claim.loss, policy.claim_max),
              policy.claim_max, larger);
}

// least < expected × (1 − slippage), without division. A cap of more than the whole is none.
Verdict check_takes(std::uint64_t least, std::uint64_t expected, const Policy& policy) {
  const auto kept = kWhole - std::min(policy.slippage_max_bps, kWhole);
  if (static_cast<Wide>(least) * kWhole >= static_cast<Wide>(expected) * kept) return std::nullopt;
  return over(Reason::kSlippage,
              fmt::format("it would accept {} where it expects {}, more than {} bps under", least, expected,
                          policy.slippage_max_bps),
              policy.slippage_max_bps,
              static_cast<std::uint64_t>(static_cast<Wide>(expected - least) * kWhole / expected));
}

Verdict check_shape(const domain::Swap& swap, const Policy& policy) {
  if (swap.amount_in == 0 || swap.out_min == 0 || swap.mint_in == swap.mint_out)
    return Refusal{Reason::kEmptyAction, "a swap of nothing, for nothing, or of a mint against itself"};
  if (auto no = check_counterparty(swap.pool, policy)) return no;
  return check_takes(swap.out_min, swap.out_expected, policy);
}

Verdict check_shape(const domain::Stake& stake, const Policy& policy) {
  if (stake.amount == 0) return Refusal{Reason::kEmptyAction, "a stake of nothing"};
  return check_counterparty(stake.pool, policy);
}

Verdict check_shape(const domain::Vote& vote, const Policy& policy) {
  return check_counterparty(vote.proposal, policy);
}

Verdict check_shape(const domain::Transfer& transfer, const Policy& policy) {
  if (transfer.amount == 0) return Refusal{Reason::kEmptyAction, "a transfer of nothing"};
  return check_counterparty(transfer.destination, policy);
}

Verdict check_shape(const domain::Arbitrage& legs, const Policy& policy) {
  if (legs.amount_in == 0 || legs.amount_between == 0 || legs.mint == legs.between || legs.first == legs.second)
    return Refusal{Reason::kEmptyAction, "an arbitrage of nothing, of a mint against itself, or at one pool"};
  if (auto no = check_counterparty(legs.first, policy)) return no;
  if (auto no = check_counterparty(legs.second, policy)) return no;
  if (legs.out_min >= legs.amount_in) return std::nullopt;
  return over(
      Reason::kRoundTripLoses,
      fmt::format("it would accept {} back for {}, and a round trip must not lose", legs.out_min, legs.amount_in),
      legs.amount_in, legs.out_min);
}

Verdict check_sides(const Pubkey& shares, const Pubkey& a, const Pubkey& b) {
  if (shares != a && shares != b && a != b) return std::nullopt;
  return Refusal{Reason::kEmptyAction, "a pool's sides and shares are three mints"};
}

// In hundredths of a percent, as far as that fits.
std::uint64_t bps_over(std::uint64_t most, std::uint64_t expected) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  if (expected == 0) return kMost;
  const auto bps = static_cast<Wide>(most - expected) * kWhole / expected;
  return bps > kMost ? kMost : static_cast<std::uint64_t>(bps);
}

// most > expected × (1 + slippage), without division.
Verdict check_pays(std::uint64_t most, std::uint64_t expected, const Policy& policy) {
  const auto allowed = static_cast<Wide>(expected) * (std::uint64_t{kWhole} + policy.slippage_max_bps);
  if (static_cast<Wide>(most) * kWhole <= allowed) return std::nullopt;
  return over(Reason::kSlippage,
              fmt::format("it would pay {} where it expects {}, more than {} bps over", most, expected,
                          policy.slippage_max_bps),
              policy.slippage_max_bps, bps_over(most, expected));
}

Verdict check_shape(const domain::AddLiquidity& add, const Policy& policy) {
  if (add.shares == 0 || add.a_max == 0 || add.b_max == 0)
    return Refusal{Reason::kEmptyAction, "a deposit of nothing, or for no shares"};
  if (auto no = check_sides(add.shares_mint, add.mint_a, add.mint_b)) return no;
  if (auto no = check_counterparty(add.pool, policy)) return no;
  if (auto no = check_pays(add.a_max, add.a_expected, policy)) return no;
  return check_pays(add.b_max, add.b_expected, policy);
}

Verdict check_shape(const domain::RemoveLiquidity& remove, const Policy& policy) {
  if (remove.shares == 0 || remove.a_min == 0 || remove.b_min == 0)
    return Refusal{Reason::kEmptyAction, "a withdrawal of no shares, or for nothing"};
  if (auto no = check_sides(remove.shares_mint, remove.mint_a, remove.mint_b)) return no;
  if (auto no = check_counterparty(remove.pool, policy)) return no;
  if (auto no = check_takes(remove.a_min, remove.a_expected, policy)) return no;
  return check_takes(remove.b_min, remove.b_expected, policy);
}

Verdict check_rate(const domain::Intent& intent, UnixMillis now, const Policy& policy, const Usage& usage) {
  const bool claim = std::holds_alternative<domain::ClaimPerformance>(intent.action);
  const auto today = claim ? usage.approved_within_day(intent.agent, now) : usage.actions_within_day(intent.agent, now);
  const auto max = claim ? policy.claims_per_day_max : policy.actions_per_day_max;
  if (today < max) return std::nullopt;
  return over(Reason::kRateOverCap,
              fmt::format("{} {} within a day, allowed are {}", today, claim ? "claims" : "actions", max), max, today);
}

Verdict check_day(Reason reason, std::string_view whose, std::uint64_t spent, const domain::Spend& spend,
                  const MintCap& cap) {
  if (spent <= cap.per_day_max && spend.amount <= cap.per_day_max - spent) return std::nullopt;
  return over(reason,
              fmt::format("{} {} within a day and {} now is over the cap {} of {}", spent, whose, spend.amount,
                          cap.per_day_max, to_base58(spend.mint)),
              cap.per_day_max, spent);
}

Verdict check_spend(const Pubkey& agent, const domain::Spend& spend, UnixMillis now, const Policy& policy,
                    const Usage& usage) {
  const auto cap = std::ranges::find(policy.spending, spend.mint, &MintCap::mint);
  if (cap == policy.spending.end())
    return Refusal{Reason::kMintNotAllowed,
                   fmt::format("{} is not among the mints it may spend", to_base58(spend.mint))};
  if (spend.amount > cap->per_action_max) {
    return over(
        Reason::kAmountOverCap,
        fmt::format("{} is over the cap {} per action of {}", spend.amount, cap->per_action_max, to_base58(spend.mint)),
        cap->per_action_max, spend.amount);
  }
  if (auto no = check_day(Reason::kDayOverCap, "spent", usage.spent_within_day(agent, spend.mint, now), spend, *cap))
    return no;
  const auto node = std::ranges::find(policy.node_spending, spend.mint, &MintCap::mint);
  if (node == policy.node_spending.end()) return std::nullopt;
  return check_day(Reason::kNodeOverCap, "spent by all agents", usage.spent_by_all_within_day(spend.mint, now), spend,
                   *node);
}

// Each mint on its own, and all of them: an action's spends are of different mints, so none uses up what another counts on.
Verdict check_spends(const domain::Intent& intent, UnixMillis now, const Policy& policy, const Usage& usage) {
  for (const auto& spend : domain::spends_of(intent.action)) {
    if (auto no = check_spend(intent.agent, spend, now, policy, usage)) return no;
  }
  return std::nullopt;
}

// The action is larger than what the agent may do by itself, in any of its mints.
bool wants_consent(const domain::Intent& intent, const Policy& policy) {
  return std::ranges::any_of(domain::spends_of(intent.action), [&](const domain::Spend& spend) {
    const auto cap = std::ranges::find(policy.spending, spend.mint, &MintCap::mint);
    return cap != policy.spending.end() && cap->approval_above && spend.amount > *cap->approval_above;
  });
}

Refusal ask_for_consent(const domain::Intent& intent, UnixMillis now, const Policy& policy, Usage& usage) {
  const auto number =
      usage.approvals().ask(intent.agent, intent.action, now, UnixMillis(now.value() + policy.approval_valid_ms));
  if (!number)
    return {Reason::kApprovalQueueFull, fmt::format("{} actions wait for a person already", Approvals::kWaitingMax)};
  return {Reason::kNeedsApproval, fmt::format("waits for a person as number {}", *number)};
}

Verdict check(const domain::Intent& intent, const domain::ContextView& view, const Policy& policy, const Usage& usage) {
  if (auto no = check_stopped(intent, policy, usage)) return no;
  if (auto no = check_allowed(intent, policy)) return no;
  if (auto no = check_oracle(view, policy)) return no;
  if (auto no = std::visit([&](const auto& action) { return check_shape(action, policy); }, intent.action)) return no;
  if (auto no = check_clock(intent, view.now, usage)) return no;
  if (auto no = check_rate(intent, view.now, policy, usage)) return no;
  return check_spends(intent, view.now, policy, usage);
}

// The agent wanted what its rules forbid. The state of oracle, clock and people is not its doing.
bool is_its_own_doing(Reason reason) {
  switch (reason) {
    case Reason::kActionNotAllowed:
    case Reason::kAmountOverCap:
    case Reason::kRateOverCap:
    case Reason::kEmptyAction:
    case Reason::kMintNotAllowed:
    case Reason::kDayOverCap:
    case Reason::kCounterpartyNotAllowed:
    case Reason::kSlippage:
    case Reason::kRoundTripLoses: return true;
    default: return false;
  }
}

domain::Bounds bounds_of(const domain::Action& action, const Policy& policy) {
  domain::Bounds out{.fee_max = policy.fee_max, .spend_max = domain::spends_of(action)};
  if (const auto* swap = std::get_if<domain::Swap>(&action)) out.receive_min = {{swap->mint_out, swap->out_min}};
  // Over both legs nothing leaves: what goes in has come back, with the gain, and what is between was only on the way.
  if (const auto* legs = std::get_if<domain::Arbitrage>(&action)) {
    out.spend_max = {};
    out.receive_min = {{legs->mint, legs->out_min - legs->amount_in}};
  }
  if (const auto* add = std::get_if<domain::AddLiquidity>(&action)) out.receive_min = {{add->shares_mint, add->shares}};
  if (const auto* remove = std::get_if<domain::RemoveLiquidity>(&action))
    out.receive_min = {{remove->mint_a, remove->a_min}, {remove->mint_b, remove->b_min}};
  return out;
}

}  // namespace

void recall(const domain::Intent& intent, UnixMillis at, Usage& usage) {
  usage.switches().count_approval(intent.agent);
  if (std::holds_alternative<domain::ClaimPerformance>(intent.action)) {
    usage.count(intent.agent, at);
    return;
  }
  usage.count_action(intent.agent, at);
  for (const auto& spend : domain::spends_of(intent.action))
    usage.count_spend(intent.agent, spend.mint, spend.amount, at);
}

std::expected<domain::ApprovedIntent, Refusal> approve(const domain::Intent& intent, const domain::ContextView& view,
                                                       const Policy& policy, Usage& usage) {
  if (auto no = check(intent, view, policy, usage)) {
    if (is_its_own_doing(no->reason)) usage.switches().count_refusal(intent.agent, policy.refusals_max);
    return std::unexpected(*std::move(no));
  }
  // Last, so that nobody is asked about what would be refused anyway.
  if (wants_consent(intent, policy) && !usage.approvals().allows(intent.agent, intent.action, view.now))
    return std::unexpected(ask_for_consent(intent, view.now, policy, usage));
  return ApproveGate::pass(intent, bounds_of(intent.action, policy));
}

void book(const domain::ApprovedIntent& approved, UnixMillis now, Usage& usage) {
  const auto& intent = approved.intent();
  // Also where the rules want none any more: it was given for this action, which is done now.
  if (usage.approvals().allows(intent.agent, intent.action, now)) usage.approvals().take(intent.agent, intent.action);
  recall(intent, now, usage);
}

}  // namespace zestron::policy
