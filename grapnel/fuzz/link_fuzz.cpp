// The object reader and the linker on arbitrary bytes: whatever is accepted links to an ELF whose segments lie inside
// the file, the same on every run, and is refused as input afterwards.
#include <cstdlib>

#include "elf/format.hpp"
#include "link/link.hpp"

using namespace grapnel::tool;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<Object> one(const Bytes& file) {
  std::vector<Object> objects;
  if (auto object = read_object("fuzz.o", file)) objects.push_back(std::move(*object));
  return objects;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, data + size);
  const auto objects = one(file);
  if (objects.empty()) return 0;
  for (const Section& section : objects[0].sections) {
    for (const Relocation& relocation : section.relocations)
      require(relocation.symbol < objects[0].symbols.size() && relocation.offset < section.bytes.size());
  }
  for (const Arch arch : {Arch::V3, Arch::V0}) {
    const auto program = link(objects, arch);
    if (!program) {
      require(!program.error().empty());
      continue;
    }
    const auto header = read_at<elf::Header>(program->elf, 0);
    require(header.has_value());
    for (std::uint64_t i = 0; i < header->segment_count; ++i) {
      const auto segment = read_at<elf::Segment>(program->elf, header->segment_offset + i * sizeof(elf::Segment));
      require(segment && slice(program->elf, segment->offset, segment->file_size));
    }
    require(!read_object("fuzz.so", program->elf));
    require(link(objects, arch)->elf == program->elf);
  }
  return 0;
}
