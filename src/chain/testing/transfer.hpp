// Signed transfers from the genesis faucet, each of another amount so that no two have the same signature. For tests only.
#pragma once

#include "chain/bank/genesis.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"

#include <cstdlib>
#include <span>
#include <string>

namespace zestron::chain::testing {

/// A key that hashes well (the accounts index is slow on keys made by counting).
inline Pubkey key(std::uint64_t number) {
  return Pubkey(codec::sha256(as_bytes("key " + std::to_string(number))).value());
}

inline codec::Keypair faucet() {
  const auto bytes = bank::genesis_key("zestron", "faucet");
  if (!bytes) std::abort();
  std::array<std::uint8_t, 32> secret{};
  std::copy_n(bytes->begin(), secret.size(), secret.begin());
  return codec::Keypair::from_secret(secret);
}

/// `instructions` behind one signature, of the payer.
inline Bytes transaction(const codec::Keypair& payer, std::span<const codec::Instruction> instructions,
                         const Hash& blockhash) {
  const auto message = codec::compile_message(payer.pubkey(), instructions, blockhash);
  if (!message) std::abort();
  const codec::Keypair* signers[] = {&payer};
  const auto signed_transaction = codec::sign_transaction(*message, signers);
  if (!signed_transaction) std::abort();
  return signed_transaction->serialize();
}

inline codec::Instruction transfer_instruction(const Pubkey& from, const Pubkey& to, std::uint64_t lamports) {
  Bytes data{2, 0, 0, 0};  // System's Transfer
  for (int shift = 0; shift < 64; shift += 8) data.push_back(static_cast<std::uint8_t>(lamports >> shift));
  return {.program = Pubkey{},
          .accounts = {{.key = from, .signer = true, .writable = true}, {.key = to, .signer = false, .writable = true}},
          .data = data};
}

inline Bytes transfer(const codec::Keypair& from, const Pubkey& to, std::uint64_t lamports, const Hash& blockhash) {
  const codec::Instruction instruction = transfer_instruction(from.pubkey(), to, lamports);
  return transaction(from, {&instruction, 1}, blockhash);
}

/// An instruction that asks for so many compute units.
inline codec::Instruction unit_limit(std::uint32_t units) {
  Bytes data{2};  // SetComputeUnitLimit
  for (int shift = 0; shift < 32; shift += 8) data.push_back(static_cast<std::uint8_t>(units >> shift));
  return {.program = *codec::from_base58<Pubkey>("ComputeBudget111111111111111111111111111111"),
          .accounts = {},
          .data = data};
}

}  // namespace zestron::chain::testing
