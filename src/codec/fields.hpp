// Puts values into bytes and takes them out again, so that what is kept has one form: what is read back writes the same bytes. Sits
// below the codecs of trades, intents, events, requests and records.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace zestron::codec {

/// Integers little-endian, doubles by their bits, bool one byte, keys as they are, texts and lists behind a u32 count.
class Put {
 public:
  explicit Put(Bytes& out) : out_(out) {}

  template <class T>
    requires std::is_integral_v<T>
  Put& operator()(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
      out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i)));
    return *this;
  }
  Put& operator()(double value) { return (*this)(std::bit_cast<std::uint64_t>(value)); }
  template <std::size_t N, class Tag>
  Put& operator()(const FixedBytes<N, Tag>& value) {
    out_.insert(out_.end(), value.view().begin(), value.view().end());
    return *this;
  }
  template <class Rep, class Tag>
  Put& operator()(Strong<Rep, Tag> value) {
    return (*this)(value.value());
  }
  Put& operator()(std::string_view text) { return (*this)(as_bytes(text)); }
  Put& operator()(const std::string& text) { return (*this)(std::string_view(text)); }
  Put& operator()(ByteView bytes) {
    (*this)(static_cast<std::uint32_t>(bytes.size()));
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  template <class T>
    requires std::is_arithmetic_v<T>
  Put& operator()(const std::vector<T>& values) {
    (*this)(static_cast<std::uint32_t>(values.size()));
    for (const auto value : values) (*this)(value);
    return *this;
  }

 private:
  Bytes& out_;
};

/// Takes values off the front. Once something does not fit, ok() is false and everything after is left as it was.
class Take {
 public:
  explicit Take(ByteView bytes) : rest_(bytes) {}
  [[nodiscard]] bool ok() const { return ok_; }
  /// All was taken, and all of it fitted.
  [[nodiscard]] bool ended() const { return ok_ && rest_.empty(); }
  void refuse() { ok_ = false; }

  template <class T>
    requires std::is_integral_v<T>
  Take& operator()(T& value) {
    const auto bytes = slice(sizeof(T));
    if (!ok_) return *this;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) sum |= std::uint64_t{bytes[i]} << (8 * i);
    if constexpr (std::is_same_v<T, bool>) ok_ = sum <= 1;
    value = static_cast<T>(sum);
    return *this;
  }
  Take& operator()(double& value) {
    std::uint64_t bits = 0;
    (*this)(bits);
    value = std::bit_cast<double>(bits);
    return *this;
  }
  template <std::size_t N, class Tag>
  Take& operator()(FixedBytes<N, Tag>& value) {
    if (const auto fixed = FixedBytes<N, Tag>::from(slice(N))) value = *fixed;
    return *this;
  }
  template <class Rep, class Tag>
  Take& operator()(Strong<Rep, Tag>& value) {
    Rep rep{};
    (*this)(rep);
    value = Strong<Rep, Tag>(rep);
    return *this;
  }
  Take& operator()(std::string& text) {
    text = as_text(counted());
    return *this;
  }
  Take& operator()(Bytes& bytes) {
    const auto view = counted();
    bytes.assign(view.begin(), view.end());
    return *this;
  }
  template <class T>
    requires(std::is_arithmetic_v<T> && !std::is_same_v<T, std::uint8_t>)
  Take& operator()(std::vector<T>& values) {
    const auto count = size_of_list(sizeof(T));
    values.resize(count);
    for (auto& value : values) (*this)(value);
    return *this;
  }
  /// How many elements follow, each of at least so many bytes: no more than the bytes that are left can hold.
  std::size_t size_of_list(std::size_t bytes_each) {
    std::uint32_t count = 0;
    (*this)(count);
    if (ok_ && count > rest_.size() / bytes_each) ok_ = false;
    return ok_ ? count : 0;
  }
  ByteView counted() {
    std::uint32_t size = 0;
    (*this)(size);
    return slice(size);
  }

 private:
  ByteView slice(std::size_t size) {
    ok_ = ok_ && rest_.size() >= size;
    if (!ok_) return {};
    const auto front = rest_.first(size);
    rest_ = rest_.subspan(size);
    return front;
  }
  ByteView rest_;
  bool ok_ = true;
};

/// A variant's alternative at `place`, default-constructed into `out`; false when there is none.
template <class Variant, std::size_t I = 0>
bool emplace_at(Variant& out, std::size_t place) {
  if constexpr (I == std::variant_size_v<Variant>) {
    return false;
  } else {
    if (place == I) {
      out.template emplace<I>();
      return true;
    }
    return emplace_at<Variant, I + 1>(out, place);
  }
}

}  // namespace zestron::codec
