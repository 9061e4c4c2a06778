// Solana's "compact-u16" length prefix: seven bits a byte, little end first, at most three bytes.
// Source: the crate solana-short-vec; the decoder refuses what it refuses (aliases, values above 65535).
#pragma once

#include "base/bytes.hpp"

#include <optional>

namespace zestron::codec {

void put_compact_u16(Bytes& out, std::uint16_t value);
/// Takes the prefix off `bytes`; nullopt when it is cut short, has a needless zero byte, or exceeds 65535.
std::optional<std::uint16_t> take_compact_u16(ByteView& bytes);

}  // namespace zestron::codec
