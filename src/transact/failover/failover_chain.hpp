// Several endpoints of one cluster as one ports::Chain: any of them may be away, lag, or answer wrongly. What decides about money
// (has it landed, can it still) takes the word of a quorum; what only costs a retry takes the newest. Does no I/O of its own.
//
//   tip             the newest that a quorum has reached, so that one clock that runs ahead lets nothing expire
//   sight           known when a quorum says so, and the same of how it ended; unknown when a quorum does not know it, as of the
//                   oldest of these answers; else the endpoints disagree, which is kUnavailable
//   account         from the one that is furthest, of at least a quorum that answers: who saw an effect land is among any quorum
//   send            to all; one that takes it is enough
//   blockhash, simulate, fees   from the furthest one that answers
#pragma once

#include "ports/chain.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace zestron::transact {

struct Endpoint {
  std::string name;  ///< as telemetry shows it
  ports::Chain* chain = nullptr;
};

/// How one endpoint has done since the start.
struct EndpointHealth {
  std::string name;
  std::uint64_t answers = 0, failures = 0;
  std::uint64_t outvoted = 0;  ///< answers that a quorum contradicted
  std::uint64_t behind = 0;    ///< slots behind the furthest, at the last look
};

/// Asks one endpoint after the other. Any thread.
class FailoverChain final : public ports::Chain {
 public:
  /// At least one endpoint, which outlive this; 1 ≤ quorum ≤ their number. More than half of them lets one liar in three be outvoted.
  FailoverChain(std::vector<Endpoint> endpoints, std::size_t quorum);

  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment commitment) override;
  ports::ChainOutcome<ports::Tip> tip(Commitment commitment) override;
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) override;
  ports::ChainOutcome<Signature> send(ByteView wire) override;
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override;
  ports::ChainOutcome<ports::Sighting> sight(const Signature& signature) override;
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) override;

  [[nodiscard]] std::vector<EndpointHealth> health() const;

 private:
  struct Reached {
    std::size_t endpoint;
    ports::Tip tip;
  };
  // Who answers, the furthest first.
  std::vector<Reached> furthest(Commitment commitment);
  template <class Ask>
  auto first_answer(Commitment commitment, Ask ask) -> decltype(ask(std::declval<ports::Chain&>()));
  template <class T>
  const ports::ChainOutcome<T>& noted(std::size_t endpoint, const ports::ChainOutcome<T>& answer);

  std::vector<Endpoint> endpoints_;
  std::size_t quorum_;
  mutable std::mutex mutex_;  // health_ alone; never held while an endpoint is asked
  std::vector<EndpointHealth> health_;
};

}  // namespace zestron::transact
