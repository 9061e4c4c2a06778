// A node's agents without a chain: accounts that a test changes as it likes, slot by slot, and a runner over them that is started again
// whenever the test says so. Nothing that agents want is carried out; what they see, are asked and told is all there.
#pragma once

#include "adapters/keyfile/keyfile_signer.hpp"
#include "app/node/agent_runner.hpp"
#include "app/node/testing/agent_world.hpp"
#include "app/node/testing/listener.hpp"
#include "codec/base64.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace zestron::node::testing {

/// Accounts, and nothing that answers more.
class Board final : public ports::Chain {
 public:
  using Accounts = std::map<Pubkey, ports::AccountState>;
  Accounts accounts;

  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment) override {
    const auto found = accounts.find(key);
    return found == accounts.end() ? std::nullopt : std::optional(found->second);
  }
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment) override { return away(); }
  ports::ChainOutcome<ports::Tip> tip(Commitment) override { return away(); }
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t) override { return away(); }
  ports::ChainOutcome<ports::Sighting> sight(const Signature&) override { return away(); }
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey>) override {
    return away();
  }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView, std::span<const Pubkey>) override { return away(); }
  ports::ChainOutcome<Signature> send(ByteView) override { return away(); }

 private:
  static std::unexpected<Failure<ports::ChainError>> away() { return fail(ports::ChainError::kUnavailable, "away"); }
};

/// Answers some questions at once, some later, and some never, all by their number.
class Model final : public ports::Provider {
 public:
  [[nodiscard]] std::string_view service() const override { return domain::Inference::kService; }
  bool ask(const Pubkey& agent, const domain::Request& request) override {
    if (request.sequence % 7 == 0) return true;
    const auto first = static_cast<double>(request.sequence % 3);
    waiting_.emplace_back(
        static_cast<std::int64_t>(request.sequence % 5 * 4),
        ports::AgentAnswer{agent, {request.node, request.sequence, domain::Answer::Tensor{{first, 1}}}});
    return true;
  }
  std::vector<ports::AgentAnswer> take() override {
    std::vector<ports::AgentAnswer> out;
    std::erase_if(waiting_, [&](auto& entry) {
      if (entry.first-- > 0) return false;
      out.push_back(std::move(entry.second));
      return true;
    });
    return out;
  }

 private:
  std::vector<std::pair<std::int64_t, ports::AgentAnswer>> waiting_;  // calls of take() that are left
};

/// What the market gave, which it gives again.
using Ticks = std::vector<std::pair<Slot, domain::Tick>>;

/// One life of a runner.
class Life {
 public:
  Life(Board& board, const DataFolder& folder, std::uint64_t every)
      : folder_(folder),
        journal_(*transact::SqliteJournal::open(folder.journal())),
        runner(board, journal_, folder_, listener, std::make_unique<keyfile::KeyfileSigner>(AgentWorld::executor()),
               services()) {
    runner.keep_checkpoints(every);
  }

  void restore(Slot last, const Ticks& ticks) {
    const auto restored = runner.restore(last, [&](Slot first, const auto& show) -> std::expected<void, std::string> {
      asked_from = first;
      for (const auto& [slot, tick] : ticks) {
        if (slot < first || slot > last) continue;
        show(slot, tick);
        ++shown;
      }
      return {};
    });
    ASSERT_TRUE(restored) << restored.error();
  }
  void attend(Slot slot, UnixSeconds clock, const std::optional<domain::Tick>& tick) {
    const auto done = runner.on_slot({slot, clock, tick});
    ASSERT_TRUE(done) << done.error();
  }

 private:
  static Services services() {
    Services out;
    out.providers.push_back(std::make_unique<Model>());
    return out;
  }
  DataFolder folder_;
  transact::SqliteJournal journal_;

 public:
  Listener listener;
  AgentRunner runner;
  std::optional<Slot> asked_from;  ///< the first slot whose tick the last restore asked for
  std::size_t shown = 0;           ///< ticks that it was shown
};

}  // namespace zestron::node::testing
