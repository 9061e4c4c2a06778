// The ports as the node under test sees them: they tell the checker what passes through, and hold the bugs that are planted.
#pragma once

#include "bugs.hpp"
#include "checker.hpp"

#include "codec/transaction/keypair.hpp"
#include "ports/forwarding_chain.hpp"
#include "ports/journal.hpp"
#include "ports/signer.hpp"

#include <functional>
#include <optional>

namespace zestron::simulation {

class WatchedJournal final : public ports::Journal {
 public:
  WatchedJournal(ports::Journal& journal, Checker& checker, Bug bug)
      : journal_(journal), checker_(checker), bug_(bug) {}

  using ports::Journal::record;
  ports::JournalOutcome<void> record(std::span<const domain::Effect> steps, const ports::Consents*) override {
    if (bug_ == Bug::kJournalAfterSend && steps.back().state == domain::EffectState::kBuilt) {
      held_.assign(steps.begin(), steps.end());
      return {};
    }
    return write(steps);
  }
  ports::JournalOutcome<std::optional<domain::Effect>> find(const Pubkey& agent, std::uint64_t sequence) override {
    return journal_.find(agent, sequence);
  }
  ports::JournalOutcome<std::vector<domain::Effect>> in_flight() override {
    if (bug_ == Bug::kForgetsInFlight) return std::vector<domain::Effect>();
    return journal_.in_flight();
  }
  ports::JournalOutcome<std::vector<ports::Approval>> approvals(UnixMillis since) override {
    if (bug_ == Bug::kUsageNotRebuilt) return std::vector<ports::Approval>();
    return journal_.approvals(since);
  }
  ports::JournalOutcome<std::optional<UnixMillis>> last_approval() override { return journal_.last_approval(); }
  ports::JournalOutcome<ports::Consents> consents() override { return journal_.consents(); }
  ports::JournalOutcome<std::uint64_t> last_sequence(const Pubkey& agent) override {
    return journal_.last_sequence(agent);
  }
  ports::JournalOutcome<std::vector<ports::Step>> history(const Pubkey& agent, std::uint64_t sequence) override {
    return journal_.history(agent, sequence);
  }

  /// Writes what the planted bug held back.
  void catch_up() {
    if (!held_.empty()) static_cast<void>(write(held_));
    held_.clear();
  }

 private:
  ports::JournalOutcome<void> write(std::span<const domain::Effect> steps) {
    auto written = journal_.record(steps);
    const bool refused = !written && written.error().code == ports::JournalError::kForbidden;
    if (!refused) checker_.recorded(steps, written.has_value());
    return written;
  }

  ports::Journal& journal_;
  Checker& checker_;
  Bug bug_;
  std::vector<domain::Effect> held_;
};

class WatchedChain final : public ports::ForwardingChain {
 public:
  WatchedChain(ports::Chain& chain, WatchedJournal& journal, Checker& checker, Bug bug, std::uint64_t blockhash_life)
      : ForwardingChain(chain), journal_(journal), checker_(checker), bug_(bug), blockhash_life_(blockhash_life) {}

  ports::ChainOutcome<ports::Tip> tip(Commitment commitment) override {
    if (bug_ == Bug::kSentAfterFinal && !last_.empty() && ++looks_ % 16 == 0) static_cast<void>(send(Bytes(last_)));
    auto found = ForwardingChain::tip(commitment);
    if (found && bug_ == Bug::kSignedAgainEarly) found->block_height += 2 * blockhash_life_;
    return found;
  }
  ports::ChainOutcome<Signature> send(ByteView wire) override {
    last_.assign(wire.begin(), wire.end());
    if (alive()) checker_.sent(*codec::parse_transaction(wire));
    auto sent = ForwardingChain::send(wire);
    journal_.catch_up();
    return sent;
  }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> after) override {
    auto simulation = ForwardingChain::simulate(wire, after);
    if (simulation && bug_ == Bug::kSimulationIgnored) simulation->error_json.reset();
    return simulation;
  }
  ports::ChainOutcome<ports::Sighting> sight(const Signature& signature) override {
    auto sighting = ForwardingChain::sight(signature);
    if (!sighting) return sighting;
    if (bug_ == Bug::kLaggingExpiry) sighting->as_of = Slot(~0ULL);
    if (bug_ == Bug::kTwoInFlight && !sighting->status)
      sighting->status = ports::SignatureStatus{Slot(1), Commitment::kProcessed, std::nullopt};
    return sighting;
  }

  /// Whether the process still lives, without counting an operation.
  std::function<bool()> alive;

 private:
  WatchedJournal& journal_;
  Checker& checker_;
  Bug bug_;
  std::uint64_t blockhash_life_;
  Bytes last_;
  std::uint64_t looks_ = 0;
};

class WatchedSigner final : public ports::Signer {
 public:
  WatchedSigner(const codec::Keypair& pair, Checker& checker, const UnixMillis& now)
      : pair_(pair), checker_(checker), now_(now) {}
  [[nodiscard]] const Pubkey& pubkey() const override { return pair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    const auto signature = pair_.sign(transaction.message().serialize());
    checker_.signed_at(signature, now_);
    return signature;
  }

 private:
  const codec::Keypair& pair_;
  Checker& checker_;
  const UnixMillis& now_;
};

}  // namespace zestron::simulation
