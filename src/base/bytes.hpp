// Byte sequences: owned, borrowed, and fixed-size ones with a meaning of their own (public key, hash, signature).
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace zestron {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// N bytes that mean something: types with different tags do not mix.
template <std::size_t N, class Tag>
class FixedBytes {
 public:
  static constexpr std::size_t kSize = N;

  constexpr FixedBytes() = default;
  constexpr explicit FixedBytes(const std::array<std::uint8_t, N>& bytes) : bytes_(bytes) {}
  /// nullopt unless `bytes` has exactly N elements.
  static std::optional<FixedBytes> from(ByteView bytes) {
    if (bytes.size() != N) return std::nullopt;
    FixedBytes result;
    std::copy(bytes.begin(), bytes.end(), result.bytes_.begin());
    return result;
  }

  [[nodiscard]] constexpr const std::array<std::uint8_t, N>& value() const { return bytes_; }
  [[nodiscard]] constexpr std::array<std::uint8_t, N>& value() { return bytes_; }
  [[nodiscard]] constexpr const std::uint8_t* data() const { return bytes_.data(); }
  [[nodiscard]] constexpr std::uint8_t* data() { return bytes_.data(); }
  [[nodiscard]] constexpr ByteView view() const { return bytes_; }

  constexpr auto operator<=>(const FixedBytes&) const = default;

 private:
  std::array<std::uint8_t, N> bytes_{};
};

}  // namespace zestron

template <std::size_t N, class Tag>
struct std::hash<zestron::FixedBytes<N, Tag>> {
  /// Folds all bytes: keys made by counting differ in a few of them only.
  std::size_t operator()(const zestron::FixedBytes<N, Tag>& value) const noexcept {
    std::uint64_t state = 0x9e3779b97f4a7c15ULL;
    for (std::size_t at = 0; at + 8 <= N; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, value.data() + at, sizeof word);
      state = (state ^ word) * 0xff51afd7ed558ccdULL;
      state ^= state >> 32;
    }
    return static_cast<std::size_t>(state);
  }
};
