// Bitcoin's base58 alphabet, as Solana prints keys, hashes and signatures. No I/O; the decoder is fuzzed.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace zestron::codec {

/// Quadratic in the length; meant for at most a few hundred bytes.
std::string base58_encode(ByteView bytes);
/// nullopt for a character outside the alphabet. `size_max` bounds the work on hostile input.
std::optional<Bytes> base58_decode(std::string_view text, std::size_t size_max = 2048);

/// A key, hash or signature from text; nullopt unless it is base58 of exactly the right length.
template <class Fixed>
std::optional<Fixed> from_base58(std::string_view text) {
  const auto bytes = base58_decode(text, Fixed::kSize + 1);
  if (!bytes) return std::nullopt;
  return Fixed::from(*bytes);
}

template <std::size_t N, class Tag>
std::string to_base58(const FixedBytes<N, Tag>& value) {
  return base58_encode(value.view());
}

}  // namespace zestron::codec
