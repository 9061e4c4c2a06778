// Passes over a program's assembly, for what LLVM's back end doesn't know of sBPF or doesn't do for BPF: it is the kernel's
// machine that it compiles for. They stand before the assembler, so that lines and symbols stay true.
#pragma once

#include "pipeline/assembly.hpp"

namespace grapnel::tool {

// A constant is stored by one instruction, without a register: LLVM has it for a later BPF only. A constant or copy that nothing
// reads any more goes.
void store_constants(Assembly& assembly);

// The address of a datum is a constant of 32 bits, as in sBPF V3 data begin at 0: one slot instead of two. What is added to it
// is added by the linker.
void shorten_addresses(Assembly& assembly);

}  // namespace grapnel::tool
