#include "client/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace grapnel::tool::client {
namespace {

struct Primitive {
  std::string_view name;
  std::string_view text;
  std::uint64_t size;  // 0: variable
  std::uint64_t align;
  std::uint64_t rust_align;
};

constexpr auto kPrimitives = std::to_array<Primitive>({
    {"bool", "bool", 1, 1, 1},
    {"u8", "u8", 1, 1, 1},
    {"i8", "i8", 1, 1, 1},
    {"u16", "u16", 2, 2, 2},
    {"i16", "i16", 2, 2, 2},
    {"u32", "u32", 4, 4, 4},
    {"i32", "i32", 4, 4, 4},
    {"f32", "float", 4, 4, 4},
    {"u64", "u64", 8, 8, 8},
    {"i64", "i64", 8, 8, 8},
    {"f64", "double", 8, 8, 8},
    {"u128", "U128", 16, 8, 8},
    {"i128", "I128", 16, 8, 8},
    {"u256", "U256", 32, 8, 8},
    {"i256", "I256", 32, 8, 8},
    {"pubkey", "Pubkey", 32, 8, 1},
    {"bytes", "client::Bytes", 0, 1, 1},
    {"string", "std::string", 0, 1, 1},
});

std::uint64_t round_up(std::uint64_t size, std::uint64_t align) { return (size + align - 1) / align * align; }

}  // namespace

Laid lay_named(const std::string& name, std::uint64_t size, std::uint64_t align, std::uint64_t rust_align) {
  return {name, align == 1 ? name : fmt::format("Unaligned<{}>", name), true, size, align, rust_align};
}

Laid lay_primitive(const std::string& name) {
  const auto& found = *std::ranges::find(kPrimitives, name, &Primitive::name);  // the reader lets no other pass
  if (found.size == 0) return {.text = std::string(found.text), .loose = {}};
  return lay_named(std::string(found.text), found.size, found.align, found.rust_align);
}

Laid lay_coption(const Laid& content) {
  const std::string text = fmt::format("COption<{}>", content.text);
  return {text, text, true, 4 + content.size, 1, std::max<std::uint64_t>(4, content.rust_align)};
}

Laid lay_array(const Laid& element, std::uint64_t count) {
  return {fmt::format("Array<{}, {}>", element.text, count),
          fmt::format("Array<{}, {}>", element.loose, count),
          true,
          element.size * count,
          element.align,
          element.rust_align};
}

Offsets borsh_offsets(const std::vector<Laid>& fields) {
  Offsets out;
  for (const Laid& field : fields) {
    out.fields.push_back(out.size);
    out.size += field.size;
    out.align = std::max(out.align, field.rust_align);
  }
  return out;
}

Offsets c_offsets(const std::vector<Laid>& fields, bool packed, std::uint64_t aligned) {
  Offsets out;
  out.align = packed ? 1 : aligned;
  for (const Laid& field : fields) {
    const std::uint64_t align = packed ? 1 : field.rust_align;
    const std::uint64_t at = round_up(out.size, align);
    out.fields.push_back(at);
    out.size = at + field.size;
    out.align = std::max(out.align, align);
  }
  out.size = round_up(out.size, out.align);
  return out;
}

Spelling spell(const std::vector<Laid>& fields, const Offsets& offsets, std::uint64_t align_max) {
  // With alignment 1 every size fits, so the loop ends there at the latest.
  for (std::uint64_t limit = align_max;; limit /= 2) {
    Spelling out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool natural = fields[i].align <= limit && offsets.fields[i] % fields[i].align == 0;
      out.types.push_back(natural ? fields[i].text : fields[i].loose);
      if (natural) out.align = std::max(out.align, fields[i].align);
    }
    if (offsets.size % out.align == 0) return out;
  }
}

}  // namespace grapnel::tool::client
