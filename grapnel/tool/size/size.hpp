// Where a program's bytes go and what they cost.
#pragma once

#include <cstdint>
#include <string>

#include "link/link.hpp"
#include "result.hpp"

namespace grapnel::tool {

// The map that `grapnel link` leaves beside a program: JSON, one entry a symbol.
std::string make_map(const Program& program);

// The table that `grapnel size` prints. `map` may be empty: then only code and data are told apart.
Outcome<std::string> describe_size(ByteSpan elf, const std::string& map);

// What an account of that size must hold: (128 + size) · 3,480 lamports a byte and year · 2 years.
std::uint64_t rent_lamports(std::uint64_t size);

}  // namespace grapnel::tool
