// What the agent that acts waits for must not grow with how many others there are: counted, since time depends on the machine.
#include "app/node/agent_files.hpp"
#include "app/node/agent_runner.hpp"
#include "app/node/market.hpp"
#include "app/node/testing/listener.hpp"
#include "app/node/testing/order.hpp"
#include "chain/chain.hpp"
#include "chain/testing/folder.hpp"
#include "ports/forwarding_chain.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace zestron::node {
namespace {

using testing::AgentWorld;

constexpr std::int64_t kFirstTickMs = 1'756'000'000'000;
constexpr std::uint64_t kUnits = 1'000'000;
constexpr std::uint64_t kWarmUp = 70;  // ticks: the policy looks 60 of them back

// Notes how many accounts are read until something is signed.
class CountingChain final : public ports::ForwardingChain {
 public:
  using ForwardingChain::ForwardingChain;

  std::size_t reads = 0, questions = 0;  // of this tick so far
  std::vector<std::size_t> reads_until_signed, questions_until_signed;

  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override {
    ++reads;
    return ForwardingChain::account(key, commitment);
  }
};

class CountingSigner final : public ports::Signer {
 public:
  explicit CountingSigner(CountingChain& chain) : keypair_(AgentWorld::executor()), chain_(chain) {}
  [[nodiscard]] const Pubkey& pubkey() const override { return keypair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    chain_.reads_until_signed.push_back(chain_.reads);
    chain_.questions_until_signed.push_back(chain_.questions);
    return keypair_.sign(transaction.message().serialize());
  }

 private:
  codec::Keypair keypair_;
  CountingChain& chain_;
};

// Says at once that the first of two actions is better.
class Model final : public ports::Provider {
 public:
  explicit Model(CountingChain& chain) : chain_(chain) {}
  [[nodiscard]] std::string_view service() const override { return domain::Inference::kService; }
  bool ask(const Pubkey& agent, const domain::Request& request) override {
    ++chain_.questions;
    answers_.push_back({agent, {request.node, request.sequence, domain::Answer::Tensor{{1, 0}}}});
    return true;
  }
  std::vector<ports::AgentAnswer> take() override { return std::exchange(answers_, {}); }

 private:
  CountingChain& chain_;
  std::vector<ports::AgentAnswer> answers_;
};

double price_of(std::uint64_t id) { return 100 + static_cast<double>(id); }

struct Counts {
  std::vector<std::size_t> reads, questions;  // of each that acted
};

// Each of so many agents, half of them with the trained policy, sells at a price of its own; the price goes up through all of them.
Counts run(std::uint64_t agents) {
  const chain::testing::Folder scratch;
  const auto folder = *DataFolder::open(scratch.path() / "node");
  std::vector<Hash> hashes;
  domain::FeedId feed;
  for (std::uint64_t id = 1; id <= agents; ++id) {
    const auto sample = id % 2 == 0 ? embedded::mean_reversion_config() : embedded::ema_cross_config();
    const auto config = *agent::Config::parse(testing::with_order(sample, price_of(id), kUnits).dump());
    feed = config.market().feed;
    hashes.push_back(config.hash());
    EXPECT_TRUE(adopt_agent(folder.root(), AgentWorld::agent(id), config));
  }
  const nlohmann::json genesis{{"creationTime", kFirstTickMs / 1'000 - 3'600},
                               {"accounts", nlohmann::json::parse(AgentWorld(hashes).json())}};
  const auto chain = *chain::Chain::open({.data_dir = folder.chain(), .genesis_json = genesis.dump()});
  PriceAccount price(feed, Lamports(chain->rent_exempt_minimum(134).value_or(0)));
  std::uint64_t played = 0;
  const auto ticks = kWarmUp + agents;
  const auto next = [&](Slot) -> std::optional<domain::Tick> {
    if (played == ticks) return std::nullopt;
    const auto id = played < kWarmUp ? 0 : played - kWarmUp + 1;
    const auto at = kFirstTickMs + static_cast<std::int64_t>(played++) * 60'000;
    const auto moved = static_cast<std::int64_t>(played % 2);  // a policy makes nothing of a price that stands still
    return domain::Tick{feed,           static_cast<std::int64_t>(price_of(id) * 1e6) + moved,
                        1'000,          -6,
                        UnixMillis(at), domain::TickOrigin::kSimulated};
  };
  const auto slots =
      std::make_shared<MarketSlots>(MarketSlotsOptions{{}, std::chrono::milliseconds(1), false}, next,
                                    [&](const domain::Tick& tick, Slot slot) { return price.write(tick, slot); });
  slots->begin_market();
  auto journal = *transact::SqliteJournal::open(folder.journal());
  testing::Listener listener;
  CountingChain counted(*chain);
  Services services;
  services.providers.push_back(std::make_unique<Model>(counted));
  AgentRunner runner(counted, journal, folder, listener, std::make_unique<CountingSigner>(counted),
                     std::move(services));
  const auto changed = std::make_shared<ChangedAccounts>();
  chain->observe(changed);
  runner.watch(*changed);
  EXPECT_TRUE(runner.restore(Slot(0), [](Slot, const auto&) { return std::expected<void, std::string>(); }));
  chain->start(slots);
  for (std::uint64_t attended = 0; attended < ticks; ++attended) {
    const auto slot = slots->attend();
    counted.reads = counted.questions = 0;
    const auto done = runner.on_slot(*slot);
    EXPECT_TRUE(done) << done.error();
    slots->done(slot->slot);
    chain->wake();
  }
  slots->close();
  chain->stop();
  EXPECT_GT(counted.questions, 0U) << "the policies were asked nothing";
  return {counted.reads_until_signed, counted.questions_until_signed};
}

TEST(ManyAgents, the_one_that_acts_waits_for_no_other) {
  const auto few = run(4), many = run(24);
  ASSERT_EQ(few.reads.size(), 4U);
  ASSERT_EQ(many.reads.size(), 24U);
  EXPECT_EQ(std::ranges::max(many.reads), std::ranges::max(few.reads));
  EXPECT_LE(std::ranges::max(many.questions), 1U) << "before it was signed, models were asked for others";
}

}  // namespace
}  // namespace zestron::node
