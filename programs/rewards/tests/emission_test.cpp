// The formulas alone: bounds, monotony, and that splitting an agent or joining two gains no weight.
#include <rewards/emission.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rewards {
namespace {

constexpr Parameters kParameters{.treasury = {},
                                 .emission_min = 1'000,
                                 .emission_max = 50'000,
                                 .usage_bps = 3'000,
                                 .pot_bps = 1'000,
                                 .claim_epochs = 4};
constexpr agent_factory::AgentPerformance measured(u64 gain, u64 loss, u64 execution_gain = 0) {
  agent_factory::AgentPerformance out{};
  out.yield_generated = gain;
  out.loss = loss;
  out.execution_gain = execution_gain;
  return out;
}
constexpr bool with_treasury_is_valid(const Pubkey& treasury) {
  Parameters p = kParameters;
  p.treasury = treasury;
  return is_valid(p);
}
constexpr u64 kMost = ~u64{0};
constexpr i64 kLeast = -static_cast<i64>(kMost >> 1);

static_assert(emission(kParameters, 0, kMost) == 0, "nobody paid");
static_assert(emission(kParameters, 1, kMost) == 1'000);
static_assert(emission(kParameters, 10'000, kMost) == 3'000);
static_assert(emission(kParameters, 10'003, kMost) == 3'000, "rounded down");
static_assert(emission(kParameters, kMost, kMost) == 50'000);
static_assert(emission(kParameters, 10'000, 20'000) == 2'000, "a tenth of the pot");
static_assert(emission(kParameters, 10'000, 0) == 0);

static_assert(reward_bound(0) == 0 && reward_bound(1) == 0 && reward_bound(3) == 1);
static_assert(reward_bound(kMost) == kMost / 2);

static_assert(net_gain(measured(7, 3)) == 4);
static_assert(net_gain(measured(3, 7)) == -4);
static_assert(net_gain(measured(kMost, 0)) == static_cast<i64>(kMost >> 1));
static_assert(net_gain(measured(0, kMost)) == kLeast);
static_assert(net_gain(measured(0, 0, 9)) == 0, "what execution won is no gain");

static_assert(rise(3, 7) == 4 && rise(7, 3) == 0 && rise(-3, 4) == 7 && rise(5, 5) == 0);
static_assert(rise(kLeast, static_cast<i64>(kMost >> 1)) == kMost - 1);

static_assert(micro_dollars(5, 6).value() == 5);
static_assert(micro_dollars(5, 0).value() == 5'000'000);
static_assert(micro_dollars(5'999, 9).value() == 5);
static_assert(micro_dollars(kMost, 255).value() == 0);
static_assert(!micro_dollars(kMost, 5));

static_assert(share_weight(0, 100) == 0 && share_weight(100, 0) == 0 && share_weight(4, 9) == 6);
static_assert(share_weight(kMost, kMost) == kMost);

static_assert(reward_of(100, 0, 0, 100) == 0);
static_assert(reward_of(100, 1, 3, 100) == 33);
static_assert(reward_of(100, 3, 3, 10) == 10, "the bound");
static_assert(reward_of(100, 4, 3, 100) == 0, "no part is larger than the whole");

static_assert(with_treasury_is_valid({{1}}) && !with_treasury_is_valid({}));

RC_GTEST_PROP(Emission, lies_between_its_bounds, (u64 receipts, u64 pot, u64 a, u64 b)) {
  Parameters p = kParameters;
  p.emission_min = a < b ? a : b;
  p.emission_max = a < b ? b : a;
  p.usage_bps = receipts % (kUsageBpsMax + 1);
  p.pot_bps = pot % (kBpsWhole + 1);
  const u64 amount = emission(p, receipts, pot);
  RC_ASSERT(amount <= p.emission_max);
  RC_ASSERT(amount <= pot);
  if (amount > p.emission_min) RC_ASSERT(amount <= receipts / 2);
  if (receipts != kMost) RC_ASSERT(emission(p, receipts + 1, pot) >= amount);
  if (pot != kMost) RC_ASSERT(emission(p, receipts, pot + 1) >= amount);
}

RC_GTEST_PROP(Rewards, never_pass_the_emission_or_the_bounds, ()) {
  const auto weights = *rc::gen::container<std::vector<u64>>(rc::gen::inRange<u64>(0, u64{1} << 58));
  const auto amount = *rc::gen::arbitrary<u64>();
  u64 total = 0, paid = 0;
  for (const u64 weight : weights) total += weight;
  for (const u64 weight : weights) {
    const auto bound = *rc::gen::arbitrary<u64>();
    const u64 reward = reward_of(amount, weight, total, bound);
    RC_ASSERT(reward <= bound);
    paid += reward;
    RC_ASSERT(paid <= amount);
  }
}

// √(g₁b₁) + √(g₂b₂) ≤ √((g₁+g₂)(b₁+b₂)): of what there is, two agents have no more weight than one; and equal parts have as much.
RC_GTEST_PROP(ShareWeight, splitting_an_agent_gains_nothing, ()) {
  const auto word = rc::gen::inRange<u64>(0, u64{1} << 62);
  const u64 g1 = *word, g2 = *word, b1 = *word, b2 = *word;
  RC_ASSERT(share_weight(g1, b1) + share_weight(g2, b2) <= share_weight(g1 + g2, b1 + b2));
  RC_ASSERT(share_weight(g1 / 2 * 2, b1 / 2 * 2) <= 2 * share_weight(g1 / 2, b1 / 2) + 2);
}

RC_GTEST_PROP(NetGain, rises_add_up, (i64 a, i64 b, i64 c)) {
  RC_PRE(a <= b && b <= c);
  RC_ASSERT(rise(a, b) + rise(b, c) == rise(a, c));
}

}  // namespace
}  // namespace rewards
