// How values of the IDL's types lie in memory and on the wire. A plain type's memory equals its bytes in an account, so that
// programs read it in place; any other type is for hosts only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace grapnel::tool::client {

// A type as a C++ member.
struct Laid {
  std::string text{};   // "Array<u64, 4>"
  std::string loose{};  // the same with alignment 1: "Array<Unaligned<u64>, 4>"; only if plain
  bool plain = false;
  std::uint64_t size = 0;
  std::uint64_t align = 1;       // of the C++ type, at most 8
  std::uint64_t rust_align = 1;  // of repr(C) on Solana's target, where a key has 1 and u128 8
};

// Of a name of spec 0.1.0.
Laid lay_primitive(const std::string& name);
Laid lay_coption(const Laid& content);
Laid lay_array(const Laid& element, std::uint64_t count);
// A plain type under a name of its own.
Laid lay_named(const std::string& name, std::uint64_t size, std::uint64_t align, std::uint64_t rust_align);

// Where the fields of a repr(C) struct stand, and its size with what follows the last.
struct Offsets {
  std::vector<std::uint64_t> fields{};
  std::uint64_t size = 0;
  std::uint64_t align = 1;
};
Offsets borsh_offsets(const std::vector<Laid>& fields);
Offsets c_offsets(const std::vector<Laid>& fields, bool packed, std::uint64_t aligned);

// Which spelling each field gets so that a C++ struct of them has no padding that isn't written out: `text` where it stands
// aligned, else `loose`. `align_max`: what the address of the struct is known to be a multiple of.
struct Spelling {
  std::vector<std::string> types{};
  std::uint64_t align = 1;
};
Spelling spell(const std::vector<Laid>& fields, const Offsets& offsets, std::uint64_t align_max);

}  // namespace grapnel::tool::client
