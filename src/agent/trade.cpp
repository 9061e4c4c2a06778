#include "agent/trade.hpp"

#include "base/assert.hpp"
#include "codec/fields.hpp"

namespace zestron::agent {
namespace {

constexpr std::uint8_t kVersion = 1;

// One list for both directions.
template <class Io, class Trade>
void members(Io& io, Trade& trade) {
  auto& opened = trade.opened;
  io(opened.number)(opened.quantity);
  io(opened.slot)(opened.at)(opened.price.mantissa)(opened.price.exponent)(opened.cost_micros)(opened.fee_micros);
  io(trade.slot)(trade.at)(trade.price.mantissa)(trade.price.exponent);
  io(trade.proceeds_micros)(trade.fee_micros)(trade.profit_micros);
}

}  // namespace

Bytes canonical_bytes(const TradeClosed& trade) {
  Bytes out;
  out.reserve(kTradeBytes);
  codec::Put put(out);
  put(kVersion);
  members(put, trade);
  ZESTRON_ASSERT(out.size() == kTradeBytes);
  return out;
}

std::optional<TradeClosed> parse_trade(ByteView bytes) {
  codec::Take take(bytes);
  std::uint8_t version = 0;
  TradeClosed out;
  take(version);
  members(take, out);
  if (version != kVersion || !take.ended()) return std::nullopt;
  return out;
}

}  // namespace zestron::agent
