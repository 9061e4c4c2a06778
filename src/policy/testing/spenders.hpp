// Agents that spend, and a plain second writing of the caps to hold the gate against. For the property test and the fuzzer.
#pragma once

#include "policy/approve.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zestron::policy::testing {

inline constexpr std::size_t kAgents = 3, kMints = 3;

inline Pubkey numbered(std::uint8_t what, std::size_t number) {
  std::array<std::uint8_t, 32> bytes{};
  bytes[0] = what;
  bytes[1] = static_cast<std::uint8_t>(number);
  return Pubkey(bytes);
}
inline Pubkey agent(std::size_t number) { return numbered(1, number); }
inline Pubkey mint(std::size_t number) { return numbered(2, number); }
inline Pubkey destination() { return numbered(3, 0); }

struct Caps {
  std::uint64_t per_action = 0, per_day = 0, node_per_day = 0;
  std::uint32_t actions_per_day = 0;
  std::uint64_t approval_above = 0;
};

/// Of the mints the first may be spent freely within the caps, the second with consent above a threshold, the third not at all.
inline Policy spending_policy(const Caps& caps) {
  return {.actions = {"transfer", "add_liquidity"},
          .oracle_age_max_ms = 1'000,
          .oracle_confidence_max_bps = 100,
          .fee_max = Lamports(10'000),
          .spending = {{mint(0), caps.per_action, caps.per_day},
                       {mint(1), caps.per_action, caps.per_day, caps.approval_above}},
          .node_spending = {{mint(0), 0, caps.node_per_day}},
          .counterparties = {destination()},
          .actions_per_day_max = caps.actions_per_day,
          .approval_valid_ms = 3'600'000};
}

inline domain::Intent spend(std::size_t who, std::size_t of, std::uint64_t amount) {
  return {agent(who), Slot(1), 1, domain::Transfer{mint(of), destination(), amount}};
}

/// Gives `a` of one mint and `b` of another to a pool, whose shares are a mint of their own.
inline domain::Intent spend_two(std::size_t who, std::size_t of, std::uint64_t a, std::size_t and_of, std::uint64_t b) {
  return {agent(who), Slot(1), 1,
          domain::AddLiquidity{.pool = destination(),
                               .shares_mint = numbered(4, 0),
                               .mint_a = mint(of),
                               .mint_b = mint(and_of),
                               .shares = 1,
                               .a_expected = a,
                               .b_expected = b,
                               .a_max = a,
                               .b_max = b}};
}

inline domain::ContextView view_at(UnixMillis now) {
  return {Slot(1), now, {.feed = {}, .price = 100, .confidence = 0, .exponent = 0, .published = now}};
}

/// Approved and signed at once, as when no simulation refuses.
inline std::expected<domain::ApprovedIntent, Refusal> approve_and_book(const domain::Intent& intent,
                                                                       const domain::ContextView& view,
                                                                       const Policy& policy, Usage& usage) {
  auto approved = approve(intent, view, policy, usage);
  if (approved) book(*approved, view.now, usage);
  return approved;
}

/// A person looks at the queue now and then, and approves or rejects what comes first.
inline void decide_one(Usage& usage, std::uint32_t choice, UnixMillis now) {
  const auto entries = usage.approvals().entries(now);
  if (entries.empty() || choice % 3 == 0) return;
  const auto number = entries[choice % entries.size()].number;
  if (choice % 3 == 1) {
    static_cast<void>(usage.approvals().approve(number, now));
  } else {
    static_cast<void>(usage.approvals().reject(number, now));
  }
}

struct Approved {
  Pubkey agent;
  domain::Spends spends;
  UnixMillis at;
};

/// What is wrong with a sequence of approvals, if anything: sums over every window of 24 hours that begins at one of them, mint by
/// mint.
inline std::optional<std::string> over_a_cap(const std::vector<Approved>& approved, const Policy& policy) {
  constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
  const auto within_day = [&](const Approved& first, const Approved& other) {
    return other.at >= first.at && other.at.value() < first.at.value() + kDayMs;
  };
  for (const auto& first : approved) {
    std::uint32_t actions = 0;
    for (const auto& other : approved) actions += within_day(first, other) && other.agent == first.agent ? 1 : 0;
    if (actions > policy.actions_per_day_max) return "more actions than a day has";
    for (const auto& spend : first.spends) {
      std::uint64_t own = 0, all = 0;
      for (const auto& other : approved) {
        if (!within_day(first, other)) continue;
        for (const auto& its : other.spends) {
          if (its.mint != spend.mint) continue;
          all += its.amount;
          if (other.agent == first.agent) own += its.amount;
        }
      }
      const auto cap = std::ranges::find(policy.spending, spend.mint, &MintCap::mint);
      if (cap == policy.spending.end()) return "a mint that is not listed was spent";
      if (spend.amount > cap->per_action_max) return "an action over its cap";
      if (own > cap->per_day_max) return "an agent over its day";
      const auto node = std::ranges::find(policy.node_spending, spend.mint, &MintCap::mint);
      if (node != policy.node_spending.end() && all > node->per_day_max) return "all agents together over their day";
    }
  }
  return std::nullopt;
}

}  // namespace zestron::policy::testing
