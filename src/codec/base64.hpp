// Standard base64 with padding (RFC 4648 §4), as Solana's RPC uses it. No I/O.
#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace zestron::codec {

std::string base64_encode(ByteView bytes);
/// Strict: padding required, no whitespace, no unused bits set; nullopt otherwise.
std::optional<Bytes> base64_decode(std::string_view text);

}  // namespace zestron::codec
