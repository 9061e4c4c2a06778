// ELF64 structures as they lie in a file (System V gABI), with the numbers that BPF and sBPF use.
#pragma once

#include <cstdint>

namespace grapnel::tool::elf {

inline constexpr std::uint8_t kMagic[4] = {0x7f, 'E', 'L', 'F'};
inline constexpr std::uint16_t kMachineBpf = 247;
inline constexpr std::uint16_t kTypeRelocatable = 1;
inline constexpr std::uint16_t kTypeShared = 3;

inline constexpr std::uint32_t kSectionNull = 0;
inline constexpr std::uint32_t kSectionProgbits = 1;
inline constexpr std::uint32_t kSectionSymbols = 2;
inline constexpr std::uint32_t kSectionStrings = 3;
inline constexpr std::uint32_t kSectionRela = 4;
inline constexpr std::uint32_t kSectionDynamic = 6;
inline constexpr std::uint32_t kSectionNoBits = 8;
inline constexpr std::uint32_t kSectionRel = 9;
inline constexpr std::uint32_t kSectionDynamicSymbols = 11;
inline constexpr std::uint16_t kReservedSections = 0xff00;

inline constexpr std::uint32_t kSegmentLoad = 1;
inline constexpr std::uint32_t kSegmentDynamic = 2;
inline constexpr std::uint32_t kExecutable = 1;
inline constexpr std::uint32_t kWritable = 2;
inline constexpr std::uint32_t kReadable = 4;

struct Header {
  std::uint8_t ident[16];
  std::uint16_t type;
  std::uint16_t machine;
  std::uint32_t version;
  std::uint64_t entry;
  std::uint64_t segment_offset;
  std::uint64_t section_offset;
  std::uint32_t flags;
  std::uint16_t header_size;
  std::uint16_t segment_entry_size;
  std::uint16_t segment_count;
  std::uint16_t section_entry_size;
  std::uint16_t section_count;
  std::uint16_t section_names;
};
static_assert(sizeof(Header) == 64);

struct Segment {
  std::uint32_t type;
  std::uint32_t flags;
  std::uint64_t offset;
  std::uint64_t address;
  std::uint64_t physical_address;
  std::uint64_t file_size;
  std::uint64_t memory_size;
  std::uint64_t alignment;
};
static_assert(sizeof(Segment) == 56);

struct SectionHeader {
  std::uint32_t name;
  std::uint32_t type;
  std::uint64_t flags;
  std::uint64_t address;
  std::uint64_t offset;
  std::uint64_t size;
  std::uint32_t link;
  std::uint32_t info;
  std::uint64_t alignment;
  std::uint64_t entry_size;
};
static_assert(sizeof(SectionHeader) == 64);

struct Symbol {
  std::uint32_t name;
  std::uint8_t info;
  std::uint8_t other;
  std::uint16_t section;
  std::uint64_t value;
  std::uint64_t size;
};
static_assert(sizeof(Symbol) == 24);

struct Relocation {
  std::uint64_t offset;
  std::uint64_t info;
};
static_assert(sizeof(Relocation) == 16);

struct Dynamic {
  std::uint64_t tag;
  std::uint64_t value;
};

}  // namespace grapnel::tool::elf
