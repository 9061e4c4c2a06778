#include "elf/line_table.hpp"

#include <algorithm>
#include <tuple>

namespace grapnel::tool {
namespace {

// A cursor that stops at the end: after a read that doesn't fit, ok() is false and everything reads as zero.
class Cursor {
 public:
  Cursor(ByteSpan bytes, std::uint64_t at, std::uint64_t end)
      : bytes_(bytes), at_(at), end_(std::min<std::uint64_t>(end, bytes.size())) {}

  bool ok() const { return ok_; }
  bool done() const { return !ok_ || at_ >= end_; }
  std::uint64_t at() const { return at_; }
  std::uint64_t left() const { return done() ? 0 : end_ - at_; }

  template <class T>
  T read() {
    const auto value = left() >= sizeof(T) ? read_at<T>(bytes_, at_) : std::nullopt;
    skip(sizeof(T));
    return value.value_or(T{});
  }
  std::uint64_t unsigned_leb() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; ok_; shift += 7) {
      const auto byte = read<std::uint8_t>();
      if (shift < 64) value |= std::uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) break;
    }
    return value;
  }
  std::int64_t signed_leb() {
    std::uint64_t value = 0;
    unsigned shift = 0;
    std::uint8_t byte = 0;
    do {
      byte = read<std::uint8_t>();
      if (shift < 64) value |= std::uint64_t{byte & 0x7fu} << shift;
      shift += 7;
    } while (ok_ && (byte & 0x80) != 0);
    if (shift < 64 && (byte & 0x40) != 0) value |= ~std::uint64_t{0} << shift;
    return static_cast<std::int64_t>(value);
  }
  void skip(std::uint64_t count) {
    if (count > end_ - std::min(at_, end_)) {
      ok_ = false;
      at_ = end_;
    } else {
      at_ += count;
    }
  }
  void seek(std::uint64_t at) { at_ = std::min(at, end_); }

 private:
  ByteSpan bytes_;
  std::uint64_t at_;
  std::uint64_t end_;
  bool ok_ = true;
};

constexpr std::uint64_t kContentPath = 1;  // DW_LNCT_path

enum Form : std::uint64_t {
  kFormBlock = 0x09,
  kFormData1 = 0x0b,
  kFormData2 = 0x05,
  kFormData4 = 0x06,
  kFormData8 = 0x07,
  kFormData16 = 0x1e,
  kFormString = 0x08,
  kFormUdata = 0x0f,
  kFormLineStrp = 0x1f,
};

enum StandardOpcode : std::uint8_t {
  kCopy = 1,
  kAdvancePc,
  kAdvanceLine,
  kSetFile,
  kSetColumn,
  kNegate,
  kBasicBlock,
  kConstAddPc,
  kFixedAdvancePc
};
enum ExtendedOpcode : std::uint8_t { kEndSequence = 1, kSetAddress = 2 };

const Section* section_named(const Object& object, std::string_view name) {
  const auto found = std::ranges::find(object.sections, name, &Section::name);
  return found == object.sections.end() ? nullptr : &*found;
}

}  // namespace

// One pass over .debug_line; each unit has a header with file names and a program of opcodes (DWARF 5, 6.2).
class LineReader {
 public:
  LineReader(const Object& object, const Section& lines, LineTable& out)
      : object_(object), lines_(lines), strings_(section_named(object, ".debug_line_str")), out_(out) {}

  void read() {
    std::uint64_t at = 0;
    while (at + 4 <= lines_.bytes.size()) {
      const std::uint64_t length = *read_at<std::uint32_t>(lines_.bytes, at);
      Cursor unit(lines_.bytes, at + 4, at + 4 + length);
      read_unit(unit);
      at += 4 + length;
    }
    std::ranges::sort(out_.rows_, {}, [](const LineTable::Row& row) {
      return std::tuple(row.section, row.offset, row.file, row.line);
    });
  }

 private:
  struct Shape {
    std::uint8_t minimum_length;
    std::int8_t line_base;
    std::uint8_t line_range;
    std::uint8_t opcode_base;
    std::vector<std::uint8_t> operand_counts;
    std::size_t first_file;
  };

  void read_unit(Cursor& in) {
    if (in.read<std::uint16_t>() != 5) return;
    const auto address_size = in.read<std::uint8_t>();
    in.skip(1);
    const std::uint64_t header_length = in.read<std::uint32_t>();
    const std::uint64_t program = in.at() + header_length;
    Shape shape{};
    shape.minimum_length = in.read<std::uint8_t>();
    in.skip(2);  // operations per instruction, default is_stmt
    shape.line_base = in.read<std::int8_t>();
    shape.line_range = in.read<std::uint8_t>();
    shape.opcode_base = in.read<std::uint8_t>();
    if (address_size != 8 || shape.line_range == 0 || shape.opcode_base == 0 || !in.ok()) return;
    for (int i = 1; i < shape.opcode_base; ++i) shape.operand_counts.push_back(in.read<std::uint8_t>());
    read_entries(in, false);  // folders
    shape.first_file = out_.files_.size();
    read_entries(in, true);
    if (!in.ok()) return;
    in.seek(program);
    run(in, shape);
  }

