#include "link/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "elf/line_table.hpp"
#include "elf/names.hpp"
#include "link/image.hpp"
#include "link/syscalls.hpp"

namespace grapnel::tool {
namespace {

// What is kept or dropped as one: a section, or a string or constant of a mergeable one.
struct Piece {
  std::size_t object;
  std::size_t section;
  std::uint64_t offset;  // in the section
  std::uint64_t size;
  std::uint64_t alignment;
  std::optional<Place> place;  // once laid out
};

// A definition that a reference leads to.
struct Target {
  std::size_t object;
  std::size_t section;
  std::uint64_t offset;
};

class Linker {
 public:
  explicit Linker(const std::vector<Object>& objects) : objects_(objects) {
    for (const Object& object : objects_) lines_.emplace_back(object);
  }

  Outcome<Program> run(Arch arch) {
    index_symbols();
    const auto entry = globals_.find("entrypoint");
    if (entry == globals_.end()) {
      errors_.push_back("no entrypoint: write GRAPNEL_ENTRYPOINT(YourModule) in one source file");
      return report();
    }
    cut_pieces();
    reach(target_of(entry->second));
    while (!work_.empty()) {
      const std::size_t piece = work_.front();
      work_.pop_front();
      follow(piece);
    }
    if (!errors_.empty()) return report();
    lay_out();
    fix_up();
    if (arch == Arch::V0 && !image_.short_addresses.empty())
      complain("an address of 32 bits, which the data of V0 don't have: link from bitcode");
    if (!errors_.empty()) return report();
    const Target start = target_of(entry->second);
    image_.entry = place_of(start).offset;

    Program program;
    program.text_size = image_.text.size();
    program.data_size = image_.data.size();
    program.symbols = placed_symbols();
    std::set<std::string> names;
    for (const SyscallFixup& fixup : image_.syscalls) names.insert(fixup.name);
    program.syscalls.assign(names.begin(), names.end());
    program.elf = arch == Arch::V3 ? write_v3(std::move(image_)) : write_v0(std::move(image_));
    return program;
  }

 private:
  struct SymbolId {
    std::size_t object;
    std::size_t symbol;
  };

  Outcome<Program> report() const {
    std::string text;
    for (const std::string& error : errors_) text += (text.empty() ? "" : "\n") + error;
    return failure(text);
  }

  // Errors repeat where inlining did; each is told once.
  void complain(const std::string& error) {
    if (std::ranges::find(errors_, error) == errors_.end()) errors_.push_back(error);
  }

  const Section& section_of(const Piece& piece) const { return objects_[piece.object].sections[piece.section]; }
  const Symbol& symbol_of(SymbolId id) const { return objects_[id.object].symbols[id.symbol]; }

  void index_symbols() {
    for (std::size_t o = 0; o < objects_.size(); ++o) {
      for (std::size_t s = 1; s < objects_[o].symbols.size(); ++s) {
        const Symbol& symbol = objects_[o].symbols[s];
        if (symbol.is_local() || symbol.section == kUndefined) continue;
        const auto [known, added] = globals_.try_emplace(symbol.name, SymbolId{o, s});
        if (added) continue;
        const bool known_weak = symbol_of(known->second).is_weak();
        if (known_weak && !symbol.is_weak()) {
          known->second = {o, s};
        } else if (!known_weak && !symbol.is_weak()) {
          complain(fmt::format("{} is defined twice, in {} and {}", demangle(symbol.name),
                               objects_[known->second.object].path, objects_[o].path));
        }
      }
    }
  }

  void cut_pieces() {
    for (std::size_t o = 0; o < objects_.size(); ++o) {
      pieces_of_.emplace_back(objects_[o].sections.size());
      for (std::size_t s = 1; s < objects_[o].sections.size(); ++s) cut_section(o, s);
    }
  }

