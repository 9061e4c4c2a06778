// The linker: BPF objects to one sBPF program. Collects what the entrypoint reaches, lays it out, resolves every
// relocation, and writes the ELF file that the Solana loader accepts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "elf/bytes.hpp"
#include "elf/object.hpp"
#include "result.hpp"

namespace grapnel::tool {

enum class Arch { V0, V3 };

struct PlacedSymbol {
  std::string name;  // as the object has it
  bool is_code;
  std::uint64_t address;
  std::uint64_t size;
};

struct Program {
  Bytes elf;
  std::uint64_t text_size = 0;
  std::uint64_t data_size = 0;
  std::vector<PlacedSymbol> symbols;  // every function and datum that was kept, by address
  std::vector<std::string> syscalls;  // by name
};

// All that is wrong is reported at once, a line each, with the source line where the objects carry .debug_line.
Outcome<Program> link(const std::vector<Object>& objects, Arch arch);

}  // namespace grapnel::tool