  void read_entries(Cursor& in, bool keep) {
    const auto format_count = in.read<std::uint8_t>();
    std::vector<std::pair<std::uint64_t, std::uint64_t>> format;
    for (int i = 0; i < format_count; ++i) {
      const auto content = in.unsigned_leb();
      format.emplace_back(content, in.unsigned_leb());
    }
    const std::uint64_t count = in.unsigned_leb();
    for (std::uint64_t i = 0; i < count && !in.done(); ++i) {
      std::string path;
      for (const auto& [content, form] : format) {
        std::string text = read_form(in, form);
        if (content == kContentPath) path = std::move(text);
      }
      if (keep) out_.files_.push_back(path.substr(path.rfind('/') + 1));
    }
  }

  std::string read_form(Cursor& in, std::uint64_t form) {
    switch (form) {
      case kFormData1: in.skip(1); return {};
      case kFormData2: in.skip(2); return {};
      case kFormData4: in.skip(4); return {};
      case kFormData8: in.skip(8); return {};
      case kFormData16: in.skip(16); return {};
      case kFormUdata: in.unsigned_leb(); return {};
      case kFormBlock: in.skip(in.unsigned_leb()); return {};
      case kFormString: return read_string(in);
      case kFormLineStrp: {
        const std::uint64_t offset = in.read<std::uint32_t>();
        if (strings_ == nullptr || offset >= strings_->bytes.size()) return {};
        Cursor text(strings_->bytes, offset, strings_->bytes.size());
        return read_string(text);
      }
      default: in.skip(~std::uint64_t{0}); return {};  // unknown width: give up
    }
  }

  static std::string read_string(Cursor& in) {
    std::string text;
    while (!in.done()) {
      const char c = static_cast<char>(in.read<std::uint8_t>());
      if (c == 0) break;
      text += c;
    }
    return text;
  }

  // The section and offset that the linker would put at that place.
  std::optional<std::pair<std::size_t, std::uint64_t>> address_at(std::uint64_t at, std::uint64_t value) const {
    const auto found = std::ranges::lower_bound(lines_.relocations, at, {}, &Relocation::offset);
    if (found == lines_.relocations.end() || found->offset != at) return std::nullopt;
    const Symbol& symbol = object_.symbols[found->symbol];
    return std::pair(std::size_t{symbol.section}, symbol.value + value);
  }

  void run(Cursor& in, const Shape& shape) {
    std::size_t section = 0;
    std::uint64_t offset = 0, file = 1, line = 1;
    const auto add_row = [&] {
      if (section != 0) out_.rows_.push_back({section, offset, shape.first_file + file, line});
    };
    const auto restart = [&] {
      section = 0;
      offset = 0;
      file = line = 1;
    };
    while (!in.done()) {
      const auto opcode = in.read<std::uint8_t>();
      if (opcode >= shape.opcode_base) {
        const unsigned adjusted = opcode - shape.opcode_base;
        offset += std::uint64_t{adjusted / shape.line_range} * shape.minimum_length;
        line += static_cast<std::uint64_t>(std::int64_t{shape.line_base} + adjusted % shape.line_range);
        add_row();
        continue;
      }
      switch (opcode) {
        case 0: {
          const std::uint64_t length = in.unsigned_leb();
          const std::uint64_t end = in.at() + std::min(length, in.left());
          const auto extended = in.read<std::uint8_t>();
          if (extended == kSetAddress) {
            const std::uint64_t at = in.at();
            if (const auto address = address_at(at, in.read<std::uint64_t>())) std::tie(section, offset) = *address;
          } else if (extended == kEndSequence) {
            restart();
          }
          in.seek(end);
          break;
        }
        case kCopy: add_row(); break;
        case kAdvancePc: offset += in.unsigned_leb() * shape.minimum_length; break;
        case kAdvanceLine: line += static_cast<std::uint64_t>(in.signed_leb()); break;
        case kSetFile: file = in.unsigned_leb(); break;
        case kSetColumn: in.unsigned_leb(); break;
        case kConstAddPc:
          offset += std::uint64_t{(255u - shape.opcode_base) / shape.line_range} * shape.minimum_length;
          break;
        case kFixedAdvancePc: offset += in.read<std::uint16_t>(); break;
        default:
          for (int i = 0; i < shape.operand_counts[opcode - 1u]; ++i) in.unsigned_leb();
      }
    }
  }

  const Object& object_;
  const Section& lines_;
  const Section* strings_;
  LineTable& out_;
};

LineTable::LineTable(const Object& object) {
  if (const Section* lines = section_named(object, ".debug_line")) LineReader(object, *lines, *this).read();
}

std::optional<SourceLine> LineTable::find(std::size_t section, std::uint64_t offset) const {
  const auto key = [](const Row& row) { return std::tuple(row.section, row.offset); };
  const auto after = std::ranges::upper_bound(rows_, std::tuple(section, offset), {}, key);
  if (after == rows_.begin()) return std::nullopt;
  const Row& row = *(after - 1);
  if (row.section != section || row.file >= files_.size() || row.line == 0) return std::nullopt;
  return SourceLine{files_[row.file], row.line};
}

}  // namespace grapnel::tool
