// Signed transfers from the genesis faucet, each of another amount so that no two have the same signature. For tests only.
#pragma once

#include "chain/bank/genesis.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"

#include <cstdlib>
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

inline Bytes transfer(const codec::Keypair& from, const Pubkey& to, std::uint64_t lamports, const Hash& blockhash) {
  Bytes data{2, 0, 0, 0};  // System's Transfer
  for (int shift = 0; shift < 64; shift += 8) data.push_back(static_cast<std::uint8_t>(lamports >> shift));
  const codec::Instruction instruction{.program = Pubkey{},
                                       .accounts = {{.key = from.pubkey(), .signer = true, .writable = true},
                                                    {.key = to, .signer = false, .writable = true}},
                                       .data = data};
  const auto message = codec::compile_message(from.pubkey(), {&instruction, 1}, blockhash);
  if (!message) std::abort();
  const codec::Keypair* signers[] = {&from};
  const auto signed_transaction = codec::sign_transaction(*message, signers);
  if (!signed_transaction) std::abort();
  return signed_transaction->serialize();
}

}  // namespace zestron::chain::testing
