#include "codec/cid.hpp"

#include <algorithm>

namespace zestron::codec {
namespace {

constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";  // RFC 4648 §6, lower case, unpadded
constexpr std::array<std::uint8_t, 4> kPrefix{0x01, 0x55, 0x12, 0x20};    // version, raw, sha2-256, 32 bytes
constexpr std::size_t kSize = kPrefix.size() + Hash::kSize;

}  // namespace

std::string cid_of(const Hash& sha256) {
  Bytes bytes(kPrefix.begin(), kPrefix.end());
  bytes.insert(bytes.end(), sha256.value().begin(), sha256.value().end());
  std::string text = "b";
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const auto byte : bytes) {
    bits = (bits << 8U) | byte;
    for (count += 8; count >= 5; count -= 5) text += kBase32[(bits >> (count - 5)) & 31U];
  }
  if (count != 0) text += kBase32[(bits << (5 - count)) & 31U];
  return text;
}

std::optional<Hash> hash_of(std::string_view cid) {
  if (!cid.starts_with('b')) return std::nullopt;
  Bytes bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : cid.substr(1)) {
    const auto value = kBase32.find(c);
    if (value == std::string_view::npos || bytes.size() > kSize) return std::nullopt;
    bits = (bits << 5U) | static_cast<std::uint32_t>(value);
    count += 5;
    if (count >= 8) {
      bytes.push_back(static_cast<std::uint8_t>(bits >> (count - 8)));
      count -= 8;
    }
  }
  if (bytes.size() != kSize || !std::equal(kPrefix.begin(), kPrefix.end(), bytes.begin())) return std::nullopt;
  const auto hash = Hash::from(ByteView(bytes).subspan(kPrefix.size()));
  // One text for one hash: left-over bits must be zero.
  return hash && cid_of(*hash) == cid ? hash : std::nullopt;
}

}  // namespace zestron::codec
