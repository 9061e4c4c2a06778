// Puts together what a decision may look at, from what the node has: the slot, its clock and a tick. The one place where a
// ContextView is made.
#pragma once

#include "base/result.hpp"
#include "domain/context_view.hpp"

#include <cstdint>

namespace zestron::context {

enum class ContextError : std::uint16_t {
  kBadTick = 1,  ///< no tick of ours: its price is not above zero, or its exponent outside −18 … 0
};

/// `now` is the slot's clock in whole seconds; a tick of the same slot is dated in milliseconds, so the later of both is now.
Outcome<domain::ContextView, ContextError> assemble(Slot slot, UnixSeconds clock, const domain::Tick& tick);

/// price × 10^exponent as the nearest double to the quotient; for averages, never for money. The tick has passed assemble().
double to_double(const domain::Tick& tick);

}  // namespace zestron::context
