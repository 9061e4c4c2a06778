// A paper position and the trades it makes, in exact integers: base quantity in nano-units, money in micro-units of the quote
// currency. Everything is rounded against the position.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <optional>

namespace zestron::agent {

enum class Side : std::uint8_t { kFlat = 0, kLong = 1 };

/// mantissa × 10^exponent
struct FillPrice {
  std::int64_t mantissa = 0;
  std::int32_t exponent = 0;
  bool operator==(const FillPrice&) const = default;
};

struct TradeOpened {
  std::uint64_t number = 0;  ///< from 1
  Slot slot;
  UnixMillis at;
  FillPrice price;                ///< after slippage
  std::uint64_t quantity = 0;     ///< nano-units of the base
  std::uint64_t cost_micros = 0;  ///< without the fee
  std::uint64_t fee_micros = 0;
  bool operator==(const TradeOpened&) const = default;
};

struct TradeClosed {
  TradeOpened opened;
  Slot slot;
  UnixMillis at;
  FillPrice price;
  std::uint64_t proceeds_micros = 0;  ///< without the fee
  std::uint64_t fee_micros = 0;       ///< of closing
  std::int64_t profit_micros = 0;     ///< proceeds − cost − both fees
  bool operator==(const TradeClosed&) const = default;
};

/// The bytes that stand for a closed trade in the Merkle tree of a claim, little endian:
///
///   0 version u8 = 1 │ 1 number u64 │ 9 quantity u64
///   17 opened: slot u64 │ 25 at i64 ms │ 33 price i64 │ 41 exponent i32 │ 45 cost u64 │ 53 fee u64
///   61 closed: slot u64 │ 69 at i64 ms │ 77 price i64 │ 85 exponent i32 │ 89 proceeds u64 │ 97 fee u64 │ 105 profit i64
inline constexpr std::size_t kTradeBytes = 113;
Bytes canonical_bytes(const TradeClosed& trade);
/// nullopt for anything that canonical_bytes() does not make.
std::optional<TradeClosed> parse_trade(ByteView bytes);

/// What a position module shows after a tick.
struct Position {
  Side side = Side::kFlat;
  std::uint64_t quantity = 0;        ///< nano-units of the base; 0 when flat
  std::int64_t start_micros = 0;     ///< equity before the first trade
  std::int64_t realised_micros = 0;  ///< sum of the profits of closed trades
  std::int64_t equity_micros = 0;  ///< start + realised + what the open trade would gain at this tick's price, without
                                   ///< slippage and the fee of closing
  std::uint64_t trades = 0;        ///< closed ones
  std::optional<TradeOpened> opened;  ///< in this tick
  std::optional<TradeClosed> closed;  ///< in this tick
};

}  // namespace zestron::agent
