#include "adapters/hermes/message.hpp"

#include "codec/json/canonical_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <expected>

namespace zestron::hermes {
namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 16;
constexpr std::int32_t kExponentMin = -18;
constexpr std::int64_t kYear9999 = 253'402'300'799;

template <class T>
using Parsed = Outcome<T, MessageError>;

std::unexpected<Failure<MessageError>> malformed(std::string_view field, std::string_view expected) {
  return fail(MessageError::kMalformed, fmt::format("parsed[].{} is missing or wrong; expected {}", field, expected));
}

const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

// Hermes writes 64-bit numbers as decimal text.
template <class Integer>
std::optional<Integer> integer_text(const json* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const auto& text = value->get_ref<const std::string&>();
  Integer out{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<std::int64_t> integer(const json* value, std::int64_t min, std::int64_t max) {
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(max)) return std::nullopt;
  const auto number = value->get<std::int64_t>();
  return number < min || number > max ? std::nullopt : std::optional(number);
}

std::optional<domain::FeedId> feed_of(const json* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return domain::parse_feed(value->get_ref<const std::string&>());
}

Parsed<domain::Tick> tick_of(const json& element) {
  domain::Tick tick{.feed = {}, .published = {}, .origin = domain::TickOrigin::kLive};
  const auto feed = feed_of(member(element, "id"));
  if (!feed) return malformed("id", "64 hexadecimal digits");
  tick.feed = *feed;
  const json* quote = member(element, "price");
  if (quote == nullptr) return malformed("price", "an object");
  const auto price = integer_text<std::int64_t>(member(*quote, "price"));
  if (!price) return malformed("price.price", "an integer as text");
  const auto confidence = integer_text<std::uint64_t>(member(*quote, "conf"));
  if (!confidence) return malformed("price.conf", "an unsigned integer as text");
  const auto exponent = integer(member(*quote, "expo"), -255, 255);
  if (!exponent) return malformed("price.expo", "a small integer");
  const auto seconds = integer(member(*quote, "publish_time"), 0, kYear9999);
  if (!seconds) return malformed("price.publish_time", "seconds since 1970");
  if (*price <= 0 || *exponent < kExponentMin || *exponent > 0) {
    return fail(MessageError::kOutOfRange,
                fmt::format("the price {}e{} is none; expected one above zero with an exponent of -18 to 0", *price,
                            *exponent));
  }
  tick.price = *price;
  tick.confidence = *confidence;
  tick.exponent = static_cast<std::int32_t>(*exponent);
  tick.published = UnixMillis(*seconds * 1000);
  return tick;
}

}  // namespace

Outcome<std::vector<domain::Tick>, MessageError> parse_update(std::string_view text) {
  const auto document = codec::parse_json(text, {.bytes_max = kMessageBytesMax, .depth_max = kDepthMax});
  if (!document) return fail(MessageError::kNotJson, document.error().message);
  const json* parsed = member(*document, "parsed");
  if (parsed == nullptr || !parsed->is_array())
    return fail(MessageError::kMalformed, "'parsed' is missing; expected a list of prices");
  std::vector<domain::Tick> out;
  for (const auto& element : *parsed) {
    const auto tick = tick_of(element);
    if (!tick) return std::unexpected(tick.error());
    out.push_back(*tick);
  }
  return out;
}

}  // namespace zestron::hermes
