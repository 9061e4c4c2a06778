// The kind cross: a signal from two numbers that cross. Flat until a crossing upward was seen.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kCross;

}  // namespace zestron::agent
