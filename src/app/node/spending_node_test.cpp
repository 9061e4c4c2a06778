// A whole node on the real runtime: an agent sees pools and its wallet, wants swaps, and they land within its limits, once.
#include "adapters/cluster/cluster_chain.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/controls.hpp"
#include "app/node/testing/agent_world.hpp"
#include "app/node/testing/listener.hpp"
#include "app/node/testing/see_saw.hpp"
#include "app/node/testing/world_node_test.hpp"
#include "chain/chain.hpp"
#include "codec/transaction/transaction.hpp"
#include "infra/file/file.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>

namespace zestron::node {
namespace {

using nlohmann::json;
using testing::AgentWorld;
using testing::kUnits;
using testing::Listener;
using testing::see_saw;

class SpendingNodeTest : public testing::WorldNodeTest<AgentWorld> {
 protected:
  void begin(const json& document) {
    const auto config = agent::Config::parse(document.dump());
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_NO_FATAL_FAILURE(adopt(*config, AgentWorld(config->hash()).json()));
  }

  // What the chain holds, once the node is stopped.
  struct Standings {
    std::uint64_t nonce = 0, dollars = 0, golds = 0;
  };
  Standings standings() {
    const auto chain = *chain::Chain::open({.data_dir = opened().chain()});
    const auto amount = [&](const Pubkey& mint) {
      const auto account = **chain->account(AgentWorld::held(mint), Commitment::kConfirmed);
      return protocols::token::read_account(account.owner, account.data)->amount;
    };
    const auto wallet = **chain->account(AgentWorld::wallet(), Commitment::kConfirmed);
    return {factory_wallet(wallet).nonce, amount(AgentWorld::dollar()), amount(AgentWorld::gold())};
  }
  static protocols::agent_factory::Wallet factory_wallet(const ports::AccountState& account) {
    return *protocols::agent_factory::decode_wallet(account.owner, account.data);
  }

