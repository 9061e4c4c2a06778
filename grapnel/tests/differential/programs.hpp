// The programs that are held to be the same natively and as sBPF: those that say grapnel_program_differential(NAME) beside
// grapnel_program(), from which a source with one call of add() is made.
#pragma once

#include <span>
#include <string_view>

#include "campaign.hpp"

namespace grapnel::differential {

struct Entry {
  std::string_view name;
  Report (*run)(const Options& options);
};

// Before main, by the initializer of a variable; returns true.
bool add(const Entry& entry);
std::span<const Entry> programs();

}  // namespace grapnel::differential
