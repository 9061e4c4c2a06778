// SHA-256 (FIPS 180-4) over byte slices, by libsodium.
#pragma once

#include "base/types.hpp"

#include <initializer_list>

namespace zestron::codec {

/// Hash of the concatenation of `parts`, as Solana's `hashv`.
Hash sha256(std::initializer_list<ByteView> parts);
inline Hash sha256(ByteView bytes) { return sha256({bytes}); }

}  // namespace zestron::codec
