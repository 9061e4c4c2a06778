#include "elf/object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "elf/format.hpp"

namespace grapnel::tool {
namespace {

class Reader {
 public:
  explicit Reader(Object& object) : object_(object), file_(object.file) {}

  Outcome<void> read() {
    if (auto r = read_header(); !r) return r;
    if (auto r = read_sections(); !r) return r;
    if (auto r = read_symbols(); !r) return r;
    return read_relocations();
  }

 private:
  std::unexpected<std::string> bad(std::string_view what) const {
    return failure(fmt::format("{}: not a BPF object that can be linked: {}", object_.path, what));
  }

  Outcome<void> read_header() {
    const auto header = read_at<elf::Header>(file_, 0);
    if (!header || std::memcmp(header->ident, elf::kMagic, sizeof elf::kMagic) != 0) return bad("no ELF header");
    if (header->ident[4] != 2 || header->ident[5] != 1) return bad("not a 64-bit little-endian ELF");
    if (header->machine != elf::kMachineBpf) return bad("the machine isn't BPF; compile with -target bpf");
    if (header->type != elf::kTypeRelocatable) return bad("it is linked already");
    if (header->section_entry_size != sizeof(elf::SectionHeader)) return bad("section headers of a strange size");
    for (std::uint64_t i = 0; i < header->section_count; ++i) {
      const auto entry = read_at<elf::SectionHeader>(file_, header->section_offset + i * sizeof(elf::SectionHeader));
      if (header->section_offset > file_.size() || !entry) return bad("section headers end behind the file");
      headers_.push_back(*entry);
    }
    if (headers_.empty() || header->section_names >= headers_.size()) return bad("no section names");
    names_ = header->section_names;
    return {};
  }

  // The bytes of a section; nothing if they leave the file.
  std::optional<ByteSpan> bytes_of(std::size_t index) const {
    const elf::SectionHeader& header = headers_[index];
    if (header.type == elf::kSectionNoBits || header.type == elf::kSectionNull) return ByteSpan{};
    return slice(file_, header.offset, header.size);
  }

  std::optional<std::string> text_at(std::size_t table, std::uint64_t offset) const {
    const auto bytes = bytes_of(table);
    if (!bytes || offset >= bytes->size()) return std::nullopt;
    const auto rest = bytes->subspan(offset);
    const auto end = std::ranges::find(rest, 0);
    if (end == rest.end()) return std::nullopt;
    return std::string(rest.begin(), end);
  }

  Outcome<void> read_sections() {
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      const elf::SectionHeader& header = headers_[i];
      const auto name = text_at(names_, header.name);
      const auto bytes = bytes_of(i);
      if (!name || !bytes) return bad(fmt::format("section {} leaves the file", i));
      Section section;
      section.name = *name;
      section.type = header.type;
      section.flags = header.flags;
      section.alignment = std::max<std::uint64_t>(header.alignment, 1);
      section.entry_size = header.entry_size;
      section.size = header.size;
      section.bytes = *bytes;
      if (!std::has_single_bit(section.alignment) || section.alignment > 4096)
        return bad("alignment of " + section.name);
      object_.sections.push_back(std::move(section));
    }
    return {};
  }

  Outcome<void> read_symbols() {
    const auto table = std::ranges::find(headers_, elf::kSectionSymbols, &elf::SectionHeader::type);
    if (table == headers_.end()) return bad("no symbols");
    symbol_table_ = static_cast<std::size_t>(table - headers_.begin());
    const auto bytes = *bytes_of(symbol_table_);
    if (table->link >= headers_.size()) return bad("symbols without names");
    for (std::uint64_t offset = 0; offset + sizeof(elf::Symbol) <= bytes.size(); offset += sizeof(elf::Symbol)) {
      const auto raw = *read_at<elf::Symbol>(bytes, offset);
      const auto name = text_at(table->link, raw.name);
      if (!name) return bad("a symbol's name leaves its table");
      Symbol symbol{*name,
                    kUndefined,
                    raw.value,
                    raw.size,
                    static_cast<std::uint8_t>(raw.info >> 4),
                    static_cast<std::uint8_t>(raw.info & 15)};
      if (raw.section != 0 && raw.section < elf::kReservedSections) {
        if (raw.section >= object_.sections.size()) return bad("a symbol in no section: " + symbol.name);
        symbol.section = raw.section;
        if (symbol.value > object_.sections[symbol.section].size)
          return bad("a symbol outside its section: " + symbol.name);
      }
      object_.symbols.push_back(std::move(symbol));
    }
    return {};
  }

  static std::uint64_t width(RelocationKind kind) {
    switch (kind) {
      case RelocationKind::Address64InInstruction: return 16;
      case RelocationKind::Address64:
      case RelocationKind::Call: return 8;
      default: return 4;
    }
  }

  Outcome<void> read_relocations() {
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      const elf::SectionHeader& header = headers_[i];
      if (header.type == elf::kSectionRela) return bad("relocations with addends, which clang doesn't write for BPF");
      if (header.type != elf::kSectionRel) continue;
      if (header.info >= object_.sections.size() || header.link != symbol_table_)
        return bad("relocations of no section");
      Section& target = object_.sections[header.info];
      const auto bytes = *bytes_of(i);
      for (std::uint64_t offset = 0; offset + sizeof(elf::Relocation) <= bytes.size();
           offset += sizeof(elf::Relocation)) {
        const auto raw = *read_at<elf::Relocation>(bytes, offset);
        const Relocation relocation{raw.offset, static_cast<RelocationKind>(raw.info & 0xffffffff),
                                    static_cast<std::uint32_t>(raw.info >> 32)};
        if (relocation.symbol >= object_.symbols.size()) return bad("a relocation to no symbol in " + target.name);
        if (!slice(target.bytes, relocation.offset, width(relocation.kind)))
          return bad("a relocation outside of " + target.name);
        target.relocations.push_back(relocation);
      }
      std::ranges::sort(target.relocations, {}, [](const Relocation& r) { return std::pair(r.offset, r.symbol); });
    }
    return {};
  }

  Object& object_;
  ByteSpan file_;
  std::vector<elf::SectionHeader> headers_;
  std::size_t names_ = 0;
  std::size_t symbol_table_ = 0;
};

}  // namespace

Outcome<Object> read_object(std::string path, Bytes file) {
  Object object{std::move(path), std::move(file), {}, {}};
  if (auto r = Reader(object).read(); !r) return std::unexpected(std::move(r.error()));
  return object;
}

}  // namespace grapnel::tool
