#include "transact/failover/failover_chain.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace zestron::transact {
namespace {

using ports::ChainError;
using ports::ChainOutcome;

std::unexpected<Failure<ChainError>> too_few(std::size_t answered, std::size_t quorum) {
  return fail(ChainError::kUnavailable,
              fmt::format("{} of the RPC endpoints answer, {} are needed to believe them", answered, quorum));
}

// How a transaction ended, or that it is not known: what endpoints must agree on.
enum Word : std::size_t { kUnknown, kSucceeded, kFailed, kWords };

Word word_of(const ports::Sighting& sighting) {
  if (!sighting.status) return kUnknown;
  return sighting.status->error_json ? kFailed : kSucceeded;
}

}  // namespace

FailoverChain::FailoverChain(std::vector<Endpoint> endpoints, std::size_t quorum)
    : endpoints_(std::move(endpoints)), quorum_(quorum) {
  ZESTRON_ASSERT(quorum_ >= 1 && quorum_ <= endpoints_.size());
  for (const auto& endpoint : endpoints_) health_.push_back({endpoint.name});
}

std::vector<EndpointHealth> FailoverChain::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

template <class T>
const ChainOutcome<T>& FailoverChain::noted(std::size_t endpoint, const ChainOutcome<T>& answer) {
  // A refusal of what was asked is an answer.
  const bool away = !answer && answer.error().code == ChainError::kUnavailable;
  const std::lock_guard lock(mutex_);
  (away ? health_[endpoint].failures : health_[endpoint].answers) += 1;
  return answer;
}

std::vector<FailoverChain::Reached> FailoverChain::furthest(Commitment commitment) {
  std::vector<Reached> reached;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    const auto tip = endpoints_[i].chain->tip(commitment);
    if (noted(i, tip)) reached.push_back({i, *tip});
  }
  std::ranges::sort(reached, std::ranges::greater(), &Reached::tip);
  const std::lock_guard lock(mutex_);
  for (const auto& [endpoint, tip] : reached)
    health_[endpoint].behind = reached.front().tip.slot.value() - tip.slot.value();
  return reached;
}

template <class Ask>
auto FailoverChain::first_answer(Commitment commitment, Ask ask) -> decltype(ask(std::declval<ports::Chain&>())) {
  decltype(ask(std::declval<ports::Chain&>())) last = too_few(0, 1);
  for (const auto& [endpoint, tip] : furthest(commitment)) {
    last = noted(endpoint, ask(*endpoints_[endpoint].chain));
    if (last || last.error().code == ChainError::kRejected) break;
  }
  return last;
}

ChainOutcome<ports::Tip> FailoverChain::tip(Commitment commitment) {
  const auto reached = furthest(commitment);
  if (reached.size() < quorum_) return too_few(reached.size(), quorum_);
  return reached[quorum_ - 1].tip;
}

ChainOutcome<ports::LatestBlockhash> FailoverChain::latest_blockhash(Commitment commitment) {
  return first_answer(commitment, [&](ports::Chain& chain) { return chain.latest_blockhash(commitment); });
}

ChainOutcome<std::optional<ports::AccountState>> FailoverChain::account(const Pubkey& key, Commitment commitment) {
  const auto reached = furthest(commitment);
  if (reached.size() < quorum_) return too_few(reached.size(), quorum_);
  // Not from the next one when this fails: that one may not have seen yet what we have seen land.
  const auto best = reached.front().endpoint;
  return noted(best, endpoints_[best].chain->account(key, commitment));
}

ChainOutcome<std::uint64_t> FailoverChain::rent_exempt_minimum(std::size_t data_size) {
  return first_answer(Commitment::kFinalized,
                      [&](ports::Chain& chain) { return chain.rent_exempt_minimum(data_size); });
}

ChainOutcome<Signature> FailoverChain::send(ByteView wire) {
  ChainOutcome<Signature> outcome = too_few(0, 1);
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    auto sent = noted(i, endpoints_[i].chain->send(wire));
    if (!outcome) outcome = std::move(sent);
  }
  return outcome;
}

ChainOutcome<ports::Simulation> FailoverChain::simulate(ByteView wire, std::span<const Pubkey> accounts_after) {
  return first_answer(Commitment::kProcessed,
                      [&](ports::Chain& chain) { return chain.simulate(wire, accounts_after); });
}

ChainOutcome<ports::Sighting> FailoverChain::sight(const Signature& signature) {
  struct Said {
    std::size_t endpoint;
    ports::Sighting sighting;
  };
  std::array<std::vector<Said>, kWords> said;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    auto sighting = endpoints_[i].chain->sight(signature);
    if (!noted(i, sighting)) continue;
    const auto word = word_of(*sighting);
    said[word].push_back({i, *std::move(sighting)});
  }
  // At most one word has more than half; with a smaller quorum what is known wins over what is not.
  for (const auto word : {kSucceeded, kFailed, kUnknown}) {
    auto& same = said[word];
    if (same.size() < quorum_) continue;
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t other = 0; other < kWords; ++other) {
        if (other == word || (word != kUnknown && other == kUnknown)) continue;  // not to know yet is no lie
        for (const auto& outvoted : said[other]) health_[outvoted.endpoint].outvoted += 1;
      }
    }
    if (word == kUnknown) {
      return std::ranges::min_element(same, {}, [](const Said& s) { return s.sighting.as_of; })->sighting;
    }
    std::ranges::sort(same, std::ranges::greater(), [](const Said& s) { return s.sighting.status->commitment; });
    return same[quorum_ - 1].sighting;
  }
  return fail(ChainError::kUnavailable, "the RPC endpoints disagree about a transaction");
}

ChainOutcome<std::vector<std::uint64_t>> FailoverChain::recent_priority_fees(std::span<const Pubkey> accounts) {
  return first_answer(Commitment::kProcessed,
                      [&](ports::Chain& chain) { return chain.recent_priority_fees(accounts); });
}

}  // namespace zestron::transact
