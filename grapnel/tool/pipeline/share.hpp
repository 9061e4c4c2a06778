// One more pass over a program's assembly, for functions that are laid out for bytes: a sequence of instructions that stands more
// than once becomes a function. LLVM's own outliner of machine code isn't there for BPF.
#pragma once

#include <set>
#include <string>

#include "pipeline/assembly.hpp"

namespace grapnel::tool {

// In functions of those names; each place costs two units more. A sequence ends before a branch, and writes none of r6 to r9 that is
// read behind it, since the VM restores them when a function returns.
// `frame`: how far behind a function's frame lies that of whom it calls, so that a sequence may touch its caller's; 0 if that isn't
// known, then none does.
void share_sequences(Assembly& assembly, const std::set<std::string, std::less<>>& functions, int frame);

}  // namespace grapnel::tool
