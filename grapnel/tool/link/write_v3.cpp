// sBPF V3 (SIMD-0178, SIMD-0189): two segments right behind the ELF header, read-only data at 0, code at 1 << 32;
// nothing is left for the loader to relocate. Format: anza-xyz/sbpf src/elf.rs, load_with_strict_parser.
#include "elf/format.hpp"
#include "link/image.hpp"
#include "link/syscalls.hpp"

namespace grapnel::tool {
namespace {

constexpr std::uint64_t kTextAddress = std::uint64_t{1} << 32;

std::uint64_t address_of(Place place) {
  return place.region == Region::Text ? kTextAddress + place.offset : place.offset;
}

void resolve(Image& image) {
  for (const AddressFixup& fixup : image.addresses) {
    const std::uint64_t address = address_of(fixup.target);
    if (fixup.at.region == Region::Data) {
      write_at(image.data, fixup.at.offset, address);
    } else {
      write_at(image.text, fixup.at.offset + 4, static_cast<std::uint32_t>(address));
      write_at(image.text, fixup.at.offset + 12, static_cast<std::uint32_t>(address >> 32));
    }
  }
  for (const ShortAddressFixup& fixup : image.short_addresses)
    write_at(image.text, fixup.at, static_cast<std::uint32_t>(fixup.target));
  for (const CallFixup& fixup : image.calls) {
    const auto distance = static_cast<std::int64_t>(fixup.target - fixup.at) / 8 - 1;
    write_at<std::uint8_t>(image.text, fixup.at + 1, 0x10);  // src 1: relative
    write_at(image.text, fixup.at + 4, static_cast<std::int32_t>(distance));
  }
  for (const SyscallFixup& fixup : image.syscalls) {
    write_at<std::uint8_t>(image.text, fixup.at + 1, 0);  // src 0: by hash
    write_at(image.text, fixup.at + 4, syscall_hash(fixup.name));
  }
}

}  // namespace

Bytes write_v3(Image image) {
  resolve(image);
  std::vector<elf::Segment> segments;
  const std::uint64_t count = image.data.empty() ? 1 : 2;
  std::uint64_t offset = sizeof(elf::Header) + count * sizeof(elf::Segment);
  if (!image.data.empty()) {
    segments.push_back({elf::kSegmentLoad, elf::kReadable, offset, 0, 0, image.data.size(), image.data.size(), 0});
    offset += image.data.size();
  }
  segments.push_back({elf::kSegmentLoad, elf::kExecutable, offset, kTextAddress, kTextAddress, image.text.size(),
                      image.text.size(), 0});

  elf::Header header{};
  std::memcpy(header.ident, elf::kMagic, sizeof elf::kMagic);
  header.ident[4] = 2;
  header.ident[5] = 1;
  header.ident[6] = 1;
  header.type = elf::kTypeShared;
  header.machine = elf::kMachineBpf;
  header.version = 1;
  header.entry = kTextAddress + image.entry;
  header.segment_offset = sizeof(elf::Header);
  header.flags = 3;  // the sBPF version
  header.header_size = sizeof(elf::Header);
  header.segment_entry_size = sizeof(elf::Segment);
  header.segment_count = static_cast<std::uint16_t>(count);
  header.section_entry_size = sizeof(elf::SectionHeader);

  Bytes out;
  append(out, header);
  for (const elf::Segment& segment : segments) append(out, segment);
  append(out, image.data);
  append(out, image.text);
  return out;
}

}  // namespace grapnel::tool
