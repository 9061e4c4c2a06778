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

// An account and events that begin with bytes of their own.
struct Ticket {
  static constexpr Array<u8, 3> kDiscriminator{{7, 0, 9}};
  Array<u8, 8> seat;
  u8 used;
};

struct Counted {  // an event with Anchor's discriminator
  Pubkey who;
  u64 amount;
};
struct Torn {
  static constexpr Array<u8, 1> kDiscriminator{{200}};
  Array<u8, 8> seat;
  u8 used;
};

enum class GauntletError : u32 { TooMuch = 6000 };

constexpr Text message(GauntletError) { return "The vault holds less"; }

}  // namespace gauntlet
