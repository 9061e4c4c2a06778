#include "app/cli/protocol/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace zestron::cli {
namespace {

constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour, kYear = 365 * kDay;

// Fields in a token's smallest unit. What is not here and ends like no time is a plain number.
constexpr std::array kTokenFields{
    "amount",
    "amount_in",
    "bond",
    "bonded_amount",
    "cooling",
    "cooling_amount",
    "dispute_bond",
    "earned",
    "allotted",
    "emission",
    "emission_max",
    "emission_min",
    "pot",
    "receipts",
    "destination_token_amount",
    "max_price",
    "max_stake",
    "maximum_pool_token_amount",
    "maximum_token_a_amount",
    "maximum_token_b_amount",
    "minimum_amount_out",
    "minimum_pool_token_amount",
    "minimum_token_a_amount",
    "minimum_token_b_amount",
    "mint_supply",
    "owed",
    "owed_developer",
    "owed_staker",
    "owed_treasury",
    "paid",
    "paid_developer",
    "paid_treasury",
    "period",
    "perpetual",
    "pool_staked",
    "pool_token_amount",
    "price",
    "quorum",
    "received",
    "refunded",
    "rewards_owed",
    "slashed",
    "source_token_amount",
    "stake",
    "stake_amount",
    "staked",
    "stream_amount",
    "treasury",
    "unbonding_amount",
    "use",
    "use_price",
    "weight",
};

template <class Integer>
bool parse_digits(std::string_view text, Integer& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

}  // namespace

Unit unit_of(std::string_view field) {
  if (field.ends_with("_s") || field.ends_with("_seconds")) return Unit::kSeconds;
  if (field.ends_with("until") || field.ends_with("_at") || field == "resolve_by" || field == "waiting_since")
    return Unit::kMoment;
  if (field == "flat_fee" || field == "lamports" || field == "fee") return Unit::kSol;
  return std::ranges::find(kTokenFields, field) != kTokenFields.end() ? Unit::kToken : Unit::kPlain;
}

std::expected<std::uint64_t, std::string> parse_amount(std::string_view text, std::uint8_t decimals) {
  const auto refuse = [&](std::string_view why) {
    return std::unexpected(fmt::format("'{}' is no amount: {}", text, why));
  };
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  auto fraction = point == text.npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() && fraction.empty()) return refuse("write digits, such as 12.5");
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > decimals) return refuse(fmt::format("the token has {} decimals", decimals));
  std::uint64_t value = 0;
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  const auto add_digit = [&](char c) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMost - digit) / 10) return false;
    value = value * 10 + digit;
    return true;
  };
  for (const char c : whole) {
    if (!add_digit(c)) return refuse("only digits and one point, and no more than a token can have");
  }
  for (std::size_t i = 0; i < decimals; ++i) {
    if (!add_digit(i < fraction.size() ? fraction[i] : '0'))
      return refuse("only digits and one point, and no more than a token can have");
  }
  return value;
}

std::string format_amount(std::uint64_t amount, std::uint8_t decimals) {
  std::string digits = std::to_string(amount);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1U - digits.size(), '0');
  std::string whole = digits.substr(0, digits.size() - decimals);
  std::string fraction = digits.substr(digits.size() - decimals);
  while (fraction.ends_with('0')) fraction.pop_back();
  return fraction.empty() ? whole : whole + "." + fraction;
}

std::expected<std::int64_t, std::string> parse_seconds(std::string_view text) {
  constexpr std::pair<char, std::int64_t> kUnits[] = {
      {'s', 1}, {'m', kMinute}, {'h', kHour}, {'d', kDay}, {'y', kYear}};
  std::int64_t unit = 1;
  auto number = text;
  for (const auto& [letter, seconds] : kUnits) {
    if (!text.ends_with(letter)) continue;
    unit = seconds;
    number.remove_suffix(1);
  }
  std::int64_t count = 0;
  if (!parse_digits(number, count) || count < 0 || count > std::numeric_limits<std::int64_t>::max() / unit)
    return std::unexpected(fmt::format("'{}' is no length of time; write 90s, 15m, 12h, 30d or 4y", text));
  return count * unit;
}

std::string format_seconds(std::int64_t seconds) {
  if (seconds != 0 && seconds % kDay == 0) return fmt::format("{}d", seconds / kDay);
  if (seconds != 0 && seconds % kHour == 0) return fmt::format("{}h", seconds / kHour);
  if (seconds != 0 && seconds % kMinute == 0) return fmt::format("{}m", seconds / kMinute);
  return fmt::format("{}s", seconds);
}

std::expected<std::int64_t, std::string> parse_moment(std::string_view text, std::int64_t now) {
  if (text.starts_with('+')) {
    const auto length = parse_seconds(text.substr(1));
    if (!length) return length;
    if (*length > std::numeric_limits<std::int64_t>::max() - now)
      return std::unexpected(fmt::format("'{}' is too far ahead", text));
    return now + *length;
  }
  std::int64_t moment = 0;
  if (!parse_digits(text, moment))
    return std::unexpected(fmt::format("'{}' is no moment; write unix seconds, or +30d from now", text));
  return moment;
}

std::string format_moment(std::int64_t unix_seconds) {
  if (unix_seconds == 0) return "never";
  // What a calendar can't show is shown as it is.
  if (unix_seconds < 0 || unix_seconds > std::int64_t{253'402'300'799}) return std::to_string(unix_seconds);
  const std::chrono::sys_seconds at{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace zestron::cli
