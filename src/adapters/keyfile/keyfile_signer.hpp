// A signer whose key lies in a file in the Solana CLI's format.
#pragma once

#include "codec/transaction/keypair.hpp"
#include "ports/signer.hpp"

namespace zestron::keyfile {

class KeyfileSigner final : public ports::Signer {
 public:
  explicit KeyfileSigner(codec::Keypair keypair) : keypair_(std::move(keypair)) {}
  [[nodiscard]] const Pubkey& pubkey() const override { return keypair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    return keypair_.sign(transaction.message().serialize());
  }

 private:
  codec::Keypair keypair_;
};

}  // namespace zestron::keyfile
