// A program that has every constraint which the examples don't use, so that each meets the real runtime.
#pragma once

#include <grapnel/grapnel.hpp>

namespace gauntlet {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP"_pubkey;

struct Vault {
  Pubkey authority;
  u64 amount;
};

enum class GauntletError : u32 { TooMuch = 6000 };

constexpr Text message(GauntletError) { return "The vault holds less"; }

}  // namespace gauntlet
