// What a constant-product pool gives, and what its shares cost and are worth, as swap_pool computes it: for modules that form orders.
// The fee is one of whole hundredths of a percent, rounded up, so the program gives at least what is said here.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace zestron::agent {

namespace detail {
__extension__ using Wide = unsigned __int128;

inline std::optional<std::uint64_t> fitting(Wide value) {
  if (value > std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  return static_cast<std::uint64_t>(value);
}
}  // namespace detail

/// What `amount` buys. A reserve of 0 gives nothing; fee_bps ≤ 10,000.
inline std::uint64_t quote_swap(std::uint64_t amount, std::uint64_t reserve_in, std::uint64_t reserve_out,
                                std::uint32_t fee_bps) {
  const auto fee = static_cast<std::uint64_t>((static_cast<detail::Wide>(amount) * fee_bps + 9'999U) / 10'000U);
  const detail::Wide in = amount - fee;
  if (in == 0 || reserve_in == 0) return 0;
  return static_cast<std::uint64_t>(in * reserve_out / (reserve_in + in));
}

/// What of one side `shares` cost, rounded up; supply > 0.
inline std::optional<std::uint64_t> cost_of_shares(std::uint64_t shares, std::uint64_t supply, std::uint64_t reserve) {
  return detail::fitting((static_cast<detail::Wide>(shares) * reserve + supply - 1) / supply);
}

/// What of one side `shares` are worth, rounded down; supply > 0.
inline std::optional<std::uint64_t> worth_of_shares(std::uint64_t shares, std::uint64_t supply, std::uint64_t reserve) {
  return detail::fitting(static_cast<detail::Wide>(shares) * reserve / supply);
}

}  // namespace zestron::agent
