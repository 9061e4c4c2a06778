#include "agent/trade.hpp"

#include "base/assert.hpp"

#include <cstddef>

namespace zestron::agent {
namespace {

constexpr std::uint8_t kVersion = 1;

class Writer {
 public:
  explicit Writer(std::array<std::uint8_t, kTradeBytes>& out) : out_(out) {}
  ~Writer() { ZESTRON_ASSERT(at_ == kTradeBytes); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  template <class Integer>
  Writer& put(Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i)
      out_[at_++] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    return *this;
  }

 private:
  std::array<std::uint8_t, kTradeBytes>& out_;
  std::size_t at_ = 0;
};

}  // namespace

std::array<std::uint8_t, kTradeBytes> canonical_bytes(const TradeClosed& trade) {
  std::array<std::uint8_t, kTradeBytes> out{};
  const auto& opened = trade.opened;
  Writer writer(out);
  writer.put(kVersion).put(opened.number).put(opened.quantity);
  writer.put(opened.slot.value()).put(opened.at.value()).put(opened.price.mantissa).put(opened.price.exponent);
  writer.put(opened.cost_micros).put(opened.fee_micros);
  writer.put(trade.slot.value()).put(trade.at.value()).put(trade.price.mantissa).put(trade.price.exponent);
  writer.put(trade.proceeds_micros).put(trade.fee_micros).put(trade.profit_micros);
  return out;
}

}  // namespace zestron::agent
