#include "protocols/client/value.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace zestron::protocols::client {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Kind = Type::Kind;
__extension__ using Wide = unsigned __int128;

constexpr std::size_t kDepthMax = 16;

bool is_reserved(std::string_view name) { return name.starts_with("reserved"); }
bool is_byte(const Type& type) { return type.kind == Kind::kUnsigned && type.count == 1; }

// ---- JSON to bytes ----

class Writer {
 public:
  using Done = std::expected<void, std::string>;

  Done write(const Type& type, const json& value, const std::string& where) {
    switch (type.kind) {
      case Kind::kBool: return write_bool(value, where);
      case Kind::kUnsigned: return write_unsigned(type, value, where);
      case Kind::kSigned: return write_signed(type, value, where);
      case Kind::kKey: return write_key(value, where);
      case Kind::kText:
      case Kind::kFixedText: return write_text(type, value, where);
      case Kind::kBytes: return write_bytes(type, value, where);
      case Kind::kEnum: return write_enum(type, value, where);
      case Kind::kStruct: return write_struct(type, value, where);
      case Kind::kArray: return write_array(type, value, where);
      case Kind::kList: return write_list(type, value, where);
      case Kind::kOption: return write_option(type, value, where);
    }
    return {};
  }

  Bytes out;

 private:
  static std::unexpected<std::string> wrong(const std::string& where, std::string_view wanted) {
    return std::unexpected(fmt::format("{} must be {}", where.empty() ? "the value" : where, wanted));
  }
  void put(Wide value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void zeros(const Type& type) {
    switch (type.kind) {
      case Kind::kUnsigned:
      case Kind::kSigned: put(0, type.count); break;
      case Kind::kKey: out.insert(out.end(), Pubkey::kSize, 0); break;
      case Kind::kArray:
        for (std::size_t i = 0; i < type.count; ++i) zeros(*type.element);
        break;
      default: out.push_back(0);
    }
  }

  Done write_bool(const json& value, const std::string& where) {
    if (value == true || value == "true") {
      out.push_back(1);
    } else if (value == false || value == "false") {
      out.push_back(0);
    } else {
      return wrong(where, "true or false");
    }
    return {};
  }
  Done write_unsigned(const Type& type, const json& value, const std::string& where) {
    const auto range = fmt::format("a whole number of {} bits, not negative", 8 * type.count);
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    Wide number = 0;
    if (text.empty() || text.size() > 39) return wrong(where, range);
    for (const char c : text) {
      if (c < '0' || c > '9') return wrong(where, range);
      const Wide digit = static_cast<Wide>(c - '0');
      if (number > (~Wide{0} - digit) / 10) return wrong(where, range);
      number = number * 10 + digit;
    }
    if (type.count < 16 && (number >> (8 * type.count)) != 0) return wrong(where, range);
    put(number, type.count);
    return {};
  }
  Done write_signed(const Type& type, const json& value, const std::string& where) {
    const auto range = fmt::format("a whole number of {} bits", 8 * type.count);
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return wrong(where, range);
    if (type.count < 8 && (number >> (8 * type.count - 1)) != 0 && (number >> (8 * type.count - 1)) != -1)
      return wrong(where, range);
    put(static_cast<Wide>(static_cast<std::uint64_t>(number)), type.count);
    return {};
  }
  Done write_key(const json& value, const std::string& where) {
    const auto key = value.is_string() ? codec::from_base58<Pubkey>(value.get<std::string>()) : std::nullopt;
    if (!key) return wrong(where, "an address: 32 bytes in base58");
    out.insert(out.end(), key->view().begin(), key->view().end());
    return {};
  }
  Done write_text(const Type& type, const json& value, const std::string& where) {
    if (!value.is_string()) return wrong(where, "text");
    const auto text = value.get<std::string>();
    if (text.size() > type.count) return wrong(where, fmt::format("text of at most {} bytes", type.count));
    put(text.size(), 4);
    out.insert(out.end(), text.begin(), text.end());
    if (type.kind == Kind::kFixedText) out.insert(out.end(), type.count - text.size(), 0);
    return {};
  }
  Done write_bytes(const Type& type, const json& value, const std::string& where) {
    const auto bytes = value.is_string() ? codec::hex_decode(value.get<std::string>()) : std::nullopt;
    if (!bytes || bytes->size() > type.count)
      return wrong(where, fmt::format("at most {} bytes in hexadecimal", type.count));
    put(bytes->size(), 4);
    out.insert(out.end(), bytes->begin(), bytes->end());
    return {};
  }
  Done write_enum(const Type& type, const json& value, const std::string& where) {
    std::string names;
    for (std::size_t i = 0; i < type.variants.size(); ++i) {
      const auto& variant = type.variants[i];
      if (value.is_string() && (value == variant || value == kebab(variant))) {
        out.push_back(static_cast<std::uint8_t>(i));
        return {};
      }
      names += (i == 0 ? "" : ", ") + kebab(variant);
    }
    return wrong(where, "one of " + names);
  }
  Done write_struct(const Type& type, const json& value, const std::string& where) {
    if (!value.is_object()) return wrong(where, "an object");
    for (const auto& [name, unused] : value.items()) {
      if (std::ranges::find(type.fields, name, &Field::name) == type.fields.end())
        return std::unexpected(fmt::format("there is no field {}{}{}", where, where.empty() ? "" : ".", name));
    }
    for (const auto& field : type.fields) {
      const auto path = where.empty() ? field.name : where + "." + field.name;
      const auto found = value.find(field.name);
      if (found == value.end()) {
        if (!is_reserved(field.name)) return std::unexpected(path + " is missing");
        zeros(*field.type);
      } else if (auto done = write(*field.type, *found, path); !done) {
        return done;
      }
    }
    return {};
  }
  Done write_array(const Type& type, const json& value, const std::string& where) {
    if (is_byte(*type.element)) {
      const auto bytes = value.is_string() ? codec::hex_decode(value.get<std::string>()) : std::nullopt;
      if (!bytes || bytes->size() != type.count)
        return wrong(where, fmt::format("{} bytes in hexadecimal", type.count));
      out.insert(out.end(), bytes->begin(), bytes->end());
      return {};
    }
    if (!value.is_array() || value.size() != type.count) return wrong(where, fmt::format("{} values", type.count));
    return write_each(type, value, where);
  }
  Done write_list(const Type& type, const json& value, const std::string& where) {
    if (!value.is_array() || value.size() > type.count)
      return wrong(where, fmt::format("a list of at most {} values", type.count));
    put(value.size(), 4);
    return write_each(type, value, where);
  }
  Done write_each(const Type& type, const json& value, const std::string& where) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (auto done = write(*type.element, value[i], fmt::format("{}[{}]", where, i)); !done) return done;
    }
    return {};
  }
  Done write_option(const Type& type, const json& value, const std::string& where) {
    out.push_back(value.is_null() ? 0 : 1);
    return value.is_null() ? Done{} : write(*type.element, value, where);
  }
};