  // As somebody would who may: the config is handed to the node, and the chain names it.
  void upgrade_to(const agent::Config& next) const {
    ASSERT_TRUE(adopt_agent(data(), AgentWorld::agent(), next));
    cluster::ClusterChain chain(*cluster::RpcClient::connect(rpc_url_));
    const auto executor = AgentWorld::executor();
    const auto instruction = *protocols::agent_factory::upgrade_agent(
        {AgentWorld::agent(), executor.pubkey(), {next.hash(), config_uri(next.hash())}});
    const auto blockhash = chain.latest_blockhash(Commitment::kProcessed)->blockhash;
    const auto message = *codec::compile_message(executor.pubkey(), std::array{instruction}, blockhash);
    ASSERT_TRUE(chain.send(codec::sign_transaction(message, std::array{&executor})->serialize()));
  }
};

// Trades on paper with every crossing of two short averages.
json crossing() {
  auto document = see_saw();
  const auto average = [](const char* id, int period) {
    return json{{"id", id}, {"kind", "ema"}, {"params", {{"period", period}}}, {"inputs", {{"value", "price"}}}};
  };
  document["modules"] = {{{"id", "price"}, {"kind", "price"}},
                         average("fast", 2),
                         average("slow", 4),
                         {{"id", "signal"}, {"kind", "cross"}, {"inputs", {{"fast", "fast"}, {"slow", "slow"}}}},
                         {{"id", "position"},
                          {"kind", "paper_position"},
                          {"params", {{"notional_micros", 1'000'000'000}, {"fee_bps", 10}, {"slippage_bps", 5}}},
                          {"inputs", {{"price", "price"}, {"signal", "signal"}}}},
                         {{"id", "claim"}, {"kind", "claim"}, {"inputs", {{"position", "position"}}}}};
  document["limits"]["claims"] = {{"micros_max", 1'000'000'000}, {"per_day_max", 10'000}};
  return document;
}

TEST_F(SpendingNodeTest, an_upgrade_between_two_ticks_loses_none_of_them) {
  begin(crossing());
  Listener undisturbed;
  run(undisturbed, 60);
  ASSERT_GT(undisturbed.trades, 3U) << undisturbed.all();

  std::filesystem::remove_all(data());
  begin(crossing());
  auto document = crossing();
  document["description"] = "The same, said otherwise.";
  const auto next = *agent::Config::parse(document.dump());
  Listener upgraded;
  int ticks = 0;
  upgraded.on_tick = [&](const Standing&) {
    if (++ticks == 20) upgrade_to(next);
  };
  run(upgraded, 60);
  EXPECT_NE(upgraded.all().find("goes on with config"), std::string::npos) << upgraded.all();
  EXPECT_EQ(upgraded.trades, undisturbed.trades);
  // And after a restart, whose past holds the upgrade.
  Listener restarted;
  run(restarted, 61);
  EXPECT_GE(restarted.trades, undisturbed.trades);
  EXPECT_LE(restarted.trades, undisturbed.trades + 1);
}

TEST_F(SpendingNodeTest, swaps_land_once_each_and_move_what_was_approved) {
  begin(see_saw());
  Listener listener;
  run(listener, 40);
  const auto landed = listener.count(transact::State::kLanded);
  ASSERT_GT(landed, 5U) << listener.all();
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  auto journal = transact::SqliteJournal::open(opened().journal());
  ASSERT_TRUE(journal);
  std::uint64_t spent_dollars = 0, done = 0;
  const auto last = *journal->last_sequence(AgentWorld::agent());
  for (std::uint64_t sequence = 1; sequence <= last; ++sequence) {
    const auto effect = **journal->find(AgentWorld::agent(), sequence);
    if (effect.state != transact::State::kLanded) continue;
    ++done;
    const auto& swap = std::get<domain::Swap>(effect.intent.action);
    if (swap.mint_in == AgentWorld::dollar()) spent_dollars += swap.amount_in;
  }
  const auto now = standings();
  EXPECT_GE(now.nonce - AgentWorld::kFirstNonce, done);
  EXPECT_LE(now.nonce - AgentWorld::kFirstNonce, last) << "no more than were begun";
  EXPECT_GT(spent_dollars, 0U);
}

TEST_F(SpendingNodeTest, goes_on_after_a_restart_where_it_stood) {
  begin(see_saw());
  Listener first, second;
  run(first, 20);
  const auto before = standings().nonce;
  run(second, 40);
  ASSERT_GT(second.count(transact::State::kLanded), 0U) << second.all();
  EXPECT_GT(standings().nonce, before);
  EXPECT_EQ(second.count(transact::State::kFailed), 0U) << second.all();
}

TEST_F(SpendingNodeTest, a_larger_swap_waits_for_a_person_and_is_done_once) {
  auto document = see_saw();
  for (auto& cap : document["limits"]["spending"]) cap["approval_above"] = kUnits - 1;
  begin(document);
  Listener listener;
  bool left = false;
  listener.on_tick = [&](const Standing&) {
    const auto items = load_waiting(opened());
    if (left || !items || items->empty()) return;
    left = leave_decision(opened(), items->front().id, true).has_value();
  };
  run(listener, 40);
  EXPECT_TRUE(left);
  EXPECT_EQ(listener.count(transact::State::kLanded), 1U) << listener.all();
  EXPECT_EQ(standings().nonce, AgentWorld::kFirstNonce + 1);
}

TEST_F(SpendingNodeTest, the_kill_switch_holds_over_a_restart) {
  begin(see_saw());
  ASSERT_TRUE(change_controls(opened(), [](auto& controls) { controls.killed = {AgentWorld::agent()}; }));
  Listener first, second;
  run(first, 20);
  EXPECT_EQ(first.count(transact::State::kSent), 0U);
  EXPECT_NE(first.all().find("kill switch"), std::string::npos) << first.all();
  run(second, 30);
  EXPECT_EQ(standings().nonce, AgentWorld::kFirstNonce);
  ASSERT_TRUE(change_controls(opened(), [](auto& controls) { controls = {.resumed = {{AgentWorld::agent(), 1}}}; }));
  Listener third;
  run(third, 50);
  EXPECT_GT(standings().nonce, AgentWorld::kFirstNonce) << third.all();
}

TEST_F(SpendingNodeTest, controls_that_cannot_be_read_hold_all_agents) {
  begin(see_saw());
  ASSERT_TRUE(infra::write_file_atomically(opened().controls(), as_bytes("{"), 0600));
  Listener listener;
  run(listener, 20);
  EXPECT_EQ(standings().nonce, AgentWorld::kFirstNonce);
  EXPECT_NE(listener.all().find("all agents are held"), std::string::npos) << listener.all();
}

TEST_F(SpendingNodeTest, a_model_that_is_missing_is_told_and_asked_for_by_its_hash) {
  auto document = see_saw();
  document["modules"].push_back({{"id", "seen"}, {"kind", "features"}, {"inputs", {{"a", "change"}}}});
  document["modules"].push_back({{"id", "policy"},
                                 {"kind", "onnx_policy"},
                                 {"params", {{"model", std::string(64, 'a')}, {"actions", 2}}},
                                 {"inputs", {{"observation", "seen"}}}});
  begin(document);
  Listener listener;
  run(listener, 20);
  EXPECT_NE(listener.all().find("there is no model " + std::string(64, 'a')), std::string::npos) << listener.all();
  EXPECT_GT(listener.count(transact::State::kLanded), 0U) << "the rest of its graph goes on";
}

}  // namespace
}  // namespace zestron::node
