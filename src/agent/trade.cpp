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
  Writer& operator()(Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i)
      out_[at_++] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    return *this;
  }
  template <class Rep, class Tag>
  Writer& operator()(Strong<Rep, Tag> value) {
    return (*this)(value.value());
  }

 private:
  std::array<std::uint8_t, kTradeBytes>& out_;
  std::size_t at_ = 0;
};

// Of exactly kTradeBytes.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  template <class Integer>
  Reader& operator()(Integer& value) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) sum |= std::uint64_t{bytes_[at_++]} << (8 * i);
    value = static_cast<Integer>(sum);
    return *this;
  }
  template <class Rep, class Tag>
  Reader& operator()(Strong<Rep, Tag>& value) {
    Rep rep{};
    (*this)(rep);
    value = Strong<Rep, Tag>(rep);
    return *this;
  }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
};

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

std::array<std::uint8_t, kTradeBytes> canonical_bytes(const TradeClosed& trade) {
  std::array<std::uint8_t, kTradeBytes> out{};
  Writer writer(out);
  writer(kVersion);
  members(writer, trade);
  return out;
}

std::optional<TradeClosed> parse_trade(ByteView bytes) {
  if (bytes.size() != kTradeBytes || bytes[0] != kVersion) return std::nullopt;
  TradeClosed out;
  Reader reader(bytes.subspan(1));
  members(reader, out);
  return out;
}

}  // namespace zestron::agent
