// The bench programs' ELF files inside the binary, so that `zestron bench programs` needs nothing beside it.
#pragma once

#include <grapnel/integers.hpp>

#include <span>

namespace bench::embedded {

using Elf = std::span<const grapnel::u8>;

Elf entry();
Elf hello();
Elf counter();
Elf position();
Elf nested();
Elf vault();

}  // namespace bench::embedded
