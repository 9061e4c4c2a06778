// The runtime's functions by name, and the hash by which sBPF calls them.
#pragma once

#include <cstdint>
#include <string_view>

namespace grapnel::tool {

// murmur3 (32 bits, seed 0) of the name.
std::uint32_t syscall_hash(std::string_view name);

// Whether mainnet's runtime has it. A V3 program isn't checked when it is deployed: a call of an unknown name would only
// fail when it runs, so the linker refuses it.
bool is_syscall(std::string_view name);

// The known name that looks most like it, for the error message; empty if none does.
std::string_view nearest_syscall(std::string_view name);

}  // namespace grapnel::tool
