// The sample agents that act on chain, each on a whole node and with its own document: what they want lands, and the chain's accounts say
// so. Addresses of the demo's chain are replaced by the test chain's.
#include "adapters/cluster/cluster_chain.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/testing/dao_world.hpp"
#include "app/node/testing/listener.hpp"
#include "app/node/testing/maker_world.hpp"
#include "app/node/testing/world_node_test.hpp"
#include "base/testing/fixtures.hpp"
#include "bundle/replay.hpp"
#include "chain/chain.hpp"
#include "codec/cid.hpp"
#include "codec/transaction/transaction.hpp"
#include "infra/file/file.hpp"
#include "infra/net/testing/fault_server.hpp"
#include "transact/journal/sqlite_journal.hpp"
#include "transact/spending/spending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <thread>

namespace zestron::node {
namespace {

using nlohmann::json;
using testing::AgentWorld;
using testing::DaoWorld;
using testing::Listener;
using testing::MakerWorld;
namespace factory = protocols::agent_factory;

constexpr std::string_view kText = "Give the guardian's key to three people of whom two must sign.";

Hash text_hash() { return codec::sha256(as_bytes(kText)); }

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The example's document, with the test chain's addresses where the demo's stand.
json example(std::string_view name, const std::vector<std::pair<std::string, Pubkey>>& moved) {
  auto text = zestron::testing::read_text(std::filesystem::path(ZESTRON_EXAMPLES) / name / "agent.json");
  for (const auto& [from, to] : moved) replace_all(text, from, codec::to_base58(to));
  return json::parse(text);
}

json& module(json& document, std::string_view id) {
  return *std::ranges::find_if(document["modules"], [&](const json& node) { return node["id"] == id; });
}

json compounder() {
  auto document = example("reward_compounder", {});
  return example("reward_compounder",
                 {{module(document, "stake")["params"]["pool"].get<std::string>(), DaoWorld::stake_pool()},
                  {document["limits"]["spending"][0]["mint"].get<std::string>(), DaoWorld::gold()}});
}

json voter() {
  const auto document = example("dao_voter", {});
  return example("dao_voter",
                 {{document["modules"][0]["params"]["proposal"].get<std::string>(), DaoWorld::proposal()}});
}

// What the chain holds and the journal says once the node is stopped.
template <class World>
class WorldAfterwards : public testing::WorldNodeTest<World> {
 protected:
  using testing::WorldNodeTest<World>::opened;

