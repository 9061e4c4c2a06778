// Content identifiers as IPFS writes them: CIDv1, codec raw (0x55), multihash sha2-256, multibase base32 ("b").
// Source: github.com/multiformats/cid.
#pragma once

#include "base/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace zestron::codec {

/// 59 characters, starts with "bafkrei".
std::string cid_of(const Hash& sha256);
/// The hash in a CID of exactly that kind; nullopt for any other.
std::optional<Hash> hash_of(std::string_view cid);

}  // namespace zestron::codec
