// A chain and a signer that note when they were asked: what a transaction waits for between its tick and its signature, and what the
// simulation and the signature of the same bytes take alone.
//
//   slot n       tick ─ agents ─ simulation ─ signature   measured; the transaction is kept back
//   slot n + 1   simulation ─ signature of it, alone      the first work in its slot, as it was the agent's; then it is sent
//
// The first simulation of a slot finds nothing in the caches and takes longer than one at once after it, so only one that comes first too
// is its equal. Agents that act in the second of two slots have it easier, and are not measured.
#pragma once

#include "codec/transaction/keypair.hpp"
#include "codec/transaction/transaction.hpp"
#include "ports/forwarding_chain.hpp"
#include "ports/signer.hpp"

#include <chrono>
#include <ctime>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace zestron::bench {

/// Microseconds, by the clock on the wall and of this thread's processor: on a machine that does other things too, only the second is ours.
struct Took {
  double wall_us = 0, cpu_us = 0;
};

class Moment {
 public:
  static Moment now() {
    timespec cpu{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    Moment out;
    out.wall_ = std::chrono::steady_clock::now();
    out.cpu_us_ = static_cast<double>(cpu.tv_sec) * 1e6 + static_cast<double>(cpu.tv_nsec) / 1e3;
    return out;
  }
  [[nodiscard]] Took since() const {
    const auto end = now();
    return {std::chrono::duration<double, std::micro>(end.wall_ - wall_).count(), end.cpu_us_ - cpu_us_};
  }

 private:
  std::chrono::steady_clock::time_point wall_;
  double cpu_us_ = 0;
};

/// Of one transaction.
struct TickToSigned {
  Took all;    ///< from the tick to the signed transaction
  Took bare;   ///< simulation and signature, alone and first in their slot
  Took again;  ///< the same at once after the agent's own
};

class TimedChain final : public ports::ForwardingChain {
 public:
  /// `chain` outlives it; `executor` signs again what is sent.
  TimedChain(ports::Chain& chain, codec::Keypair executor) : ForwardingChain(chain), executor_(std::move(executor)) {}

  /// The error says why what was kept back could not be simulated or sent.
  std::expected<void, std::string> begin_tick() {
    measures_ = kept_.empty();
    if (!measures_) {
      auto bare = time_alone(kept_);
      if (!bare) return std::unexpected(bare.error());
      measured_.back().bare = *bare;
      if (const auto sent = ForwardingChain::send(std::exchange(kept_, {})); !sent)
        return std::unexpected(sent.error().message);
    }
    began_ = Moment::now();
    now_ = {};
    transactions_ = 0;
    return {};
  }
  /// The error says that more than one agent acted.
  std::expected<void, std::string> end_tick() {
    if (transactions_ > 1) return std::unexpected("more than one agent acted in a tick");
    acted_ += transactions_;
    if (!kept_.empty()) measured_.push_back(now_);
    return {};
  }
  void has_signed() {
    now_.all = began_.since();
    transactions_ += 1;
  }
  /// The last is without `bare` where no tick came after it.
  [[nodiscard]] const std::vector<TickToSigned>& measured() const { return measured_; }
  [[nodiscard]] std::size_t acted() const { return acted_; }

  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override {
    after_.assign(accounts_after.begin(), accounts_after.end());
    return ForwardingChain::simulate(wire, accounts_after);
  }
  /// The slot is open and nothing was sent: the state is still what the pipeline simulated on.
  ports::ChainOutcome<Signature> send(ByteView wire) override {
    if (!measures_) return ForwardingChain::send(wire);
    const auto again = time_alone(wire);
    if (!again) return fail(ports::ChainError::kRejected, again.error());
    now_.again = *again;
    kept_.assign(wire.begin(), wire.end());
    return codec::parse_transaction(wire)->signatures.front();
  }

 private:
  std::expected<Took, std::string> time_alone(ByteView wire) {
    const auto message = codec::parse_transaction(wire)->message.serialize();
    const auto start = Moment::now();
    const auto simulated = ForwardingChain::simulate(wire, after_);
    static_cast<void>(executor_.sign(message));
    const auto took = start.since();
    if (!simulated) return std::unexpected(simulated.error().message);
    if (simulated->error_json) return std::unexpected("alone, it fails: " + *simulated->error_json);
    return took;
  }

  codec::Keypair executor_;
  Moment began_;
  TickToSigned now_;
  bool measures_ = true;  // in this tick
  std::size_t transactions_ = 0, acted_ = 0;
  Bytes kept_;                 // back, until the next slot
  std::vector<Pubkey> after_;  // accounts that the pipeline asks for
  std::vector<TickToSigned> measured_;
};

class TimedSigner final : public ports::Signer {
 public:
  TimedSigner(codec::Keypair keypair, TimedChain& timed) : keypair_(std::move(keypair)), timed_(timed) {}
  [[nodiscard]] const Pubkey& pubkey() const override { return keypair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    const auto signature = keypair_.sign(transaction.message().serialize());
    timed_.has_signed();
    return signature;
  }

 private:
  codec::Keypair keypair_;
  TimedChain& timed_;
};

}  // namespace zestron::bench
