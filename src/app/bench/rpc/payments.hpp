// What the clients of `zestron bench rpc` pay each other: genesis accounts and pre-signed transactions of 64 payers.
#pragma once

#include "app/bench/throughput.hpp"
#include "codec/transaction/instruction.hpp"
#include "codec/transaction/keypair.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace zestron::bench {

/// A payment differs from every other one by its amount, so that no two transactions are the same.
class Payments {
 public:
  enum class Of : std::uint8_t { kLamports, kTokens };
  static constexpr std::size_t kPayers = 64;

  Payments(Of of, std::size_t count);

  [[nodiscard]] std::string genesis_json() const;
  [[nodiscard]] std::vector<Pubkey> payers() const;
  [[nodiscard]] std::vector<Bytes> sign(const Hash& blockhash) const;
  /// The same as what throughput.hpp asks for; this outlives it.
  [[nodiscard]] Sign signer() const {
    return [this](const Hash& blockhash) { return sign(blockhash); };
  }

 private:
  [[nodiscard]] codec::Instruction payment(std::size_t number) const;

  Of of_;
  std::size_t count_;
  std::vector<codec::Keypair> payers_;
  std::vector<Pubkey> token_accounts_;  ///< a payer's, in their order
  Pubkey mint_;
};

}  // namespace zestron::bench
