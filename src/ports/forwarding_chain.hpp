// A chain that passes everything on to another one: what watches a chain, or changes some of it, says only that.
#pragma once

#include "ports/chain.hpp"

namespace zestron::ports {

class ForwardingChain : public Chain {
 public:
  /// `chain` outlives it.
  explicit ForwardingChain(Chain& chain) : chain_(chain) {}

  ChainOutcome<LatestBlockhash> latest_blockhash(Commitment commitment) override {
    return chain_.latest_blockhash(commitment);
  }
  ChainOutcome<Tip> tip(Commitment commitment) override { return chain_.tip(commitment); }
  ChainOutcome<std::optional<AccountState>> account(const Pubkey& key, Commitment commitment) override {
    return chain_.account(key, commitment);
  }
  ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) override {
    return chain_.rent_exempt_minimum(data_size);
  }
  ChainOutcome<Signature> send(ByteView wire) override { return chain_.send(wire); }
  ChainOutcome<Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override {
    return chain_.simulate(wire, accounts_after);
  }
  ChainOutcome<Sighting> sight(const Signature& signature) override { return chain_.sight(signature); }
  ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) override {
    return chain_.recent_priority_fees(accounts);
  }

 private:
  Chain& chain_;
};

}  // namespace zestron::ports
