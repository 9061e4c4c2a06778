// What a decision may look at: the newest tick, the slot it belongs to, and what policy has counted so far. A value: taking
// it twice gives the same decision twice.
#pragma once

#include "domain/tick.hpp"

namespace zestron::domain {

struct ContextView {
  Slot slot;       ///< the slot that the tick belongs to
  UnixMillis now;  ///< the slot's clock; the only notion of time a decision has
  Tick tick;
};

}  // namespace zestron::domain
