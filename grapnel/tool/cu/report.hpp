// A profile in the forms that `grapnel cu` writes: tables for people, folded stacks for other tools, a flame graph.
#pragma once

#include <string>

#include "cu/profile.hpp"

namespace grapnel::tool {

// Units by function (its own, and with all it calls) and, where lines are known, by source line.
std::string make_tables(const Profile& profile);

// A line a stack, "outermost;…;innermost units": what flame graph tools read.
std::string make_folded(const Profile& profile);

// One self-contained SVG file: a box as wide as its units, callees on top of callers; pointing at it tells its figures.
std::string make_flame_graph(const Profile& profile, const std::string& title);

}  // namespace grapnel::tool
