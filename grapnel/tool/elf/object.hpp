// A relocatable ELF object of clang's BPF target, read into plain tables. The reader trusts nothing: every index it
// returns is inside its table and every range inside the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "elf/bytes.hpp"
#include "result.hpp"

namespace grapnel::tool {

enum class RelocationKind : std::uint32_t {
  Address64InInstruction = 1,  // R_BPF_64_64: a lddw
  Address64 = 2,               // R_BPF_64_ABS64: a pointer in data
  Address32 = 3,               // R_BPF_64_ABS32: debug information; in code see shorten_addresses()
  NoDyld32 = 4,                // R_BPF_64_NODYLD32: the same, of what lies in a section that loaders relocate
  Call = 10,                   // R_BPF_64_32
};

struct Relocation {
  std::uint64_t offset;  // in the section; the bytes it changes are inside
  RelocationKind kind;
  std::uint32_t symbol;
};

struct Section {
  std::string name;
  std::uint32_t type = 0;
  std::uint64_t flags = 0;
  std::uint64_t alignment = 1;  // a power of two, 4096 at most
  std::uint64_t entry_size = 0;
  std::uint64_t size = 0;
  ByteSpan bytes;                       // empty if the file holds none; else `size` bytes of the file
  std::vector<Relocation> relocations;  // by offset

  bool is_code() const { return (flags & 4) != 0; }
  bool is_writable() const { return (flags & 1) != 0; }
  bool is_mergeable() const { return (flags & 0x10) != 0; }
  bool has_strings() const { return (flags & 0x20) != 0; }
  bool has_no_bits() const { return bytes.size() != size; }  // zeros that the file doesn't hold
};

inline constexpr std::uint32_t kUndefined = 0;

struct Symbol {
  std::string name;
  std::uint32_t section = kUndefined;  // 0: undefined, or absolute
  std::uint64_t value = 0;             // offset in the section, at most its size
  std::uint64_t size = 0;
  std::uint8_t binding = 0;  // 0 local, 1 global, 2 weak
  std::uint8_t kind = 0;     // 1 object, 2 function, 3 section

  bool is_local() const { return binding == 0; }
  bool is_weak() const { return binding == 2; }
  bool is_section() const { return kind == 3; }
};

struct Object {
  std::string path;
  Bytes file;
  std::vector<Section> sections;  // [0] is ELF's empty one
  std::vector<Symbol> symbols;    // [0] is ELF's empty one
};

// `path` names the object in messages. Sections point into the file's bytes, which the object owns; moving it is fine.
Outcome<Object> read_object(std::string path, Bytes file);

}  // namespace grapnel::tool
