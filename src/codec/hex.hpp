// Hexadecimal text of bytes, as Pyth names feeds and the command line shows hashes. No I/O.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace zestron::codec {

/// Two lowercase digits a byte.
std::string hex_encode(ByteView bytes);
/// Either case; nullopt for an odd number of characters or anything that is no digit.
std::optional<Bytes> hex_decode(std::string_view text);

}  // namespace zestron::codec
