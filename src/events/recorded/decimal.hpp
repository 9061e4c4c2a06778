// Decimal text, exactly: an integer and where its point stands, no double on the way. For the reader of recorded series.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zestron::events {

/// digits × 10^−places, in lowest terms: no trailing zero behind the point.
struct Decimal {
  std::uint64_t digits = 0;
  int places = 0;  ///< ≥ 0
  bool operator==(const Decimal&) const = default;

  /// × 10^`wanted`; nullopt when digits would be lost or 63 bits do not hold it.
  [[nodiscard]] std::optional<std::int64_t> scaled(int wanted) const;
};

/// `12`, `12.50`, `0.5`, `1e-05`, `1.5E+3`: not negative, at most 19 significant digits and an exponent within ±30, as price files
/// have them. nullopt for anything else, such as a sign, a group separator, white space or a missing digit.
std::optional<Decimal> parse_decimal(std::string_view text);

}  // namespace zestron::events
