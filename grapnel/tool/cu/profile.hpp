// Where the compute units of a trace went: each stack of functions with the units spent in its innermost one.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "cu/program.hpp"
#include "cu/trace.hpp"

namespace grapnel::tool {

struct Profile {
  // Outermost first: the program, its functions, the syscall, the program that it called, …
  std::map<std::vector<std::string>, std::uint64_t> stacks;
  std::map<std::string, std::uint64_t> lines;  // "file.hpp:12", where lines are known
  std::uint64_t units = 0;                     // the sum over all stacks
};

// Programs of the trace that are not among `programs` appear as a whole, by their address.
Profile make_profile(const Trace& trace, std::span<const TracedProgram> programs);

// The positions of this program that the trace ran through, each once, ascending.
std::vector<std::uint64_t> positions_of(const Trace& trace, const TracedProgram& program);

}  // namespace grapnel::tool