  // Once the node is stopped.
  [[nodiscard]] std::optional<ports::AccountState> account(const Pubkey& key) const {
    const auto chain = *chain::Chain::open({.data_dir = opened().chain()});
    return *chain->account(key, Commitment::kConfirmed);
  }
  template <class T>
  [[nodiscard]] T state(const Pubkey& key) const {
    const auto found = account(key);
    return found ? *grapnel::client::account<T>(found->data) : T{};
  }
  [[nodiscard]] std::uint64_t tokens(const Pubkey& at) const {
    const auto found = account(at);
    return protocols::token::read_account(found->owner, found->data)->amount;
  }
  [[nodiscard]] std::uint64_t executions() const {
    return state<::agent_factory::Wallet>(World::wallet()).nonce - World::kFirstNonce;
  }
  // Of what landed.
  template <class Action>
  [[nodiscard]] std::vector<Action> landed() const {
    std::vector<Action> out;
    auto journal = transact::SqliteJournal::open(opened().journal());
    const auto last = *journal->last_sequence(World::agent());
    for (std::uint64_t sequence = 1; sequence <= last; ++sequence) {
      const auto effect = **journal->find(World::agent(), sequence);
      const auto* action = std::get_if<Action>(&effect.intent.action);
      if (effect.state == transact::State::kLanded && action != nullptr) out.push_back(*action);
    }
    return out;
  }
};

class SampleAgentsNodeTest : public WorldAfterwards<DaoWorld> {
 protected:
  void begin(const json& document) {
    const auto config = agent::Config::parse(document.dump());
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_NO_FATAL_FAILURE(adopt(*config, DaoWorld(config->hash(), text_hash()).json()));
    ASSERT_TRUE(infra::write_file_atomically(opened().blobs() / codec::cid_of(text_hash()), as_bytes(kText), 0600));
  }
};

TEST_F(SampleAgentsNodeTest, compounder_claims_what_streamed_and_stakes_it) {
  auto document = compounder();
  module(document, "now")["params"]["pause_seconds"] = 5;
  begin(document);
  Listener listener;
  run(listener, 50);
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  const auto stakes = landed<domain::Stake>();
  ASSERT_GE(stakes.size(), 2U) << listener.all();
  std::uint64_t added = 0;
  for (const auto& stake : stakes) added += stake.amount;
  const auto record = state<zest_staking::StakeRecord>(DaoWorld::stake());
  EXPECT_EQ(record.amount, DaoWorld::kStaked + added) << "what was staked is what was approved";
  const auto pool = state<zest_staking::StakePool>(DaoWorld::stake_pool());
  EXPECT_EQ(pool.staked, record.amount);
  EXPECT_GE(tokens(DaoWorld::held(DaoWorld::gold())), DaoWorld::kHeld) << "of what the wallet held nothing was staked";
  EXPECT_EQ(executions(), 2 * stakes.size()) << "a claim and a stake each";
  // Nothing was made: what left the stream is staked, owed, or in the wallet.
  EXPECT_EQ(tokens(factory::to_host(pool.vault)) + tokens(factory::to_host(pool.rewards_vault)) +
                tokens(DaoWorld::held(DaoWorld::gold())),
            DaoWorld::kStaked + DaoWorld::kStream + DaoWorld::kHeld);
}

// It begins when ten seconds of rewards are owed. Each stake is half a second more than what streams until the next: the rest of the first
// claim, out of the wallet.
TEST_F(SampleAgentsNodeTest, compounder_stakes_more_than_its_cap_in_parts) {
  constexpr std::uint64_t kASecond = DaoWorld::kStream / DaoWorld::kStreamSeconds, kAtOnce = kASecond * 7 / 2;
  auto document = compounder();
  module(document, "now")["params"]["pause_seconds"] = 3;
  module(document, "part")["params"]["units_max"] = kAtOnce;
  module(document, "owed")["inputs"]["amount"] = "due";
  module(document, "enough")["params"] = {{"enter", 10 * kASecond}, {"leave", 1}};
  document["limits"]["spending"][0]["per_action_max"] = kAtOnce;
  document["limits"]["refusals_max"] = 1;
  begin(document);
  Listener listener;
  run(listener, 110);
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  const auto stakes = landed<domain::Stake>();
  ASSERT_GE(stakes.size(), 8U) << listener.all();
  for (const auto& stake : stakes) EXPECT_EQ(stake.amount, kAtOnce);
  EXPECT_EQ(state<zest_staking::StakeRecord>(DaoWorld::stake()).amount, DaoWorld::kStaked + stakes.size() * kAtOnce);
  EXPECT_GE(tokens(DaoWorld::held(DaoWorld::gold())), DaoWorld::kHeld) << "of what the wallet held nothing was staked";
}

TEST_F(SampleAgentsNodeTest, compounder_stakes_nothing_over_its_cap) {
  auto document = compounder();
  document["limits"]["spending"][0]["per_action_max"] = 1;
  begin(document);
  Listener listener;
  run(listener, 60);
  EXPECT_NE(listener.all().find("is over the cap 1 per action"), std::string::npos) << listener.all();
  EXPECT_EQ(state<zest_staking::StakeRecord>(DaoWorld::stake()).amount, DaoWorld::kStaked);
  EXPECT_EQ(executions(), 0U);
}

// A model at the other end of a socket, as an OpenAI-compatible server streams.
std::string streamed(const json& said) {
  const json choice{{"delta", {{"content", said.dump()}}}, {"finish_reason", "stop"}};
  return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: " + json{{"choices", {choice}}}.dump() +
         "\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":10}}\n\ndata: [DONE]\n\n";
}

