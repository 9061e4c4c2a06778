// The kind volatility: how much a number moves per tick, over a window or exponentially weighted. Ready after its period.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kVolatility;

}  // namespace zestron::agent