  void cut_section(std::size_t o, std::size_t s) {
    const Section& section = objects_[o].sections[s];
    const auto add = [&](std::uint64_t offset, std::uint64_t size, std::uint64_t alignment) {
      pieces_of_[o][s].push_back(pieces_.size());
      pieces_.push_back({o, s, offset, size, alignment, std::nullopt});
    };
    const bool cut = section.is_mergeable() && !section.has_no_bits() && section.relocations.empty() &&
                     section.entry_size > 0 && section.bytes.size() % section.entry_size == 0;
    if (!cut) {
      add(0, section.size, section.alignment);
    } else if (!section.has_strings()) {
      for (std::uint64_t at = 0; at < section.size; at += section.entry_size)
        add(at, section.entry_size, section.alignment);
    } else {
      // Strings of wider characters end with a wide zero; only single bytes are cut.
      if (section.entry_size != 1) return add(0, section.size, section.alignment);
      for (std::uint64_t at = 0; at < section.size;) {
        const auto rest = section.bytes.subspan(at);
        const auto end = std::ranges::find(rest, 0);
        const std::uint64_t size =
            std::min<std::uint64_t>(static_cast<std::uint64_t>(end - rest.begin()) + 1, rest.size());
        add(at, size, section.alignment);
        at += size;
      }
    }
  }

  // Symbols at the very end of a section belong to its last piece.
  std::optional<std::size_t> piece_at(const Target& target) const {
    const auto& pieces = pieces_of_[target.object][target.section];
    const auto after =
        std::ranges::upper_bound(pieces, target.offset, {}, [&](std::size_t piece) { return pieces_[piece].offset; });
    if (after == pieces.begin()) return std::nullopt;
    return *(after - 1);
  }

  Target target_of(SymbolId id) const {
    const Symbol& symbol = symbol_of(id);
    return {id.object, symbol.section, symbol.value};
  }

  // The definition behind a symbol of that object, or nothing if there is none anywhere.
  std::optional<Target> resolve(std::size_t object, std::uint32_t index) const {
    const Symbol& symbol = objects_[object].symbols[index];
    if (symbol.is_local() && symbol.section != kUndefined) return target_of({object, index});
    const auto known = globals_.find(symbol.name);
    if (known == globals_.end()) return std::nullopt;
    return target_of(known->second);
  }

  // Implicit addends: the object's bytes hold them.
  std::uint64_t addend(const Section& section, const Relocation& relocation) const {
    const ByteSpan bytes = section.bytes;
    switch (relocation.kind) {
      case RelocationKind::Address64InInstruction:
        return *read_at<std::uint32_t>(bytes, relocation.offset + 4) |
               std::uint64_t{*read_at<std::uint32_t>(bytes, relocation.offset + 12)} << 32;
      case RelocationKind::Address64: return *read_at<std::uint64_t>(bytes, relocation.offset);
      case RelocationKind::Address32:
      case RelocationKind::NoDyld32: return *read_at<std::uint32_t>(bytes, relocation.offset);
      case RelocationKind::Call: {
        const auto slots = std::int64_t{*read_at<std::int32_t>(bytes, relocation.offset + 4)} + 1;
        return static_cast<std::uint64_t>(slots * 8);
      }
      default: return 0;
    }
  }

  std::optional<Target> target_of(const Piece& piece, const Relocation& relocation) const {
    auto target = resolve(piece.object, relocation.symbol);
    if (target) target->offset += addend(section_of(piece), relocation);
    return target;
  }

  std::span<const Relocation> relocations_of(const Piece& piece) const {
    const auto& all = section_of(piece).relocations;
    const auto first = std::ranges::lower_bound(all, piece.offset, {}, &Relocation::offset);
    const auto last = std::ranges::lower_bound(all, piece.offset + piece.size, {}, &Relocation::offset);
    return {first, last};
  }

  void reach(const Target& target) {
    const auto piece = piece_at(target);
    if (!piece || !reached_.insert(*piece).second) return;
    work_.push_back(*piece);
  }

