// The best trade between constant-product pools of one pair, found with the pool program's own arithmetic. What the graph network is
// trained against.
#pragma once

#include <swap_pool/quote.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

namespace zestron::engine {

struct Pool {
  std::uint64_t base = 0, quote = 0;  ///< reserves, base units
  std::uint32_t fee_bps = 0;
};

/// What a trade brings; nullopt where the program would refuse it.
inline std::optional<std::uint64_t> swap(std::uint64_t in, std::uint64_t reserve_in, std::uint64_t reserve_out,
                                         std::uint32_t fee_bps) {
  swap_pool::Fees fees{};
  fees.trade_fee_numerator = fee_bps;
  fees.trade_fee_denominator = 10'000;
  swap_pool::SwapQuote quote{};
  if (!swap_pool::quote_swap(in, {.in = reserve_in, .out = reserve_out, .supply = 1}, fees, quote)) return std::nullopt;
  return quote.amount_out;
}

struct Trade {
  std::uint64_t in = 0;  ///< of the quote token, spent at the first pool
  std::int64_t profit = 0;
};

/// Buys base at `first` and sells all of it at `second`.
inline std::int64_t profit(std::uint64_t in, const Pool& first, const Pool& second) {
  const auto bought = swap(in, first.quote, first.base, first.fee_bps);
  const auto sold = bought ? swap(*bought, second.base, second.quote, second.fee_bps) : std::nullopt;
  return static_cast<std::int64_t>(sold.value_or(0)) - static_cast<std::int64_t>(in);
}

/// The size that gains most, up to half of the first pool's quote. Profit rises to one top and falls (both curves are concave), but
/// for the rounding of single units: the search narrows to 64 sizes and takes the best of these. Nothing spent if none gains.
inline Trade best_trade(const Pool& first, const Pool& second) {
  std::uint64_t low = 1;
  std::uint64_t high = std::max<std::uint64_t>(first.quote / 2, 1);
  while (high - low > 64) {
    const auto third = (high - low) / 3;
    if (profit(low + third, first, second) < profit(high - third, first, second)) {
      low += third;
    } else {
      high -= third;
    }
  }
  Trade best;
  for (auto in = low; in <= high; ++in) {
    if (const auto gain = profit(in, first, second); gain > best.profit) best = {in, gain};
  }
  return best;
}

}  // namespace zestron::engine
