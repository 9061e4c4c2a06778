#include "events/recorded/decimal.hpp"

#include <limits>

namespace zestron::events {
namespace {

constexpr int kExponentMax = 30;
constexpr auto kDigitsMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits in front of `text` into `value`; false when they exceed 63 bits.
bool take_digits(std::string_view& text, std::uint64_t& value) {
  while (!text.empty() && is_digit(text.front())) {
    const auto digit = static_cast<std::uint64_t>(text.front() - '0');
    if (value > (kDigitsMax - digit) / 10) return false;
    value = value * 10 + digit;
    text.remove_prefix(1);
  }
  return true;
}

std::optional<int> take_exponent(std::string_view& text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::uint64_t value = 0;
  if (text.empty() || !take_digits(text, value) || !text.empty() || value > kExponentMax) return std::nullopt;
  return negative ? -static_cast<int>(value) : static_cast<int>(value);
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

// Zeros that end the fraction carry nothing, and would only make 63 bits too few.
std::string_view without_trailing_zeros(std::string_view fraction) {
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  return fraction;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const std::size_t whole = count_digits(text);
  if (whole == 0) return std::nullopt;
  Decimal out;
  if (!take_digits(text, out.digits)) return std::nullopt;
  int places = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::size_t count = count_digits(text);
    if (count == 0) return std::nullopt;
    auto fraction = without_trailing_zeros(text.substr(0, count));
    text.remove_prefix(count);
    places = static_cast<int>(fraction.size() > 1000 ? 1000 : fraction.size());
    if (!take_digits(fraction, out.digits)) return std::nullopt;
  }
  const auto exponent = take_exponent(text);
  if (!exponent) return std::nullopt;
  places -= *exponent;
  if (out.digits == 0) return Decimal{};
  for (; places < 0; ++places) {
    if (out.digits > kDigitsMax / 10) return std::nullopt;
    out.digits *= 10;
  }
  for (; places > 0 && out.digits % 10 == 0; --places) out.digits /= 10;
  out.places = places;
  return out;
}

std::optional<std::int64_t> Decimal::scaled(int wanted) const {
  if (wanted < places) return std::nullopt;
  std::uint64_t value = digits;
  for (int i = places; i < wanted && value != 0; ++i) {
    if (value > kDigitsMax / 10) return std::nullopt;
    value *= 10;
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace zestron::events
