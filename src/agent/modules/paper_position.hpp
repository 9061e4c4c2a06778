// The kind paper_position: follows a signal with at most one long position. On paper: no token moves, fills are assumed.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kPaperPosition;

}  // namespace zestron::agent
