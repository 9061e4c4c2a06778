// A program that runs errands to the other programs with an interface header, one step each.
#pragma once

#include <grapnel/grapnel.hpp>

namespace errands {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3xvi7NRJs55kqyugXHM2zrbxwTjqGZxoSF8ziovHj552"_pubkey;

}  // namespace errands
