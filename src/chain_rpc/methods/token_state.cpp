#include "chain_rpc/methods/token_state.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace zestron::chain_rpc {
namespace {

// account: [0..32) mint [32..64) owner [64..72) amount … [108] state … [165] type (Token-2022 with extensions)
// mint:    [0..36) authority [36..44) supply [44] decimals [45] initialized … [165] type
constexpr std::size_t kMintSize = 82;
constexpr std::size_t kAccountSize = 165;
constexpr std::size_t kMultisigSize = 355;
constexpr std::uint8_t kTypeMint = 1;
constexpr std::uint8_t kTypeAccount = 2;

bool has_type(const Bytes& data, std::size_t plain_size, std::uint8_t type) {
  if (data.size() == plain_size) return true;
  return data.size() > kAccountSize && data.size() != kMultisigSize && data[kAccountSize] == type;
}

std::uint64_t u64_at(const Bytes& data, std::size_t at) {
  std::uint64_t value = 0;
  std::memcpy(&value, data.data() + at, sizeof value);
  return value;
}

std::string decimal_text(std::uint64_t amount, std::uint8_t decimals) {
  std::string digits = std::to_string(amount);
  if (decimals == 0) return digits;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

bool is_token_program(const Pubkey& program) {
  static const auto token = *codec::from_base58<Pubkey>("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
  static const auto token_2022 = *codec::from_base58<Pubkey>("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
  return program == token || program == token_2022;
}

std::optional<TokenBalance> read_token_balance(const ports::AccountState& account) {
  const Bytes& data = account.data;
  if (!is_token_program(account.owner) || !has_type(data, kAccountSize, kTypeAccount) || data[108] == 0)
    return std::nullopt;
  return TokenBalance{.mint = *Pubkey::from(ByteView(data).first(32)), .amount = u64_at(data, 64)};
}

std::optional<MintState> read_mint(const ports::AccountState& account) {
  const Bytes& data = account.data;
  if (!is_token_program(account.owner) || !has_type(data, kMintSize, kTypeMint) || data[45] == 0) return std::nullopt;
  return MintState{.supply = u64_at(data, 36), .decimals = data[44]};
}

std::string token_amount_json(std::uint64_t amount, std::uint8_t decimals) {
  // Display only; clients that count use the string. Agave gives null where the power of ten overflows.
  const double ui = static_cast<double>(amount) / std::pow(10.0, decimals);
  std::string number = fmt::format("{}", ui);
  if (number.find_first_of(".e") == std::string::npos) number += ".0";
  return fmt::format(R"({{"amount":"{}","decimals":{},"uiAmount":{},"uiAmountString":"{}"}})", amount, decimals, number,
                     decimal_text(amount, decimals));
}

}  // namespace zestron::chain_rpc
