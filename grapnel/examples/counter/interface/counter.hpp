// The counter's account, event and errors: what program and clients share.
#pragma once

#include <grapnel/grapnel.hpp>

namespace counter {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "x5J849LrCKKrANJsKNB9foGU1DHDWcYq7kKkp5HhRUx"_pubkey;

struct Counter {
  Pubkey authority;
  u64 count;
};

struct Destroyed {
  Pubkey authority;
  u64 last_count;
};

enum class CounterError : u32 { Overflow = 6000, StepIsZero };

constexpr Text message(CounterError error) {
  switch (error) {
    case CounterError::Overflow: return "The counter would overflow";
    case CounterError::StepIsZero: return "A step must not be zero";
  }
  return {};
}

}  // namespace counter
