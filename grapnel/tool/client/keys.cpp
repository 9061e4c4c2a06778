#include "client/keys.hpp"

#include <grapnel/client/base58.hpp>
#include <grapnel/pda.hpp>

#include <algorithm>

namespace grapnel::tool::client {

std::optional<KeyBytes> decode_key(std::string_view base58) {
  if (base58.empty() || base58.size() > 44) return std::nullopt;
  const std::string_view alphabet = grapnel::detail::kBase58Alphabet;
  KeyBytes out(32);
  for (const char c : base58) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    std::size_t carry = digit;
    for (std::size_t i = out.size(); i-- > 0;) {
      carry += out[i] * std::size_t{58};
      out[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) return std::nullopt;
  }
  // One leading '1' for each leading zero byte, or it is the text of a shorter or longer value.
  const auto ones =
      static_cast<std::size_t>(std::ranges::find_if(base58, [](char c) { return c != '1'; }) - base58.begin());
  const auto zeros =
      static_cast<std::size_t>(std::ranges::find_if(out, [](std::uint8_t b) { return b != 0; }) - out.begin());
  if (ones != zeros) return std::nullopt;
  return out;
}

std::string encode_key(const KeyBytes& key) { return to_base58(Pubkey::from_bytes(key.data())); }

DerivedKey derive_key(const KeyBytes& program, const std::vector<std::uint8_t>& seeds) {
  const std::string joined(seeds.begin(), seeds.end());
  const grapnel::Pda pda = find_program_address(Pubkey::from_bytes(program.data()), Text{joined.data(), joined.size()});
  return {to_base58(pda.address), pda.bump};
}

}  // namespace grapnel::tool::client
