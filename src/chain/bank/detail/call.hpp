// Between C++ types and the C ABI of zestron_bank.h; private to this folder.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"
#include "chain/bank/error.hpp"
#include "zestron_bank.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace zestron::chain::bank::detail {

/// A zb_buf that frees itself.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(zb_buf buf) : buf_(buf) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { zb_buf_free(&buf_); }

  [[nodiscard]] zb_buf* out() { return &buf_; }
  [[nodiscard]] ByteView bytes() const { return {buf_.data, buf_.len}; }
  [[nodiscard]] std::string text() const { return std::string(as_text(bytes())); }

 private:
  zb_buf buf_{};
};

inline zb_slice slice(ByteView bytes) { return {bytes.data(), bytes.size()}; }
inline zb_slice slice(std::string_view text) { return slice(as_bytes(text)); }
inline ByteView view(zb_slice bytes) { return {bytes.data, bytes.len}; }

template <class Fixed>
Fixed fixed(const std::uint8_t* bytes) {
  Fixed result;
  std::copy_n(bytes, Fixed::kSize, result.data());
  return result;
}

/// Runs `function(err)`; a status that is not ZB_OK becomes the error.
template <class Function>
Result<void> call(Function&& function) {
  Buffer err;
  const zb_status status = std::forward<Function>(function)(err.out());
  if (status == ZB_OK) return {};
  return fail(static_cast<BankError>(status), err.text());
}

/// For functions that answer in a zb_buf: runs `function(out, err)`.
template <class Function>
Result<std::string> text_of(Function&& function) {
  Buffer out;
  auto done = call([&](zb_buf* err) { return function(out.out(), err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return out.text();
}

}  // namespace zestron::chain::bank::detail
