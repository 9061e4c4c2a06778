#include "chain_rpc/decode_problem.hpp"

#include <fmt/format.h>

#include <cctype>

namespace zestron::chain_rpc {

std::string base64_problem(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (std::isalnum(c) == 0 && c != '+' && c != '/' && c != '=') return fmt::format("InvalidByte({}, {})", at, c);
  }
  return text.size() % 4 == 1 ? fmt::format("InvalidLength({})", text.size()) : "InvalidPadding";
}

std::string base58_problem(std::string_view text) {
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const auto at = text.find_first_not_of(kAlphabet);
  if (at == std::string_view::npos) return "BufferTooSmall";
  if (static_cast<unsigned char>(text[at]) >= 0x80) return fmt::format("NonAsciiCharacter {{ index: {} }}", at);
  return fmt::format("InvalidCharacter {{ character: '{}', index: {} }}", text[at], at);
}

}  // namespace zestron::chain_rpc
