#include "codec/base58.hpp"

namespace zestron::codec {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

// Five base58 digits fit a 32-bit limb (58^5 < 2^32): a fifth of the passes that digit-by-digit conversion makes.
constexpr std::uint32_t kLimbBase = 58U * 58U * 58U * 58U * 58U;
constexpr int kLimbDigits = 5;

}  // namespace

std::string base58_encode(ByteView bytes) {
  std::size_t zeros = 0;
  while (zeros < bytes.size() && bytes[zeros] == 0) ++zeros;

  std::vector<std::uint32_t> limbs;  // little-endian, base 58^5
  limbs.reserve(bytes.size() / 3 + 1);
  for (std::size_t i = zeros; i < bytes.size(); ++i) {
    std::uint64_t carry = bytes[i];
    for (auto& limb : limbs) {
      carry += static_cast<std::uint64_t>(limb) << 8U;
      limb = static_cast<std::uint32_t>(carry % kLimbBase);
      carry /= kLimbBase;
    }
    if (carry != 0) limbs.push_back(static_cast<std::uint32_t>(carry));
  }

  std::string reversed;
  reversed.reserve(limbs.size() * kLimbDigits);
  for (std::uint32_t limb : limbs) {
    for (int digit = 0; digit < kLimbDigits; ++digit) {
      reversed.push_back(kAlphabet[limb % 58]);
      limb /= 58;
    }
  }
  while (!reversed.empty() && reversed.back() == '1') reversed.pop_back();
  std::string text(zeros, '1');
  text.append(reversed.rbegin(), reversed.rend());
  return text;
}

std::optional<Bytes> base58_decode(std::string_view text, std::size_t size_max) {
  std::size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == '1') ++zeros;
  if (zeros > size_max) return std::nullopt;

  Bytes reversed;
  for (const char c : text.substr(zeros)) {
    const int value = kValues[static_cast<std::uint8_t>(c)];
    if (value < 0) return std::nullopt;
    auto carry = static_cast<std::uint32_t>(value);
    for (auto& byte : reversed) {
      carry += static_cast<std::uint32_t>(byte) * 58U;
      byte = static_cast<std::uint8_t>(carry & 0xffU);
      carry >>= 8U;
    }
    if (carry != 0) reversed.push_back(static_cast<std::uint8_t>(carry));
    if (reversed.size() + zeros > size_max) return std::nullopt;
  }
  Bytes bytes(zeros, 0);
  bytes.insert(bytes.end(), reversed.rbegin(), reversed.rend());
  return bytes;
}

}  // namespace zestron::codec
