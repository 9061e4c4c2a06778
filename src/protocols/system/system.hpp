// Instructions of the System program. Source: the crate solana-system-interface, instruction.rs (bincode: u32 variant, then
// fields little-endian).
#pragma once

#include "codec/transaction/instruction.hpp"

namespace zestron::protocols::system {

inline constexpr Pubkey kProgramId{};

codec::Instruction transfer(const Pubkey& from, const Pubkey& to, Lamports lamports);
/// `account` signs; `space` in bytes; `lamports` should be the rent-exempt minimum for it.
codec::Instruction create_account(const Pubkey& payer, const Pubkey& account, Lamports lamports, std::uint64_t space,
                                  const Pubkey& owner);

}  // namespace zestron::protocols::system
