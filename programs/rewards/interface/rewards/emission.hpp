// How much an epoch emits, what an agent may get of it at most, and what its share weighs. Pure, so that program, host and
// tests use the same. Everything is rounded down: what is left over stays in the pot.
#pragma once

#include <agent_factory/performance.hpp>
#include <rewards/config.hpp>
#include <zestron/wide.hpp>

namespace rewards {

// min(emission_max, max(emission_min, receipts · usage_bps / 10,000)), and no more than pot · pot_bps / 10,000. Nothing if
// nobody paid. Of valid parameters.
constexpr u64 emission(const Parameters& p, u64 receipts, u64 pot) {
  if (receipts == 0) return 0;
  u64 amount =
      zestron::multiply_divide_down(receipts, p.usage_bps, kBpsWhole).value();  // fits: at most half of receipts
  if (amount < p.emission_min) amount = p.emission_min;
  if (amount > p.emission_max) amount = p.emission_max;
  const u64 most = zestron::multiply_divide_down(pot, p.pot_bps, kBpsWhole).value();  // fits: at most the pot
  return amount < most ? amount : most;
}

// The half-of-receipts bound: of what the treasury really received and settled for an agent in an epoch, from any payer.
constexpr u64 reward_bound(u64 receipts) { return receipts / 2; }

// Gain − loss of measured figures, cut to 64 bits with a sign. Never what was claimed, nor what execution won or lost.
constexpr i64 net_gain(const agent_factory::AgentPerformance& measured) {
  constexpr u64 kMost = ~u64{0} >> 1;
  const bool is_gain = measured.yield_generated >= measured.loss;
  // grapnel-lint: allow(unchecked-arithmetic) the smaller is taken from the larger
  const u64 size = is_gain ? measured.yield_generated - measured.loss : measured.loss - measured.yield_generated;
  const i64 cut = static_cast<i64>(size < kMost ? size : kMost);
  return is_gain ? cut : -cut;
}

// From `before` to `now`; 0 if it is no rise.
constexpr u64 rise(i64 before, i64 now) {
  // grapnel-lint: allow(unchecked-arithmetic) before < now, so the difference fits 64 bits, whatever the words' signs
  return now > before ? static_cast<u64>(now) - static_cast<u64>(before) : 0;
}

// Amounts of quote mints, each worth a dollar a token, in millionths of a dollar. Invalid if it doesn't fit.
inline constexpr u8 kDollarDecimals = 6;
constexpr Checked<u64> micro_dollars(u64 amount, u8 decimals) {
  Checked<u64> out{amount};
  for (u8 at = decimals; at < kDollarDecimals; ++at) out = out * 10;
  for (u8 at = kDollarDecimals; at < decimals && out && out.value() != 0; ++at) out = out.value() / 10;
  return out;
}

// ⌊√(gain · bound)⌋: measured gain, of an agent that people pay for. Gain alone would let whoever owns a large wallet take
// everyone's share without having sold anything, receipts alone would pay for sales instead of results. Of the first degree
// in both, so neither splitting an agent in two nor joining two gains weight.
constexpr u64 share_weight(u64 gain, u64 bound) { return zestron::square_root(zestron::multiply(gain, bound)); }

// An agent's reward: its part by weight, and no more than its bound.
constexpr u64 reward_of(u64 emission, u64 weight, u64 total_weight, u64 bound) {
  if (weight == 0 || weight > total_weight) return 0;
  const u64 share =
      zestron::multiply_divide_down(emission, weight, total_weight).value();  // fits: at most the emission
  return share < bound ? share : bound;
}

}  // namespace rewards
