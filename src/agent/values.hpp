// What flows along the edges of a module graph. Each port has one of these types; a price may be read as a number. All are plain
// data inside the agent's own block of memory, so that an agent is copied, moved and kept as bytes.
#pragma once

#include "agent/trade.hpp"
#include "domain/intent.hpp"
#include "domain/tick.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

namespace zestron::agent {

/// A figure for decisions, never money.
struct Number {
  double value = 0;
  bool ready = false;  ///< false until enough was seen
};

struct Price {
  Number number;      ///< price × 10^exponent
  domain::Tick tick;  ///< the exact one: money is computed from it
};

/// Tokens, exact.
struct Quantity {
  std::uint64_t units = 0;  ///< base units of the mint
  Pubkey mint;
  bool ready = false;
};

struct Mint {
  Pubkey key;
  bool ready = false;
};

struct Boolean {
  bool value = false;
  bool ready = false;
};

/// Which side a position should be on.
struct Signal {
  Side side = Side::kFlat;
};

/// What an action module would like to happen; nothing happens unless it reaches a `submit`.
struct Wish {
  domain::Action action;
  bool ready = false;  ///< holds for the tick in which the wish was made
};

/// Bytes follow it in the block, as many as its module declared.
struct Text {
  std::uint32_t size = 0, capacity = 0;
  [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), size}; }
  /// What does not fit is cut off between two characters.
  void set(std::string_view text) {
    std::size_t end = std::min<std::size_t>(text.size(), capacity);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    size = static_cast<std::uint32_t>(end);
    if (end != 0) std::memcpy(this + 1, text.data(), end);
  }
};

/// Doubles follow it in the block, as many as its module declared; they are ready together.
struct Vector {
  std::uint32_t size = 0, capacity = 0;
  [[nodiscard]] std::span<const double> view() const { return {reinterpret_cast<const double*>(this + 1), size}; }
  /// All `capacity` of them.
  [[nodiscard]] std::span<double> room() { return {reinterpret_cast<double*>(this + 1), capacity}; }
  [[nodiscard]] bool ready() const { return size == capacity && size != 0; }
};

enum class PortType : std::uint8_t {
  kPrice,
  kNumber,
  kQuantity,
  kMint,
  kBoolean,
  kSignal,
  kText,
  kVector,
  kPosition,
  kIntent,
};
inline constexpr std::size_t kPortTypes = 10;

template <PortType Type>
struct Carries {
  static constexpr auto kType = Type;
};

/// The port type of a C++ type.
template <class T>
struct PortOf;
template <>
struct PortOf<Price> : Carries<PortType::kPrice> {};
template <>
struct PortOf<Number> : Carries<PortType::kNumber> {};
template <>
struct PortOf<Quantity> : Carries<PortType::kQuantity> {};
template <>
struct PortOf<Mint> : Carries<PortType::kMint> {};
template <>
struct PortOf<Boolean> : Carries<PortType::kBoolean> {};
template <>
struct PortOf<Signal> : Carries<PortType::kSignal> {};
template <>
struct PortOf<Text> : Carries<PortType::kText> {};
template <>
struct PortOf<Vector> : Carries<PortType::kVector> {};
template <>
struct PortOf<Position> : Carries<PortType::kPosition> {};
template <>
struct PortOf<Wish> : Carries<PortType::kIntent> {};

/// As documents have it.
constexpr std::string_view to_string(PortType type) {
  switch (type) {
    case PortType::kPrice: return "price";
    case PortType::kNumber: return "number";
    case PortType::kQuantity: return "quantity";
    case PortType::kMint: return "mint";
    case PortType::kBoolean: return "boolean";
    case PortType::kSignal: return "signal";
    case PortType::kText: return "text";
    case PortType::kVector: return "vector";
    case PortType::kPosition: return "position";
    case PortType::kIntent: return "intent";
  }
  return "number";
}

/// As a sentence has it.
constexpr std::string_view with_article(PortType type) {
  switch (type) {
    case PortType::kPrice: return "a price";
    case PortType::kNumber: return "a number";
    case PortType::kQuantity: return "a quantity";
    case PortType::kMint: return "a mint";
    case PortType::kBoolean: return "a boolean";
    case PortType::kSignal: return "a signal";
    case PortType::kText: return "a text";
    case PortType::kVector: return "a vector";
    case PortType::kPosition: return "a position";
    case PortType::kIntent: return "an intent";
  }
  return "a number";
}

/// A price is a number too (its number stands first in it); else the types must be the same.
constexpr bool accepts(PortType port, PortType offered) {
  return port == offered || (port == PortType::kNumber && offered == PortType::kPrice);
}

/// Bytes of a value; `capacity` counts what follows a text or vector.
constexpr std::size_t bytes_of(PortType type, std::uint32_t capacity) {
  switch (type) {
    case PortType::kPrice: return sizeof(Price);
    case PortType::kNumber: return sizeof(Number);
    case PortType::kQuantity: return sizeof(Quantity);
    case PortType::kMint: return sizeof(Mint);
    case PortType::kBoolean: return sizeof(Boolean);
    case PortType::kSignal: return sizeof(Signal);
    case PortType::kText: return sizeof(Text) + capacity;
    case PortType::kVector: return sizeof(Vector) + capacity * sizeof(double);
    case PortType::kPosition: return sizeof(Position);
    case PortType::kIntent: return sizeof(Wish);
  }
  return 0;
}

/// As a value is before anything was seen. `at` is a multiple of 8.
inline void begin_value(std::byte* at, PortType type, std::uint32_t capacity) {
  switch (type) {
    case PortType::kPrice: ::new (at) Price{}; break;
    case PortType::kNumber: ::new (at) Number{}; break;
    case PortType::kQuantity: ::new (at) Quantity{}; break;
    case PortType::kMint: ::new (at) Mint{}; break;
    case PortType::kBoolean: ::new (at) Boolean{}; break;
    case PortType::kSignal: ::new (at) Signal{}; break;
    case PortType::kText: ::new (at) Text{0, capacity}; break;
    case PortType::kVector: ::new (at) Vector{0, capacity}; break;
    case PortType::kPosition: ::new (at) Position{}; break;
    case PortType::kIntent: ::new (at) Wish{}; break;
  }
}

}  // namespace zestron::agent
