// A program of twins: each of twenty known bugs as a developer would write it, beside what grapnel has him write.
#pragma once

#include <grapnel/grapnel.hpp>

namespace bugs {
using namespace grapnel;

inline constexpr Pubkey kProgramId{{13, 0, 0, 77}};
inline constexpr Pubkey kAccompliceId{{14, 0, 0, 77}};

enum class BugError : u32 { NotEnough = 6000, TooEarly, NotOurs, NotPaid, NotYours };

constexpr Text message(BugError error) {
  switch (error) {
    case BugError::NotEnough: return "There is not enough";
    case BugError::TooEarly: return "It is too early";
    case BugError::NotOurs: return "The account is none of this program";
    case BugError::NotPaid: return "The instruction before is no payment";
    case BugError::NotYours: return "It belongs to somebody else";
  }
  return {};
}

// What an attacker is after in most kinds.
struct Purse {
  Pubkey owner;
  u64 coins;
};

struct Amount {
  u64 amount;
};

[[nodiscard]] inline Result<> earn(Purse& purse, u64 coins) {
  const Checked<u64> sum = Checked{purse.coins} + coins;
  if (!sum) return fail(BugError::NotEnough);
  purse.coins = sum.value();
  return ok;
}

}  // namespace bugs
