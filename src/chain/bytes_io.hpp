// Little-endian fields into and out of a byte string, for the records of the ledger and of history.
// A source that runs dry gives zeros from then on and says so once, in ok(): decoders check at their end.
#pragma once

#include "base/bytes.hpp"

#include <bit>
#include <concepts>
#include <cstring>
#include <string>

namespace zestron::chain {

static_assert(std::endian::native == std::endian::little);

class ByteSink {
 public:
  template <std::integral T>
  void integer(T value) {
    std::uint8_t bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
  }
  template <std::size_t N, class Tag>
  void fixed(const FixedBytes<N, Tag>& value) {
    raw(value.view());
  }
  void raw(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  /// With its length (u32) in front.
  void blob(ByteView bytes) {
    integer(static_cast<std::uint32_t>(bytes.size()));
    raw(bytes);
  }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

class ByteSource {
 public:
  explicit ByteSource(ByteView bytes) : bytes_(bytes) {}

  template <std::integral T>
  T integer() {
    const ByteView from = raw(sizeof(T));
    T value{};
    if (!from.empty()) std::memcpy(&value, from.data(), sizeof value);
    return value;
  }
  template <class Fixed>
  Fixed fixed() {
    return Fixed::from(raw(Fixed::kSize)).value_or(Fixed{});
  }
  ByteView raw(std::size_t size) {
    if (size > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return {};
    }
    const ByteView front = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return front;
  }
  ByteView blob() { return raw(integer<std::uint32_t>()); }
  ByteView rest() { return raw(bytes_.size()); }

  [[nodiscard]] std::size_t left() const { return bytes_.size(); }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return ok_ && bytes_.empty(); }

 private:
  ByteView bytes_;
  bool ok_ = true;
};

}  // namespace zestron::chain
