// What the two writers start from: code and read-only data, placed relative to their own start, with every reference
// still symbolic. Private to link/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "elf/bytes.hpp"

namespace grapnel::tool {

enum class Region { Text, Data };

struct Place {
  Region region;
  std::uint64_t offset;
};

// Where a 64-bit address must be written.
struct AddressFixup {
  Place at;  // in text: the lddw instruction; in data: the pointer
  Place target;
};

// The immediate of an instruction that takes the address of a datum.
struct ShortAddressFixup {
  std::uint64_t at;      // the immediate, in text
  std::uint64_t target;  // in data
};

struct CallFixup {
  std::uint64_t at;      // the call instruction, in text
  std::uint64_t target;  // in text
};

struct SyscallFixup {
  std::uint64_t at;
  std::string name;
};

struct Image {
  Bytes text;  // a multiple of 8
  Bytes data;  // a multiple of 8
  std::uint64_t entry = 0;
  std::vector<AddressFixup> addresses;
  std::vector<ShortAddressFixup> short_addresses;  // V3 only, whose data begin at 0
  std::vector<CallFixup> calls;
  std::vector<SyscallFixup> syscalls;
};

Bytes write_v3(Image image);
Bytes write_v0(Image image);

}  // namespace grapnel::tool
