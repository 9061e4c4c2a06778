// What a Token-2022 mint keeps of a transfer now, and what must be sent so that an amount arrives.
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/sysvar.hpp>

namespace zestron {

// The fee of this epoch, or null: mints without the extension, and all of SPL Token. Valid while the mint's data is.
inline const grapnel::token_2022::TransferFee* transfer_fee(grapnel::AccountView mint) {
  const auto* config = grapnel::token_2022::extension<grapnel::token_2022::TransferFeeConfig>(mint);
  return config == nullptr ? nullptr : &config->at(grapnel::Clock::get().epoch);
}

// The least amount of which at least `net` arrives; invalid if none does. ⌈net · 10,000 / (10,000 − points)⌉, unless the
// fee's maximum is less: net + maximum.
inline grapnel::Checked<grapnel::u64> before_fee(const grapnel::token_2022::TransferFee& fee, grapnel::u64 net) {
  using grapnel::Checked, grapnel::u64;
  constexpr u64 kWhole = 10'000;
  const u64 points = fee.basis_points.get();
  if (points == 0 || net == 0) return net;
  const Checked<u64> capped = Checked<u64>{net} + fee.maximum.get();
  if (points >= kWhole) return capped;
  const u64 kept = kWhole - points;
  const Checked<u64> quotient = Checked<u64>{net / kept} * kWhole;
  const Checked<u64> gross = quotient + (net % kept * kWhole + kept - 1) / kept;
  return gross && (!capped || gross.value() < capped.value()) ? gross : capped;
}

}  // namespace zestron
