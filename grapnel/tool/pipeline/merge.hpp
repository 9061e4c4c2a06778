// A pass over a program's assembly: where code goes on alike from two places to its end, one of them jumps to the other. sBPF V3
// allows a jump to any instruction of the program, so two functions may end in the same lines; who called is in the VM's own stack.
#pragma once

#include <set>
#include <string>

#include "pipeline/assembly.hpp"

namespace grapnel::tool {

// `functions` are laid out for bytes: such a jump costs them a unit at most. The others lose only what they branch to, where the
// branch now leads on at no cost. All functions move into one section, as the assembler resolves no jump between two.
void merge_tails(Assembly& assembly, const std::set<std::string, std::less<>>& functions);

}  // namespace grapnel::tool
