// Lamports: an amount of SOL in its smallest unit, distinct from other integers.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel {

class Lamports {
 public:
  constexpr Lamports() = default;
  constexpr explicit Lamports(u64 amount) : amount_(amount) {}

  constexpr u64 value() const { return amount_; }

  friend constexpr bool operator==(Lamports a, Lamports b) { return a.amount_ == b.amount_; }
  friend constexpr bool operator<(Lamports a, Lamports b) { return a.amount_ < b.amount_; }
  friend constexpr bool operator>(Lamports a, Lamports b) { return b < a; }
  friend constexpr bool operator<=(Lamports a, Lamports b) { return !(b < a); }
  friend constexpr bool operator>=(Lamports a, Lamports b) { return !(a < b); }

 private:
  u64 amount_ = 0;
};

}  // namespace grapnel