  // The function or datum at that place, and its source line if known: "counter::increment (increment.cpp:9)".
  std::string where(const Piece& piece, std::uint64_t offset) const {
    const Object& object = objects_[piece.object];
    const Symbol* best = nullptr;
    for (const Symbol& symbol : object.symbols) {
      if (symbol.section != piece.section || symbol.is_section() || symbol.name.empty() || symbol.value > offset)
        continue;
      if (best == nullptr || symbol.value >= best->value) best = &symbol;
    }
    std::string text = best != nullptr ? demangle(best->name) : section_of(piece).name;
    if (const auto line = lines_[piece.object].find(piece.section, offset))
      text += fmt::format(" ({}:{})", line->file, line->line);
    return text;
  }

  void follow(std::size_t index) {
    const Piece& piece = pieces_[index];
    const Section& section = section_of(piece);
    // Constants with pointers in them lie in .data.rel.ro, which is marked writable for loaders that relocate.
    if (section.has_no_bits() || (section.is_writable() && !section.name.starts_with(".data.rel.ro"))) {
      complain(
          fmt::format("writable global: {}: a program keeps nothing between calls and has no memory for it; put the "
                      "state into an account, or make it const",
                      where(piece, piece.offset)));
      return;
    }
    for (const Relocation& relocation : relocations_of(piece)) {
      const std::string& name = objects_[piece.object].symbols[relocation.symbol].name;
      const auto target = target_of(piece, relocation);
      if (target) {
        reach(*target);
      } else if (relocation.kind != RelocationKind::Call) {
        complain(
            fmt::format("undefined: {}, its address is taken in {}", demangle(name), where(piece, relocation.offset)));
      } else if (!is_syscall(name)) {
        complain(unknown_call(name, where(piece, relocation.offset)));
      }
    }
  }

  static std::string unknown_call(const std::string& name, const std::string& caller) {
    if (name == "memcpy" || name == "memset" || name == "memmove" || name == "memcmp") {
      return fmt::format("{} with a size that isn't constant, in {}: call sol_{}_ instead", name, caller, name);
    }
    if (name.starts_with("__") && (name.ends_with("ti3") || name.ends_with("di3") || name.ends_with("df3"))) {
      return fmt::format("{}: sBPF has no such arithmetic (128 bits, floating point), in {}; see grapnel/checked.hpp",
                         name, caller);
    }
    const auto nearest = nearest_syscall(name);
    return fmt::format("neither a function of the program nor a syscall: {}, called in {}{}", demangle(name), caller,
                       nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest));
  }

  // Where these bytes lie already, in a constant that is laid out. Nothing of a program tells constants apart by their address.
  std::optional<std::uint64_t> constant_at(ByteSpan bytes, std::uint64_t alignment) const {
    for (const auto& [begin, end] : constants_) {
      for (std::uint64_t at = begin; at + bytes.size() <= end; at += alignment) {
        if (std::ranges::equal(bytes, ByteSpan(image_.data).subspan(at, bytes.size()))) return at;
      }
    }
    return std::nullopt;
  }

  void lay_out() {
    // The first datum would stand at address 0 and compare equal to nullptr.
    bool any_data = false;
    for (const std::size_t index : reached_) any_data |= !section_of(pieces_[index]).is_code();
    if (any_data) image_.data.resize(8);

    std::vector<std::size_t> order(reached_.begin(), reached_.end());
    // Widest alignment first leaves the fewest holes, longest first lets shorter ones find themselves in it; the index keeps the
    // order the same on every run.
    std::ranges::sort(order, {}, [&](std::size_t index) {
      const Piece& piece = pieces_[index];
      return std::tuple(~piece.alignment, section_of(piece).is_code() ? 0 : ~piece.size, index);
    });
    for (const std::size_t index : order) {
      Piece& piece = pieces_[index];
      const Section& section = section_of(piece);
      const ByteSpan bytes = section.bytes.subspan(piece.offset, piece.size);
      const Region region = section.is_code() ? Region::Text : Region::Data;
      const bool constant = region == Region::Data && relocations_of(piece).empty();
      if (const auto known = constant ? constant_at(bytes, piece.alignment) : std::nullopt) {
        piece.place = Place{region, *known};
        continue;
      }
      Bytes& out = region == Region::Text ? image_.text : image_.data;
      pad_to(out, piece.alignment);
      piece.place = Place{region, out.size()};
      out.insert(out.end(), bytes.begin(), bytes.end());
      if (constant) constants_.push_back({piece.place->offset, out.size()});
    }
    pad_to(image_.data, 8);
    pad_to(image_.text, 8);
  }

