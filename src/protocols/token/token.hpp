// SPL Token and Token-2022 as a client sees them: the instructions and fields that both share, and associated accounts.
// Source: the crates spl-token-interface (instruction.rs: one byte, then packed fields; state.rs) and
// spl-associated-token-account-interface.
#pragma once

#include "codec/transaction/instruction.hpp"

#include <cstdint>
#include <optional>

namespace zestron::protocols::token {

extern const Pubkey kToken;            ///< TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA
extern const Pubkey kToken2022;        ///< TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb
extern const Pubkey kAssociatedToken;  ///< ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL

extern const Pubkey kNativeMint;  ///< So11111111111111111111111111111111111111112: SOL as a token of SPL Token

inline constexpr std::size_t kMintSize = 82;
inline constexpr std::size_t kAccountSize = 165;

bool is_token_program(const Pubkey& program);

Pubkey associated_address(const Pubkey& owner, const Pubkey& mint, const Pubkey& token_program);

/// Does nothing where the account is there.
codec::Instruction create_associated(const Pubkey& payer, const Pubkey& owner, const Pubkey& mint,
                                     const Pubkey& token_program);
/// The mint's account was made with kMintSize bytes in the same transaction. No freeze authority.
codec::Instruction initialize_mint(const Pubkey& mint, std::uint8_t decimals, const Pubkey& authority,
                                   const Pubkey& token_program);
codec::Instruction initialize_account(const Pubkey& account, const Pubkey& mint, const Pubkey& owner,
                                      const Pubkey& token_program);
codec::Instruction mint_to(const Pubkey& mint, const Pubkey& to, const Pubkey& authority, std::uint64_t amount,
                           std::uint8_t decimals, const Pubkey& token_program);
codec::Instruction transfer(const Pubkey& from, const Pubkey& mint, const Pubkey& to, const Pubkey& owner,
                            std::uint64_t amount, std::uint8_t decimals, const Pubkey& token_program);
/// An account of the native mint then holds what its lamports say.
codec::Instruction sync_native(const Pubkey& account, const Pubkey& token_program);
/// For ever: nobody mints any more.
codec::Instruction end_minting(const Pubkey& mint, const Pubkey& authority, const Pubkey& token_program);
/// Only of an empty account.
codec::Instruction close_account(const Pubkey& account, const Pubkey& destination, const Pubkey& owner,
                                 const Pubkey& token_program);

struct Mint {
  std::optional<Pubkey> authority;
  std::uint64_t supply = 0;
  std::uint8_t decimals = 0;
};
/// nullopt: no mint of either program.
std::optional<Mint> read_mint(const Pubkey& owner, ByteView data);

struct Account {
  Pubkey mint, owner;
  std::uint64_t amount = 0;
};
std::optional<Account> read_account(const Pubkey& owner, ByteView data);

}  // namespace zestron::protocols::token
