#include "codec/json/canonical_json.hpp"

#include "codec/bounded_text.hpp"
#include "codec/sha256.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

namespace zestron::codec {
namespace {

using nlohmann::json;

constexpr std::size_t kQuotedMax = 200;  // of a document, in a message

struct Stop {
  JsonError code;
  std::string message;
};

// Called by the parser at every event; throws Stop, which parse_json catches.
class Watch {
 public:
  explicit Watch(std::size_t depth_max) : depth_max_(depth_max) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    using Event = json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      if (static_cast<std::size_t>(depth) >= depth_max_) {
        throw Stop{JsonError::kTooLarge,
                   "the document is nested deeper than " + std::to_string(depth_max_) + " levels"};
      }
      if (event == Event::object_start) names_.emplace_back();
    } else if (event == Event::object_end) {
      names_.pop_back();
    } else if (event == Event::key && !names_.back().insert(parsed.get<std::string>()).second) {
      throw Stop{JsonError::kDuplicate,
                 "the member '" + bounded_text(parsed.get<std::string>(), kQuotedMax) + "' stands twice in one object"};
    }
    return true;
  }

 private:
  std::size_t depth_max_;
  std::vector<std::set<std::string>> names_;
};

// UTF-16 order differs from UTF-8's only between U+E000…U+FFFF and what lies above, which is written with surrogates.
std::u16string utf16(std::string_view text) {
  std::u16string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    }
    if (point >= 0x10000) {
      out.push_back(static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10U)));
      out.push_back(static_cast<char16_t>(0xdc00 + ((point - 0x10000) & 0x3ffU)));
    } else {
      out.push_back(static_cast<char16_t>(point));
    }
    i += length;
  }
  return out;
}

// ECMAScript's Number::toString (ECMA-262 §6.1.6.1.20): shortest digits that read back, exponent form outside 1e-7 … 1e21.
std::string number_text(double value) {
  if (value == 0) return "0";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const auto e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 1) digits += text.substr(2, e - 2);
  int exponent = 0;
  const auto* from = text.data() + e + 1 + (text[e + 1] == '+' ? 1 : 0);
  std::from_chars(from, end, exponent);

  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the decimal point
  std::string out = value < 0 ? "-" : "";
  if (count <= point && point <= 21) {
    out += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    out += digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
  } else if (-6 < point && point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else {
    out += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + "e" + (exponent < 0 ? "-" : "+") +
           std::to_string(std::abs(exponent));
  }
  return out;
}

void write(std::string& out, const json& value);

void write_object(std::string& out, const json& value) {
  std::vector<std::pair<std::u16string, const std::string*>> order;
  for (const auto& item : value.items()) order.emplace_back(utf16(item.key()), &item.key());
  std::sort(order.begin(), order.end());
  out += '{';
  bool first = true;
  for (const auto& [_, name] : order) {
    if (!std::exchange(first, false)) out += ',';
    out += json(*name).dump();
    out += ':';
    write(out, value[*name]);
  }
  out += '}';
}

void write_array(std::string& out, const json& value) {
  out += '[';
  bool first = true;
  for (const auto& element : value) {
    if (!std::exchange(first, false)) out += ',';
    write(out, element);
  }
  out += ']';
}

// A double is all that RFC 8785 has, so an integer whose double prints other digits would change on its way.
void write_integer(std::string& out, const json& value) {
  const auto digits = value.dump();
  if (number_text(value.get<double>()) != digits) {
    throw Stop{JsonError::kNotCanonical, "the number " + digits + " does not fit a double; write it as a string"};
  }
  out += digits;
}

void write(std::string& out, const json& value) {
  switch (value.type()) {
    case json::value_t::object: return write_object(out, value);
    case json::value_t::array: return write_array(out, value);
    case json::value_t::number_integer:
    case json::value_t::number_unsigned: return write_integer(out, value);
    case json::value_t::number_float:
      if (!std::isfinite(value.get<double>())) throw Stop{JsonError::kNotCanonical, "a number is not finite"};
      out += number_text(value.get<double>());
      return;
    case json::value_t::string:  // dump() escapes no more than it must
    case json::value_t::boolean:
    case json::value_t::null: out += value.dump(); return;
    case json::value_t::binary:
    case json::value_t::discarded: throw Stop{JsonError::kNotCanonical, "a value is none that JSON has"};
  }
}

}  // namespace

Outcome<json, JsonError> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) {
    return fail(JsonError::kTooLarge, "the document has " + std::to_string(text.size()) + " bytes, allowed are " +
                                          std::to_string(limits.bytes_max));
  }
  try {
    return json::parse(text, json::parser_callback_t(Watch(limits.depth_max)));
  } catch (Stop& stop) {
    return fail(stop.code, std::move(stop.message));
  } catch (const json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: …; last read: '…'": the part between is for people. What was read
    // last may be a whole document, and what a stranger wrote.
    const std::string_view what = error.what();
    const auto said = what.substr(std::min(what.find("] ") + 2, what.size()));
    return fail(JsonError::kMalformed,
                "no JSON: " + bounded_text(std::string(said.substr(0, said.find("; last read:"))), kQuotedMax));
  }
}

Outcome<std::string, JsonError> canonical_json(const json& value) {
  try {
    std::string out;
    write(out, value);
    return out;
  } catch (Stop& stop) {
    return fail(stop.code, std::move(stop.message));
  } catch (const json::exception&) {
    return fail(JsonError::kNotCanonical, "a string is not UTF-8");
  }
}

Outcome<Hash, JsonError> canonical_hash(const json& value) {
  auto text = canonical_json(value);
  if (!text) return std::unexpected(std::move(text.error()));
  return sha256(as_bytes(*text));
}

}  // namespace zestron::codec
