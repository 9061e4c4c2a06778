// Split: how every payment and reward is shared, 70 % to the developer and the rest to the treasury (the concept's
// distribute_rewards). Nothing is lost to rounding: the treasury's part is what remains.
#pragma once

#include <grapnel/grapnel.hpp>

namespace zestron {

struct Split {
  grapnel::u64 developer;
  grapnel::u64 treasury;

  friend constexpr bool operator==(const Split&, const Split&) = default;
};

inline constexpr grapnel::u64 kDeveloperPercent = 70;

// developer = ⌊total · 70 / 100⌋, treasury = total − developer, for every total of 64 bits. The hundreds and what is
// left of them apart, so that nothing overflows and no 128-bit division is paid for.
constexpr Split split(grapnel::u64 total) {
  const grapnel::u64 developer = total / 100 * kDeveloperPercent + total % 100 * kDeveloperPercent / 100;
  return {developer, total - developer};
}

}  // namespace zestron
