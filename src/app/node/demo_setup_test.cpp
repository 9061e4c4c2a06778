// The demo's set-up on a real chain: what it makes when it is interrupted, or when the chain is slow.
#include "app/node/demo_setup.hpp"

#include "app/embedded/embedded.hpp"
#include "app/node/demo_economy.hpp"
#include "app/node/testing/listener.hpp"
#include "chain/chain.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/slots.hpp"
#include "ports/forwarding_chain.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/pyth/price_update_v2.hpp"
#include "protocols/token/token.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <vector>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;
namespace token = protocols::token;

constexpr std::uint64_t kSlotsMax = 200;

// A chain whose transactions pass by the test.
class Watched final : public ports::ForwardingChain {
 public:
  using ForwardingChain::ForwardingChain;
  /// Whether it goes on to the chain now; else it is kept back.
  std::function<bool(ByteView wire)> passes = [](ByteView) { return true; };
  void send_kept() {
    for (const auto& wire : std::exchange(kept_, {})) static_cast<void>(ForwardingChain::send(wire));
  }

  ports::ChainOutcome<Signature> send(ByteView wire) override {
    if (passes(wire)) return ForwardingChain::send(wire);
    kept_.emplace_back(wire.begin(), wire.end());
    return *Signature::from(wire.subspan(1, 64));
  }

 private:
  std::vector<Bytes> kept_;
};

class DemoSetupTest : public ::testing::Test {
 protected:
  DemoSetupTest() {
    chain_->observe(recorder_);
    chain_->start(slots_);
    recorder_->wait_for_open(Slot(slot_));
  }
  ~DemoSetupTest() override { chain_->stop(); }

  static std::unique_ptr<chain::Chain> open(const std::filesystem::path& folder) {
    nlohmann::json params{{"slotMs", 400}, {"creationTime", 1'735'686'000}};
    params["accounts"] = demo_genesis_accounts(pyth::receiver_program(), Pubkey{});
    return *chain::Chain::open({.data_dir = folder, .genesis_json = params.dump()});
  }
  [[nodiscard]] DemoSetup make_setup() {
    return {watched_, listener_, {embedded::programs(), {maker()}, std::nullopt}};
  }
  static DemoSample maker() { return *std::ranges::find(demo_samples(), "market_maker", &DemoSample::name); }
  static Pubkey wallet() {
    return factory::wallet_address(maker().agent(), demo_keypair(DemoRole::kOwner).pubkey()).address;
  }
  /// Until it is done, or `until` holds.
  void advance(DemoSetup& setup, const std::function<bool()>& until = [] { return false; }) {
    for (const auto end = slot_ + kSlotsMax; slot_ < end && !until();) {
      const auto done = setup.advance();
      ASSERT_TRUE(done) << done.error();
      if (*done) return;
      slots_->allow(*chain_, Slot(slot_));
      recorder_->wait_for_open(Slot(++slot_));
    }
  }
  [[nodiscard]] bool exists(const Pubkey& key) { return chain_->account(key, Commitment::kProcessed)->has_value(); }
  [[nodiscard]] std::uint64_t dollars() {
    const auto state = *chain_->account(dollars_at(), Commitment::kProcessed);
    return state ? token::read_account(state->owner, state->data)->amount : 0;
  }
  static Pubkey dollars_at() { return token::associated_address(wallet(), demo_usdc(), token::kToken); }
  // Of the second of the two transactions that make a wallet.
  static bool opens_wallet(ByteView wire) {
    const auto names = [&](const Pubkey& key) { return !std::ranges::search(wire, key.view()).empty(); };
    return names(wallet()) && names(protocols::client::find("agent_factory")->id);
  }

  chain::testing::Folder folder_;
  std::shared_ptr<chain::testing::ScriptedSlots> slots_ = std::make_shared<chain::testing::ScriptedSlots>();
  std::shared_ptr<chain::testing::Recorder> recorder_ = std::make_shared<chain::testing::Recorder>();
  std::unique_ptr<chain::Chain> chain_ = open(folder_.path());
  std::uint64_t slot_ = 1;
  testing::Listener listener_;
  Watched watched_{*chain_};
};

TEST_F(DemoSetupTest, a_wallet_that_was_funded_before_it_was_killed_is_not_funded_again) {
  watched_.passes = [](ByteView wire) { return !opens_wallet(wire); };
  auto killed = make_setup();
  advance(killed, [this] { return exists(dollars_at()); });
  const auto funded = dollars();
  ASSERT_EQ(funded, 5'000 * kUsdc);
  ASSERT_FALSE(exists(wallet()));

  watched_.passes = [](ByteView) { return true; };
  auto next = make_setup();
  advance(next);
  EXPECT_TRUE(exists(wallet()));
  EXPECT_EQ(dollars(), funded);
}

TEST_F(DemoSetupTest, what_lands_late_is_not_sent_twice) {
  watched_.passes = [this](ByteView) { return !exists(demo_keypair(DemoRole::kSolPool).pubkey()); };
  auto setup = make_setup();
  int late = 0;
  advance(setup, [&] {
    if (++late % 3 == 0) watched_.send_kept();
    return false;
  });
  EXPECT_TRUE(exists(wallet()));
  EXPECT_EQ(dollars(), 5'000 * kUsdc);
}

}  // namespace
}  // namespace zestron::node
