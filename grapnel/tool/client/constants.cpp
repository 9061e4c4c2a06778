#include "client/constants.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "client/keys.hpp"
#include "client/layout.hpp"
#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

using Words = std::array<std::uint64_t, 4>;  // little endian, two's complement

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// words · 10 + digit; false if that needs more than 256 bits.
bool append_digit(Words& words, unsigned digit) {
  std::uint64_t carry = digit;
  for (std::uint64_t& word : words) {
    const std::uint64_t low = (word & 0xffffffff) * 10 + carry;
    const std::uint64_t high = (word >> 32) * 10 + (low >> 32);
    word = high << 32 | (low & 0xffffffff);
    carry = high >> 32;
  }
  return carry == 0;
}

void negate(Words& words) {
  std::uint64_t carry = 1;
  for (std::uint64_t& word : words) {
    word = ~word + carry;
    carry = carry != 0 && word == 0 ? 1 : 0;
  }
}

// Whether two's complement words are a value of that many bits.
bool fits(const Words& words, unsigned bits, bool is_signed, bool negative) {
  const std::uint64_t fill = negative ? ~std::uint64_t{0} : 0;
  const unsigned value_bits = is_signed ? bits - 1 : bits;
  for (unsigned bit = value_bits; bit < 256; ++bit) {
    if (((words[bit / 64] ^ fill) >> (bit % 64) & 1) != 0) return false;
  }
  return true;
}

std::optional<Words> parse_integer(std::string_view text, const std::string& type) {
  const bool is_signed = type[0] == 'i';
  unsigned bits = 0;
  std::from_chars(type.data() + 1, type.data() + type.size(), bits);
  const bool negative = text.starts_with('-');
  if (negative && !is_signed) return std::nullopt;
  if (negative) text.remove_prefix(1);
  Words words{};
  bool any = false;
  for (const char c : text) {
    if (c == '_' && any) continue;
    if (c < '0' || c > '9' || !append_digit(words, static_cast<unsigned>(c - '0'))) return std::nullopt;
    any = true;
  }
  const bool is_zero = words == Words{};
  if (negative) negate(words);
  if (!any || !fits(words, bits, is_signed, negative && !is_zero)) return std::nullopt;
  return words;
}

std::optional<std::string> integer(std::string_view text, const std::string& type) {
  const auto words = parse_integer(text, type);
  if (!words) return std::nullopt;
  const auto& w = *words;
  const auto low = static_cast<std::int64_t>(w[0]);
  const auto spell_signed = [](std::int64_t value) {
    // The least i64 has no literal: its digits are above the greatest.
    return value == std::numeric_limits<std::int64_t>::min() ? "-9223372036854775807 - 1" : std::to_string(value);
  };
  if (type == "u128") return fmt::format("{{{}u, {}u}}", w[0], w[1]);
  if (type == "i128") return fmt::format("{{{}u, {}}}", w[0], spell_signed(static_cast<std::int64_t>(w[1])));
  if (type == "u256" || type == "i256") return fmt::format("{{{{{{{}u, {}u, {}u, {}u}}}}}}", w[0], w[1], w[2], w[3]);
  return type[0] == 'i' ? spell_signed(low) : fmt::format("{}{}", w[0], w[0] >> 31 != 0 ? "u" : "");
}

std::optional<std::string> floating(std::string_view text, bool is_single) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  if (is_single && std::abs(value) > std::numeric_limits<float>::max()) return std::nullopt;
  std::string out = is_single ? fmt::format("{}", static_cast<float>(value)) : fmt::format("{}", value);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out + (is_single ? "f" : "");
}

// Rust's Debug of a &str, or the text itself.
std::string unescape(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != '\\' || i + 2 >= text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case '0': out += '\0'; break;
      default: out += text[i];
    }
  }
  return out;
}

bool is_integer(const Type& type) {
  return type.kind == Type::Kind::Primitive && (type.name[0] == 'u' || type.name[0] == 'i');
}

std::optional<std::vector<std::string>> integers(std::string_view text, const std::string& type) {
  if (text.starts_with('&')) text.remove_prefix(1);
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  text = trim(text.substr(1, text.size() - 2));
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const auto item = integer(trim(text.substr(0, comma)), type);
    if (!item) return std::nullopt;
    out.push_back(*item);
    text = comma == std::string_view::npos ? "" : trim(text.substr(comma + 1));
  }
  return out;
}

std::optional<std::string> array(std::string_view text, const std::string& element, const std::string& name) {
  const auto items = integers(text, element);
  if (!items || items->empty()) return std::nullopt;
  const std::string head = fmt::format("Array<{}, {}> {} = {{{{", lay_primitive(element).text, items->size(), name);
  // Aligned behind what the printer writes before it.
  const std::string whole = list("inline constexpr " + head, *items, "}};");
  return whole.substr(std::string_view("inline constexpr ").size());
}

std::optional<std::string> scalar(std::string_view text, const std::string& type) {
  if (type == "bool") return text == "true" || text == "false" ? std::optional(std::string(text)) : std::nullopt;
  if (type == "f32" || type == "f64") return floating(text, type == "f32");
  if (type == "pubkey") {
    if (text.starts_with('"') && text.ends_with('"') && text.size() > 1) text = text.substr(1, text.size() - 2);
    return decode_key(text) ? std::optional(fmt::format("\"{}\"_pubkey", text)) : std::nullopt;
  }
  return integer(text, type);
}

}  // namespace

std::optional<std::string> constant_definition(const Constant& constant, const std::string& name) {
  const std::string_view text = trim(constant.value);
  const Type& type = constant.type;
  if (type.kind == Type::Kind::Array && is_integer(type.element[0])) return array(text, type.element[0].name, name);
  if (type.kind != Type::Kind::Primitive) return std::nullopt;
  if (type.name == "bytes") return array(text, "u8", name);
  if (type.name == "string") {
    const std::string value = unescape(text);
    return fmt::format("Text {} = {{{}, {}}};", name, quote(value), value.size());
  }
  const auto value = scalar(text, type.name);
  if (!value) return std::nullopt;
  return fmt::format("{} {} = {};", lay_primitive(type.name).text, name, *value);
}

}  // namespace grapnel::tool::client