class VoterNodeTest : public SampleAgentsNodeTest {
 protected:
  void begin_with(const net::testing::FaultServer& server) {
    begin(voter());
    const json models{{"providers",
                       {{{"name", "double"},
                         {"model", "double"},
                         {"url", server.url()},
                         {"prices", {{"prompt", 0}, {"completion", 0}}}}}}};
    ASSERT_TRUE(infra::write_file_atomically(opened().models() / "models.json", as_bytes(models.dump()), 0600));
  }
  // A person who says the same to whatever is asked; ticks wait for them, for the model's answer comes from outside of fake time.
  void decide(Listener& listener, std::optional<bool> word) {
    listener.on_tick = [this, word](const Standing&) {
      const auto items = load_waiting(opened());
      if (items && !items->empty()) {
        asked_ = items->front().what;
        if (word && !decided_) decided_ = leave_decision(opened(), items->front().id, *word).has_value();
        return;
      }
      if (!decided_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    };
  }
  std::string asked_;
  bool decided_ = false;
};

TEST_F(VoterNodeTest, its_vote_waits_for_a_person_and_counts_in_governance) {
  const net::testing::FaultServer server(
      {{streamed({{"score", 0.9}, {"agree", true}, {"text", "Fewer single keys."}})}});
  begin_with(server);
  Listener listener;
  decide(listener, true);
  run(listener, 150);
  ASSERT_TRUE(decided_) << listener.all();
  EXPECT_NE(asked_.find(codec::to_base58(DaoWorld::proposal())), std::string::npos) << asked_;
  ASSERT_FALSE(server.requests().empty());
  EXPECT_NE(server.requests().front().find(kText), std::string::npos) << "the model was shown the proposal's text";
  EXPECT_EQ(landed<domain::Vote>(), (std::vector{domain::Vote{DaoWorld::proposal(), true}})) << listener.all();
  const auto record = state<::governance::VoteRecord>(DaoWorld::vote());
  EXPECT_EQ(record.choice, static_cast<std::uint8_t>(::governance::Choice::Yes));
  EXPECT_EQ(record.amount, DaoWorld::kStaked);
  const auto proposal = state<::governance::Proposal>(DaoWorld::proposal());
  EXPECT_EQ(proposal.yes.weight, record.weight);
  EXPECT_GT(record.weight, DaoWorld::kStaked) << "a locked stake weighs more";
  EXPECT_EQ(proposal.no.weight, 0U);
  EXPECT_EQ(executions(), 1U);
  const auto replayed = bundle::replay(std::filesystem::directory_iterator(opened().runs())->path());
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_FALSE(replayed->first) << replayed->first->what;
  EXPECT_EQ(replayed->exchanges, server.requests().size()) << "the run's bundle has what was asked and answered";
}

TEST_F(VoterNodeTest, what_the_person_refuses_is_not_voted) {
  const net::testing::FaultServer server({{streamed({{"score", 1}, {"agree", false}, {"text", "No."}})}});
  begin_with(server);
  Listener listener;
  decide(listener, false);
  run(listener, 120);
  ASSERT_TRUE(decided_) << listener.all();
  EXPECT_FALSE(account(DaoWorld::vote()).has_value());
  EXPECT_EQ(executions(), 0U);
}

TEST_F(VoterNodeTest, a_model_that_is_not_sure_is_not_followed) {
  const net::testing::FaultServer server({{streamed({{"score", 0.4}, {"agree", true}, {"text", "Hm."}})}});
  begin_with(server);
  Listener listener;
  decide(listener, std::nullopt);
  run(listener, 40);
  EXPECT_FALSE(server.requests().empty());
  EXPECT_EQ(asked_, "") << "nobody is asked";
  EXPECT_EQ(executions(), 0U);
}

// Sends a part of what the wallet holds with every rise of the price.
json sender() {
  const auto key = [](const Pubkey& value) { return codec::to_base58(value); };
  return {{"schema_version", 2},
          {"name", "sender"},
          {"description", "Pays a friend."},
          {"market", {{"symbol", "SOL/USD"}, {"quote", "USD"}, {"feed", compounder()["market"]["feed"]}}},
          {"modules",
           {{{"id", "price"}, {"kind", "price"}},
            {{"id", "change"}, {"kind", "change"}, {"params", {{"period", 1}}}, {"inputs", {{"value", "price"}}}},
            {{"id", "rises"},
             {"kind", "threshold"},
             {"params", {{"enter", 0}, {"leave", 0}}},
             {"inputs", {{"value", "change"}}}},
            {{"id", "golds"}, {"kind", "holding"}, {"params", {{"mint", key(DaoWorld::gold())}}}},
            {{"id", "part"},
             {"kind", "portion"},
             {"params", {{"bps", 10'000}, {"units_max", 1'000}}},
             {"inputs", {{"amount", "golds"}}}},
            {{"id", "pay"},
             {"kind", "transfer"},
             {"params", {{"destination", key(DaoWorld::address("friend"))}}},
             {"inputs", {{"when", "rises"}, {"amount", "part"}}}},
            {{"id", "submit"}, {"kind", "submit"}, {"inputs", {{"intent", "pay"}}}}}},
          {"limits",
           {{"oracle", {{"age_ms_max", 3'600'000}, {"confidence_bps_max", 1'000}}},
            {"spending", {{{"mint", key(DaoWorld::gold())}, {"per_action_max", 1'000}, {"per_day_max", 4'500}}}},
            {"counterparties", {key(DaoWorld::address("friend"))}},
            {"actions_per_day_max", 1'000}}}};
}

TEST_F(SampleAgentsNodeTest, transfers_land_once_each_until_the_days_cap) {
  begin(sender());
  Listener listener;
  run(listener, 80);
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  EXPECT_EQ(landed<domain::Transfer>().size(), 4U) << listener.all();
  EXPECT_EQ(tokens(DaoWorld::friends_gold()), 4'000U);
  EXPECT_EQ(tokens(DaoWorld::held(DaoWorld::gold())), DaoWorld::kHeld - 4'000);
  EXPECT_EQ(executions(), 4U);
  EXPECT_NE(listener.all().find("within a day"), std::string::npos) << listener.all();
}

// Pools of the test chain have dollars first, the demo's ZEST.
json arbitrageur() {
  const auto document = example("pool_arbitrage", {});
  const auto& spending = document["limits"]["spending"];
  auto text = example("pool_arbitrage", {{document["modules"][1]["params"]["pool"], AgentWorld::pool(0)},
                                         {document["modules"][2]["params"]["pool"], AgentWorld::pool(1)},
                                         {spending[0]["mint"], AgentWorld::dollar()},
                                         {spending[1]["mint"], AgentWorld::gold()}})
                  .dump();
  replace_all(text, "reserve_a", "reserve of dollars");
  replace_all(text, "reserve_b", "reserve_a");
  replace_all(text, "reserve of dollars", "reserve_b");
  return json::parse(text);
}

class ArbitrageNodeTest : public WorldAfterwards<AgentWorld> {
 protected:
  void begin(const json& document) {
    const auto config = agent::Config::parse(document.dump());
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_NO_FATAL_FAILURE(adopt(*config, AgentWorld(config->hash()).json()));
    const auto network = *infra::read_file(std::filesystem::path(ZESTRON_EXAMPLES) / "pool_arbitrage" / "graph.onnx");
    ASSERT_TRUE(infra::write_file_atomically(opened().models() / "graph.onnx", network, 0600));
  }
  // In the wallet and in both pools.
  [[nodiscard]] std::uint64_t everywhere(const Pubkey& mint, std::string_view vault) const {
    auto sum = tokens(AgentWorld::held(mint));
    for (std::size_t i = 0; i < AgentWorld::kPools; ++i)
      sum += tokens(AgentWorld::address(std::string(vault) + std::to_string(i)));
    return sum;
  }
};

TEST_F(ArbitrageNodeTest, both_legs_land_in_one_transaction_and_gain) {
  begin(arbitrageur());
  Listener listener;
  run(listener, 40);
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  const auto trips = landed<domain::Arbitrage>();
  ASSERT_GE(trips.size(), 2U) << listener.all();
  std::uint64_t least = 0;
  for (const auto& trip : trips) {
    EXPECT_EQ(trip.first, AgentWorld::pool(1)) << "gold is cheaper there";
    EXPECT_EQ(trip.mint, AgentWorld::dollar());
    least += trip.out_min - trip.amount_in;
  }
  const auto dollars = tokens(AgentWorld::held(AgentWorld::dollar()));
  EXPECT_GE(dollars, AgentWorld::kHeld + least);
  // 2 % apart, a quarter of a percent to each pool: a round trip of these sizes gains more than one percent.
  EXPECT_GE((dollars - AgentWorld::kHeld) * 100, trips.size() * trips.front().amount_in);
  EXPECT_GE(tokens(AgentWorld::held(AgentWorld::gold())), AgentWorld::kHeld) << "none of what it held stays on the way";
  EXPECT_EQ(executions(), 2 * trips.size());
  EXPECT_EQ(everywhere(AgentWorld::dollar(), "vault a"), AgentWorld::kHeld + 2 * AgentWorld::kInPool);
  EXPECT_EQ(everywhere(AgentWorld::gold(), "vault b"),
            AgentWorld::kHeld + 2 * AgentWorld::kInPool + AgentWorld::kInPool / 50);
}

TEST_F(ArbitrageNodeTest, what_is_between_has_a_cap_of_its_own) {
  auto document = arbitrageur();
  document["limits"]["spending"][1]["per_action_max"] = 1;
  begin(document);
  Listener listener;
  run(listener, 30);
  EXPECT_NE(listener.all().find("is over the cap 1 per action"), std::string::npos) << listener.all();
  EXPECT_EQ(executions(), 0U);
}

// Somebody with the executor's key asks for more than the second pool gives, past every gate of the node.
TEST_F(ArbitrageNodeTest, a_leg_that_fails_takes_the_other_with_it) {
  auto document = arbitrageur();
  document["modules"][13]["params"]["gain_min"] = 9'000'000'000'000'000;  // its own wishes stay out of the way
  begin(document);
  Listener listener;
  std::optional<std::string> error;
  int ticks = 0;
  listener.on_tick = [&](const Standing&) {
    if (++ticks != 10) return;
    cluster::ClusterChain chain(*cluster::RpcClient::connect(rpc_url_));
    const transact::Spending spending(
        chain, [](const Pubkey&) { return AgentWorld::wallet(); }, Commitment::kProcessed);
    const auto executor = AgentWorld::executor();
    domain::Arbitrage legs{.first = AgentWorld::pool(1),
                           .second = AgentWorld::pool(0),
                           .mint = AgentWorld::dollar(),
                           .between = AgentWorld::gold(),
                           .amount_in = 1'000'000,
                           .amount_between = 1'000'000,
                           .out_min = 2'000'000};
    const auto built = spending.build({AgentWorld::agent(), Slot(1), 1, legs}, executor.pubkey(), std::nullopt);
    ASSERT_TRUE(built) << built.error();
    ASSERT_EQ(built->size(), 2U) << "two legs";
    const auto blockhash = chain.latest_blockhash(Commitment::kProcessed)->blockhash;
    const auto message = *codec::compile_message(executor.pubkey(), *built, blockhash);
    const auto wire = codec::sign_transaction(message, std::array{&executor})->serialize();
    EXPECT_LE(wire.size(), codec::kTransactionBytesMax);
    const auto said = chain.simulate(wire, {});
    ASSERT_TRUE(said);
    error = said->error_json;
    static_cast<void>(chain.send(wire));
  };
  run(listener, 40);
  ASSERT_TRUE(error) << "the second leg must fail";
  EXPECT_NE(error->find("[1,"), std::string::npos) << *error << ": the first leg by itself is fine";
  EXPECT_EQ(tokens(AgentWorld::held(AgentWorld::dollar())), AgentWorld::kHeld);
  EXPECT_EQ(tokens(AgentWorld::held(AgentWorld::gold())), AgentWorld::kHeld);
  EXPECT_EQ(executions(), 0U);
}

// Gold of the test chain has as many decimals as its dollars, and its market trades by the second.
json maker() {
  const auto document = example("market_maker", {});
  const auto& spending = document["limits"]["spending"];
  auto out = example("market_maker", {{document["modules"][1]["params"]["pool"], MakerWorld::market()},
                                      {spending[0]["mint"], MakerWorld::gold()},
                                      {spending[1]["mint"], MakerWorld::dollar()},
                                      {spending[2]["mint"], MakerWorld::shares()}});
  for (auto& module : out["modules"]) {
    if (module["id"] == "pool_price") module["params"]["constant"] = 1;
    if (module["id"] == "add_now") module["params"]["pause_seconds"] = 1;
  }
  return out;
}

class MakerNodeTest : public WorldAfterwards<MakerWorld> {
 protected:
  void begin(const json& document) {
    const auto config = agent::Config::parse(document.dump());
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_NO_FATAL_FAILURE(adopt(*config, MakerWorld(config->hash(), config->market().feed).json()));
  }
};

TEST_F(MakerNodeTest, gives_liquidity_at_the_oracles_price_and_takes_it_back_away_from_it) {
  begin(maker());
  Listener listener;
  run(listener, 60);
  EXPECT_EQ(listener.count(transact::State::kFailed), 0U) << listener.all();
  const auto added = landed<domain::AddLiquidity>();
  const auto removed = landed<domain::RemoveLiquidity>();
  ASSERT_FALSE(added.empty()) << listener.all();
  ASSERT_FALSE(removed.empty()) << listener.all();
  std::uint64_t shares = 0;
  for (const auto& add : added) shares += add.shares;
  for (const auto& remove : removed) shares -= remove.shares;
  EXPECT_EQ(tokens(MakerWorld::held(MakerWorld::shares())), shares) << "exactly what was approved came and went";
  EXPECT_EQ(executions(), added.size() + removed.size());
  // Nothing was made or lost; and as nobody traded, what is not in the pool came back but for the rounding.
  const auto golds = tokens(MakerWorld::held(MakerWorld::gold()));
  const auto dollars = tokens(MakerWorld::held(MakerWorld::dollar()));
  EXPECT_EQ(golds + tokens(MakerWorld::vault_of_gold()), MakerWorld::kHeld + MakerWorld::kGolds);
  EXPECT_EQ(dollars + tokens(MakerWorld::vault_of_dollars()),
            MakerWorld::kHeld + MakerWorld::kGolds * MakerWorld::kPrice);
  if (shares == 0) {
    EXPECT_GE(golds + 2 * executions(), MakerWorld::kHeld);
    EXPECT_GE(dollars + 2 * executions(), MakerWorld::kHeld);
  }
}

TEST_F(MakerNodeTest, either_sides_cap_holds_both_back) {
  auto document = maker();
  document["limits"]["spending"][1]["per_action_max"] = 1;
  begin(document);
  Listener listener;
  run(listener, 40);
  EXPECT_NE(listener.all().find("is over the cap 1 per action"), std::string::npos) << listener.all();
  EXPECT_EQ(tokens(MakerWorld::held(MakerWorld::shares())), 0U);
  EXPECT_EQ(executions(), 0U);
}

}  // namespace
}  // namespace zestron::node