// ---- bytes to JSON ----

// Invariant: at_ <= bytes_.size(). What can't be read sets failed_, and nothing more is read.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  ordered_json read(const Type& type, std::size_t depth = 0) {
    if (depth > kDepthMax) failed_ = true;
    if (failed_) return {};
    switch (type.kind) {
      case Kind::kBool: return read_number(1) != 0;
      case Kind::kUnsigned: return number(read_number(type.count), type.count);
      case Kind::kSigned: return read_signed(type.count);
      case Kind::kKey: return codec::base58_encode(take(Pubkey::kSize));
      case Kind::kText: return text(take(read_length(type.count)));
      case Kind::kFixedText: {
        const auto used = read_length(type.count);
        return text(take(type.count).first(failed_ ? 0 : used));
      }
      case Kind::kBytes: return codec::hex_encode(take(read_length(type.count)));
      case Kind::kEnum: {
        const auto index = static_cast<std::size_t>(read_number(1));
        if (index >= type.variants.size()) failed_ = true;
        return failed_ ? ordered_json() : ordered_json(kebab(type.variants[index]));
      }
      case Kind::kStruct: return read_struct(type, depth);
      case Kind::kArray: return read_each(type, type.count, depth);
      case Kind::kList: return read_each(type, read_length(type.count), depth);
      case Kind::kOption: {
        const auto present = read_number(1);
        if (present > 1) failed_ = true;
        return present == 0 ? ordered_json() : read(*type.element, depth + 1);
      }
    }
    return {};
  }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  ByteView take(std::size_t size) {
    static constexpr std::array<std::uint8_t, 256> kNothing{};
    if (failed_ || bytes_.size() - at_ < size) {
      failed_ = true;
      return ByteView(kNothing).first(std::min(size, kNothing.size()));
    }
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }
  Wide read_number(std::size_t size) {
    const auto bytes = take(size);
    Wide value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<Wide>(bytes[i]) << (8 * i);
    return value;
  }
  std::size_t read_length(std::size_t max) {
    const auto length = static_cast<std::size_t>(read_number(4));
    if (length > max) failed_ = true;
    return failed_ ? 0 : length;
  }
  static ordered_json number(Wide value, std::size_t size) {
    if (size <= 4) return static_cast<std::uint64_t>(value);
    if (size <= 8) return std::to_string(static_cast<std::uint64_t>(value));
    std::string digits;
    do {
      digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
      value /= 10;
    } while (value != 0);
    return digits;
  }
  ordered_json read_signed(std::size_t size) {
    if (size == 0 || size > 8) failed_ = true;
    if (failed_) return {};
    const auto raw = static_cast<std::uint64_t>(read_number(size));
    const unsigned unused_bits = static_cast<unsigned>(64 - 8 * size);
    return std::to_string(static_cast<std::int64_t>(raw << unused_bits) >> unused_bits);
  }
  static std::string text(ByteView bytes) {
    std::string out;
    for (const auto byte : bytes) out += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?';
    return out;
  }
  ordered_json read_struct(const Type& type, std::size_t depth) {
    ordered_json out = ordered_json::object();
    for (const auto& field : type.fields) {
      auto value = read(*field.type, depth + 1);
      if (!is_reserved(field.name)) out[field.name] = std::move(value);
    }
    return out;
  }
  ordered_json read_each(const Type& type, std::size_t count, std::size_t depth) {
    if (is_byte(*type.element)) return codec::hex_encode(take(count));
    ordered_json out = ordered_json::array();
    for (std::size_t i = 0; i < count && !failed_; ++i) out.push_back(read(*type.element, depth + 1));
    return out;
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::string kebab(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (upper && !out.empty()) out += '-';
    out += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

std::expected<Bytes, std::string> encode(const Type& type, const json& value) {
  Writer writer;
  if (auto done = writer.write(type, value, ""); !done) return std::unexpected(done.error());
  return std::move(writer.out);
}

std::optional<ordered_json> decode(const Type& type, ByteView data) {
  Reader reader(data);
  auto value = reader.read(type);
  if (reader.failed()) return std::nullopt;
  return value;
}

}  // namespace zestron::protocols::client
