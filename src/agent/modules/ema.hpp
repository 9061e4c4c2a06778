// The kind ema: exponential moving average of a number. Ready after its period.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kEma;

}  // namespace zestron::agent
