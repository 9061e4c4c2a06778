// sBPF V0, for clusters on which V3 is not active: a shared object whose loader relocates. Addresses are file offsets +
// 1 << 32, which the loader adds. Format: anza-xyz/sbpf src/elf.rs, load_with_lenient_parser and relocate.
#include <algorithm>
#include <array>
#include <map>

#include "elf/format.hpp"
#include "link/image.hpp"
#include "link/syscalls.hpp"

namespace grapnel::tool {
namespace {

constexpr std::uint64_t kRelative = 8;     // R_BPF_64_RELATIVE
constexpr std::uint64_t kSymbolCall = 10;  // R_BPF_64_32

// callx: LLVM gives the register in dst, V0 reads its number from the immediate.
void move_call_registers(Bytes& text) {
  for (std::uint64_t at = 0; at + 8 <= text.size(); at += 8) {
    if (text[at] == 0x18) {
      at += 8;  // a lddw takes two slots
    } else if (text[at] == 0x8d) {
      write_at<std::uint32_t>(text, at + 4, text[at + 1] & 15u);
      text[at + 1] = 0;
    }
  }
}

struct Tables {
  Bytes symbols;
  Bytes names;
  Bytes relocations;
};

// Fills in what can be known and lists the rest for the loader.
Tables resolve(Image& image, std::uint64_t text_offset, std::uint64_t data_offset) {
  const auto file_offset = [&](Place place) {
    return (place.region == Region::Text ? text_offset : data_offset) + place.offset;
  };
  std::vector<elf::Relocation> relocations;
  for (const AddressFixup& fixup : image.addresses) {
    const std::uint64_t address = file_offset(fixup.target);
    if (fixup.at.region == Region::Data) {
      write_at<std::uint32_t>(image.data, fixup.at.offset, 0);
      write_at(image.data, fixup.at.offset + 4, static_cast<std::uint32_t>(address));  // where the loader looks
    } else {
      write_at(image.text, fixup.at.offset + 4, static_cast<std::uint32_t>(address));
      write_at<std::uint32_t>(image.text, fixup.at.offset + 12, 0);
    }
    relocations.push_back({file_offset(fixup.at), kRelative});
  }
  for (const CallFixup& fixup : image.calls) {
    const auto distance = static_cast<std::int64_t>(fixup.target - fixup.at) / 8 - 1;
    write_at<std::uint8_t>(image.text, fixup.at + 1, 0x10);
    write_at(image.text, fixup.at + 4, static_cast<std::int32_t>(distance));
  }

  Tables tables;
  tables.names.push_back(0);
  append(tables.symbols, elf::Symbol{});
  std::map<std::string, std::uint64_t> index;
  for (const SyscallFixup& fixup : image.syscalls) {
    const auto [known, added] = index.try_emplace(fixup.name, index.size() + 1);
    if (added) {
      append(tables.symbols, elf::Symbol{static_cast<std::uint32_t>(tables.names.size()), 0x10, 0, 0, 0, 0});
      append(tables.names, std::string_view(fixup.name));
      tables.names.push_back(0);
    }
    write_at<std::uint8_t>(image.text, fixup.at + 1, 0x10);
    write_at<std::int32_t>(image.text, fixup.at + 4, -1);
    relocations.push_back({text_offset + fixup.at, known->second << 32 | kSymbolCall});
  }
  std::ranges::sort(relocations, {}, &elf::Relocation::offset);
  for (const elf::Relocation& relocation : relocations) append(tables.relocations, relocation);
  pad_to(tables.names, 8);
  return tables;
}

enum SectionIndex : std::uint32_t {
  kNull,
  kText,
  kData,
  kDynamic,
  kSymbols,
  kNames,
  kRelocations,
  kSectionNames,
  kSectionCount
};

}  // namespace

Bytes write_v0(Image image) {
  constexpr std::uint64_t kSegments = 3;
  constexpr std::uint64_t kDynamicSize = 7 * sizeof(elf::Dynamic);
  move_call_registers(image.text);
  const std::uint64_t text = sizeof(elf::Header) + kSegments * sizeof(elf::Segment);
  const std::uint64_t data = text + image.text.size();
  const Tables tables = resolve(image, text, data);
  const std::uint64_t dynamic = data + image.data.size();
  const std::uint64_t symbols = dynamic + kDynamicSize;
  const std::uint64_t names = symbols + tables.symbols.size();
  const std::uint64_t relocations = names + tables.names.size();
  const std::uint64_t end = relocations + tables.relocations.size();

  elf::Header header{};
  std::memcpy(header.ident, elf::kMagic, sizeof elf::kMagic);
  header.ident[4] = 2;
  header.ident[5] = 1;
  header.ident[6] = 1;
  header.type = elf::kTypeShared;
  header.machine = elf::kMachineBpf;
  header.version = 1;
  header.entry = text + image.entry;
  header.segment_offset = sizeof(elf::Header);
  header.header_size = sizeof(elf::Header);
  header.segment_entry_size = sizeof(elf::Segment);
  header.segment_count = kSegments;
  header.section_entry_size = sizeof(elf::SectionHeader);
  header.section_count = kSectionCount;
  header.section_names = kSectionNames;

  // The loader reads the names ".text", ".rodata" and ".dynstr"; the others are for people.
  constexpr std::array<std::string_view, kSectionCount> kSectionTexts = {"",        ".text",   ".rodata",  ".dynamic",
                                                                         ".dynsym", ".dynstr", ".rel.dyn", ".shstrtab"};
  Bytes section_names;
  std::array<std::uint32_t, kSectionCount> name_at{};
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    name_at[i] = static_cast<std::uint32_t>(section_names.size());
    append(section_names, kSectionTexts[i]);
    section_names.push_back(0);
  }
  pad_to(section_names, 8);

