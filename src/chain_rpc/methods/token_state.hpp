// The part of SPL Token and Token-2022 accounts that two RPC methods read themselves. Layouts: spl-token's state, shared by
// Token-2022, whose extensions follow byte 165 behind a type byte.
#pragma once

#include "base/types.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace zestron::chain_rpc {

struct TokenBalance {
  Pubkey mint;
  std::uint64_t amount = 0;
};
struct MintState {
  std::uint64_t supply = 0;
  std::uint8_t decimals = 0;
};

/// SPL Token or Token-2022.
bool is_token_program(const Pubkey& program);
/// nullopt unless `account` is an initialized token account of a token program.
std::optional<TokenBalance> read_token_balance(const ports::AccountState& account);
/// nullopt unless `account` is an initialized mint of a token program.
std::optional<MintState> read_mint(const ports::AccountState& account);

/// {"amount":"1500","decimals":3,"uiAmount":1.5,"uiAmountString":"1.5"}
std::string token_amount_json(std::uint64_t amount, std::uint8_t decimals);

}  // namespace zestron::chain_rpc
