// Addresses for the client's writer: base58 both ways, and the canonical address of seeds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool::client {

using KeyBytes = std::vector<std::uint8_t>;  // 32

std::optional<KeyBytes> decode_key(std::string_view base58);
std::string encode_key(const KeyBytes& key);

struct DerivedKey {
  std::string address;
  unsigned bump = 0;
};

// `seeds` joined, all of them at most 32 bytes long.
DerivedKey derive_key(const KeyBytes& program, const std::vector<std::uint8_t>& seeds);

}  // namespace grapnel::tool::client
