// What flows along the edges of a module graph. Each port has one of these types; a price may be read as a number.
#pragma once

#include "agent/trade.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace zestron::agent {

struct Number {
  double value = 0;
  bool ready = false;  ///< false until enough ticks were seen
};

struct Price {
  Number number;      ///< price × 10^exponent
  domain::Tick tick;  ///< the exact one: money is computed from it
};

/// Which side a position should be on.
struct Signal {
  Side side = Side::kFlat;
};

enum class PortType : std::uint8_t { kNone, kPrice, kNumber, kSignal, kPosition };

/// As a sentence has it: "a price".
constexpr std::string_view with_article(PortType type) {
  switch (type) {
    case PortType::kNone: return "nothing";
    case PortType::kPrice: return "a price";
    case PortType::kNumber: return "a number";
    case PortType::kSignal: return "a signal";
    case PortType::kPosition: return "a position";
  }
  return "nothing";
}

/// A module's output, owned by the module and stable for its lifetime.
using Output = std::variant<std::monostate, const Price*, const Number*, const Signal*, const Position*>;

constexpr PortType type_of(const Output& output) { return static_cast<PortType>(output.index()); }

/// A price is a number too; else the types must be the same.
constexpr bool accepts(PortType port, PortType offered) {
  return port == offered || (port == PortType::kNumber && offered == PortType::kPrice);
}

/// `output` as a port of that type sees it: of a price, a number port sees the number. accepts() holds.
inline Output as(PortType port, const Output& output) {
  if (port == PortType::kNumber) {
    if (const auto* price = std::get_if<const Price*>(&output)) return &(*price)->number;
  }
  return output;
}

}  // namespace zestron::agent
