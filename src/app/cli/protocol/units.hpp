// Amounts, durations and moments as people write them, exactly: no floating point, nothing rounded, nothing guessed.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace zestron::cli {

/// What a number of an instruction or account counts.
enum class Unit : std::uint8_t {
  kPlain,
  kToken,    ///< of a mint, with its decimals
  kSol,      ///< lamports
  kSeconds,  ///< a length of time
  kMoment,   ///< unix seconds
};

/// By the name that programs give the field: "amount" is a token's, "…_s" a length of time, "…_at" and "…until" a moment.
Unit unit_of(std::string_view field);

/// "12.5" with 9 decimals: 12500000000. More decimals than the token has, a sign, an exponent or more than 64 bits are refused.
std::expected<std::uint64_t, std::string> parse_amount(std::string_view text, std::uint8_t decimals);
std::string format_amount(std::uint64_t amount, std::uint8_t decimals);

/// "90", "90s", "15m", "12h", "30d", "4y" (of 365 days).
std::expected<std::int64_t, std::string> parse_seconds(std::string_view text);
std::string format_seconds(std::int64_t seconds);

/// Unix seconds, or "+30d" from `now`.
std::expected<std::int64_t, std::string> parse_moment(std::string_view text, std::int64_t now);
/// "2026-12-26 03:00:00 UTC"; "never" for 0.
std::string format_moment(std::int64_t unix_seconds);

}  // namespace zestron::cli
