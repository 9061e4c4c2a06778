#include "instructions.hpp"

#include <grapnel/syscalls.hpp>

#include <algorithm>
#include <string>

namespace grapnel::testing::token_program_detail {
namespace {

// A dot, a leading zero and 255 digits.
constexpr usize kDigitsMax = 257;

bool is_continuation(u8 byte) { return (byte & 0xc0) == 0x80; }

// The length of the character that begins there; 0: none does. Rust's from_utf8: no overlong forms, no surrogates, nothing
// above U+10FFFF.
usize utf8_length(std::span<const u8> text) {
  const u8 first = text[0];
  if (first < 0x80) return 1;
  const usize length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  const u8 second_min = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const u8 second_max = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (text[1] < second_min || text[1] > second_max) return 0;
  return std::ranges::all_of(text.subspan(2, length - 2), is_continuation) ? length : 0;
}
bool is_utf8(std::span<const u8> text) {
  while (!text.empty()) {
    const usize length = utf8_length(text);
    if (length == 0) return false;
    text = text.subspan(length);
  }
  return true;
}

std::string_view without_trailing(std::string_view text, char what) {
  const auto end = text.find_last_not_of(what);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

// As Rust reads a u64: one plus may stand before the digits.
u64 parse(std::string_view text) {
  if (text.size() > 1 && text[0] == '+') text.remove_prefix(1);
  if (text.empty()) refuse(ProgramError::InvalidArgument);
  u64 value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, static_cast<u64>(c - '0'), &value)) {
      refuse(ProgramError::InvalidArgument);
    }
  }
  return value;
}

u64 amount_of(std::string_view text, usize decimals) {
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view all_behind = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  const std::string_view behind = without_trailing(all_behind.substr(0, all_behind.find('.')), '0');
  if ((whole.empty() && behind.empty()) || all_behind.find('.') != std::string_view::npos || behind.size() > decimals ||
      whole.size() + decimals > kDigitsMax) {
    refuse(ProgramError::InvalidArgument);
  }
  std::string digits = std::string(whole) + std::string(behind);
  digits.resize(whole.size() + decimals, '0');
  return parse(digits);
}

std::string text_of(u64 amount, usize decimals) {
  std::string digits = std::to_string(amount);
  if (decimals == 0) return digits;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, 1, '.');
  return std::string(without_trailing(without_trailing(digits, '0'), '.'));
}

}  // namespace

// mint
void get_account_data_size(const Call& call) {
  call.need_accounts(1);
  static_cast<void>(mint_in(call.account(0)));
  constexpr u64 kSize = TokenAccount::kSize;
  sol_set_return_data(&kSize, sizeof kSize);
}

// [0] amount. mint
void amount_to_ui_amount(const Call& call) {
  const auto amount = call.read<u64>(0);
  call.need_accounts(1);
  const std::string text = text_of(amount, mint_in(call.account(0)).decimals);
  sol_set_return_data(text.data(), text.size());
}

// [0] text. mint
void ui_amount_to_amount(const Call& call) {
  if (!is_utf8(call.data())) refuse(TokenError::InvalidInstruction);
  call.need_accounts(1);
  const std::string_view text(reinterpret_cast<const char*>(call.data().data()), call.data().size());
  const u64 amount = amount_of(text, mint_in(call.account(0)).decimals);
  sol_set_return_data(&amount, sizeof amount);
}

}  // namespace grapnel::testing::token_program_detail