  Bytes out;
  append(out, header);
  const std::uint64_t tables_size = end - dynamic;
  append(out, elf::Segment{elf::kSegmentLoad, elf::kReadable | elf::kExecutable, text, text, text, dynamic - text,
                           dynamic - text, 8});
  append(out, elf::Segment{elf::kSegmentLoad, elf::kReadable, dynamic, dynamic, dynamic, tables_size, tables_size, 8});
  append(out,
         elf::Segment{elf::kSegmentDynamic, elf::kReadable, dynamic, dynamic, dynamic, kDynamicSize, kDynamicSize, 8});
  append(out, image.text);
  append(out, image.data);
  constexpr std::uint64_t kDtStrtab = 5, kDtSymtab = 6, kDtStrsz = 10, kDtRel = 17, kDtRelsz = 18, kDtRelent = 19;
  append(out, elf::Dynamic{kDtRel, relocations});
  append(out, elf::Dynamic{kDtRelsz, tables.relocations.size()});
  append(out, elf::Dynamic{kDtRelent, sizeof(elf::Relocation)});
  append(out, elf::Dynamic{kDtSymtab, symbols});
  append(out, elf::Dynamic{kDtStrtab, names});
  append(out, elf::Dynamic{kDtStrsz, tables.names.size()});
  append(out, elf::Dynamic{0, 0});
  append(out, tables.symbols);
  append(out, tables.names);
  append(out, tables.relocations);
  append(out, section_names);

  header.section_offset = out.size();
  constexpr std::uint64_t kAlloc = 2, kCode = 4;
  const auto section = [&](SectionIndex index, std::uint32_t type, std::uint64_t flags, std::uint64_t offset,
                           std::uint64_t size, std::uint32_t link, std::uint64_t entry_size) {
    append(out, elf::SectionHeader{name_at[index], type, flags, (flags & kAlloc) != 0 ? offset : 0, offset, size, link,
                                   index == kSymbols ? 1u : 0u, 8, entry_size});
  };
  append(out, elf::SectionHeader{});
  section(kText, elf::kSectionProgbits, kAlloc | kCode, text, image.text.size(), 0, 0);
  section(kData, elf::kSectionProgbits, kAlloc, data, image.data.size(), 0, 0);
  section(kDynamic, elf::kSectionDynamic, kAlloc, dynamic, kDynamicSize, kNames, sizeof(elf::Dynamic));
  section(kSymbols, elf::kSectionDynamicSymbols, kAlloc, symbols, tables.symbols.size(), kNames, sizeof(elf::Symbol));
  section(kNames, elf::kSectionStrings, kAlloc, names, tables.names.size(), 0, 0);
  section(kRelocations, elf::kSectionRel, kAlloc, relocations, tables.relocations.size(), kSymbols,
          sizeof(elf::Relocation));
  section(kSectionNames, elf::kSectionStrings, 0, end, section_names.size(), 0, 0);
  write_at(out, 0, header);
  return out;
}

}  // namespace grapnel::tool
