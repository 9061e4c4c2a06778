// The kind price: the tick itself, exact for money and as a number for averages. The root of every graph.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kPrice;

}  // namespace zestron::agent
