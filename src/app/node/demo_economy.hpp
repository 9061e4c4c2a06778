// The demo's economy: who gets how much ZEST at genesis, and the parameters that the protocol begins with. docs/zest.md gives
// the reasons.
#pragma once

#include <cstdint>

namespace zestron::node {

inline constexpr std::uint8_t kZestDecimals = 9;
inline constexpr std::uint64_t kZest = 1'000'000'000;  ///< one, in its smallest unit

/// Of 1,000,000,000 ZEST; nobody mints any more afterwards.
inline constexpr std::uint64_t kTreasuryShare = 300'000'000 * kZest;  ///< governance's, spent by proposals
inline constexpr std::uint64_t kRewardsShare = 300'000'000 * kZest;   ///< governance's too, kept apart for rewards
inline constexpr std::uint64_t kDevelopersShare = 150'000'000 * kZest;
inline constexpr std::uint64_t kLiquidityShare = 100'000'000 * kZest;
inline constexpr std::uint64_t kCommunityShare = 150'000'000 * kZest;
inline constexpr std::uint64_t kZestSupply =
    kTreasuryShare + kRewardsShare + kDevelopersShare + kLiquidityShare + kCommunityShare;
static_assert(kZestSupply == 1'000'000'000 * kZest);

/// What the demo's pool begins with: a tenth of a US dollar for one ZEST.
inline constexpr std::uint8_t kUsdcDecimals = 6;
inline constexpr std::uint64_t kUsdc = 1'000'000;
inline constexpr std::uint64_t kPoolZest = 10'000'000 * kZest;
inline constexpr std::uint64_t kPoolUsdc = 1'000'000 * kUsdc;
/// Stand-in dollars of the demo's owner besides.
inline constexpr std::uint64_t kOwnerUsdc = 1'000'000 * kUsdc;

/// SOL that genesis gives the demo's owner and executor.
inline constexpr std::uint64_t kDemoLamports = 1'000'000'000'000;

inline constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60;

}  // namespace zestron::node