  Place place_of(const Target& target) const {
    const Piece& piece = pieces_[*piece_at(target)];
    return {piece.place->region, piece.place->offset + (target.offset - piece.offset)};
  }

  void fix_up() {
    std::set<std::pair<Region, std::uint64_t>> done;  // merged pieces share a place
    for (const std::size_t index : reached_) {
      const Piece& piece = pieces_[index];
      if (!done.insert({piece.place->region, piece.place->offset}).second) continue;
      for (const Relocation& relocation : relocations_of(piece)) fix_up(piece, relocation);
    }
  }

  void fix_up(const Piece& piece, const Relocation& relocation) {
    const Place at{piece.place->region, piece.place->offset + (relocation.offset - piece.offset)};
    const auto target = target_of(piece, relocation);
    if (relocation.kind == RelocationKind::Call && at.region == Region::Text) {
      if (!target) {
        image_.syscalls.push_back({at.offset, objects_[piece.object].symbols[relocation.symbol].name});
      } else if (place_of(*target).region == Region::Text) {
        image_.calls.push_back({at.offset, place_of(*target).offset});
      } else {
        complain(fmt::format("a call of data in {}", where(piece, relocation.offset)));
      }
    } else if ((relocation.kind == RelocationKind::Address64InInstruction && at.region == Region::Text) ||
               (relocation.kind == RelocationKind::Address64 && at.region == Region::Data)) {
      image_.addresses.push_back({at, place_of(*target)});
    } else if ((relocation.kind == RelocationKind::Address32 || relocation.kind == RelocationKind::NoDyld32) &&
               at.region == Region::Text && place_of(*target).region == Region::Data) {
      image_.short_addresses.push_back({at.offset, place_of(*target).offset});
    } else {
      complain(fmt::format("a relocation of kind {} in {}", static_cast<unsigned>(relocation.kind),
                           where(piece, relocation.offset)));
    }
  }

  std::vector<PlacedSymbol> placed_symbols() const {
    std::vector<PlacedSymbol> out;
    for (std::size_t o = 0; o < objects_.size(); ++o) {
      for (const Symbol& symbol : objects_[o].symbols) {
        if (symbol.section == kUndefined || symbol.is_section() || symbol.name.empty() || symbol.size == 0) continue;
        const auto piece = piece_at({o, symbol.section, symbol.value});
        if (!piece || !pieces_[*piece].place) continue;
        const Place place = place_of({o, symbol.section, symbol.value});
        out.push_back({symbol.name, place.region == Region::Text, place.offset, symbol.size});
      }
    }
    std::ranges::sort(
        out, {}, [](const PlacedSymbol& symbol) { return std::tuple(!symbol.is_code, symbol.address, symbol.name); });
    return out;
  }

  const std::vector<Object>& objects_;
  std::vector<LineTable> lines_;
  std::vector<std::string> errors_;
  std::map<std::string, SymbolId> globals_;
  std::vector<Piece> pieces_;
  std::vector<std::vector<std::vector<std::size_t>>> pieces_of_;  // [object][section]
  std::set<std::size_t> reached_;
  std::deque<std::size_t> work_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> constants_;  // of image_.data, without addresses in them
  Image image_;
};

}  // namespace

Outcome<Program> link(const std::vector<Object>& objects, Arch arch) { return Linker(objects).run(arch); }

}  // namespace grapnel::tool
