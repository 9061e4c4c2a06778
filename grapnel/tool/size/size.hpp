// Where a program's bytes go and what they cost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "link/link.hpp"
#include "result.hpp"

namespace grapnel::tool {

// The map that `grapnel link` leaves beside a program: JSON, one entry a symbol. `objects`: what it was linked from and is
// still there, relative to the map's folder.
std::string make_map(const Program& program, const std::vector<std::string>& objects = {});
std::vector<std::string> objects_of_map(const std::string& map);

struct SymbolSize {
  std::string name;  // as the map has it, until name_for_people()
  bool is_code;
  std::uint64_t bytes;
};

struct ProgramSize {
  std::uint64_t bytes = 0;
  std::uint64_t version = 0;        // of sBPF
  std::uint64_t rent_lamports = 0;  // of both accounts that the loader keeps
  // Of the map; without one there are no symbols, and the rest stands under `other`.
  std::uint64_t code = 0;
  std::uint64_t data = 0;
  std::uint64_t other = 0;          // ELF headers, and what lies between the symbols
  std::vector<SymbolSize> symbols;  // largest first
};

// `map` may be empty.
Outcome<ProgramSize> measure(ByteSpan elf, const std::string& map);

// Demangles the names (pipeline/cxxfilt.hpp).
void name_for_people(ProgramSize& size, std::string_view llvm_suffix);

std::string size_as_text(const ProgramSize& size);
std::string size_as_json(const ProgramSize& size);

// A demangled name for people: template arguments that are longer than a word or two become "…", but that a first one which is a function
// keeps its name.
std::string short_name(std::string_view name);

// What an account of that size must hold: (128 + size) · 3,480 lamports a byte and year · 2 years.
std::uint64_t rent_lamports(std::uint64_t size);

}  // namespace grapnel::tool
