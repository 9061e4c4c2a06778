// Appends integers in little-endian order, as Borsh and bincode lay them out.
#pragma once

#include "base/bytes.hpp"

#include <concepts>

namespace zestron::codec {

template <std::integral T>
void put_le(Bytes& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<T>>(value) >> (8U * i)));
  }
}

inline void put_bytes(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace zestron::codec
