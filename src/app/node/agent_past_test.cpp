// A restart from a checkpoint against a restart over the whole past, on histories at random: agents with other graphs, other configs,
// messages, questions, pauses, people's words, slots that a crash took back. Whatever came, both stand at the same.
#include "app/node/agent_files.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/controls.hpp"
#include "app/node/testing/history.hpp"
#include "app/node/testing/see_saw.hpp"
#include "base/math/random.hpp"
#include "bundle/port_value.hpp"
#include "bundle/replay.hpp"
#include "chain/testing/folder.hpp"
#include "infra/file/file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AgentWorld;
using testing::Life;

json piece(const char* id, const char* kind, json params = json::object(), json inputs = json::object()) {
  json out{{"id", id}, {"kind", kind}};
  if (!params.empty()) out["params"] = std::move(params);
  if (!inputs.empty()) out["inputs"] = std::move(inputs);
  return out;
}
json with_modules(json modules) {
  auto document = testing::see_saw();
  document["modules"] = std::move(modules);
  return document;
}

// Trades on paper with every crossing of two short averages, and tells the second agent.
json trader(math::Random& random) {
  auto document = with_modules(
      {piece("price", "price"), piece("fast", "ema", {{"period", 2 + random.below(2)}}, {{"value", "price"}}),
       piece("slow", "ema", {{"period", 4}}, {{"value", "price"}}),
       piece("signal", "cross", {}, {{"fast", "fast"}, {"slow", "slow"}}),
       piece("position", "paper_position",
             {{"notional_micros", 1'000'000'000}, {"fee_bps", random.below(2)}, {"slippage_bps", 5}},
             {{"price", "price"}, {"signal", "signal"}}),
       piece("claim", "claim", {}, {{"position", "position"}}),
       piece("tell", "send", {{"to", codec::to_base58(AgentWorld::agent(2))}}, {{"value", "fast"}})});
  document["limits"]["claims"] = {{"micros_max", 1'000'000'000}, {"per_day_max", 10'000}};
  return document;
}

// Hears from the first, looks at a pool and its wallet, and asks a model.
json listener(math::Random& random) {
  return with_modules(
      {piece("price", "price"), piece("heard", "receive", {{"from", codec::to_base58(AgentWorld::agent(1))}}),
       piece("mean", "sma", {{"period", 2 + random.below(3)}}, {{"value", "heard"}}),
       piece("pool", "pool", {{"pool", codec::to_base58(AgentWorld::pool(0))}}),
       piece("gold", "holding", {{"mint", codec::to_base58(AgentWorld::gold())}}),
       piece("change", "change", {{"period", 1}}, {{"value", "price"}}),
       piece("seen", "features", {}, {{"a", "change"}, {"b", "mean"}}),
       piece("policy", "onnx_policy", {{"model", std::string(64, 'a')}, {"actions", 2}}, {{"observation", "seen"}})});
}

// What it wants waits for a person.
json asker(math::Random& random) {
  auto document = testing::see_saw();
  document["description"] = "Variant " + std::to_string(random.below(3));
  auto& modules = document["modules"];
  modules.push_back(piece("person", "human_approval", {{"expires_seconds", 60}}, {{"intent", "sell"}}));
  for (auto& one : modules) {
    if (one["id"] == "submit_sell") one["inputs"]["intent"] = "person";
  }
  return document;
}

// Grown node by node: each reads some earlier number.
json any_graph(math::Random& random) {
  static constexpr const char* kKinds[] = {"ema", "sma", "rsi", "channel", "zscore", "change", "every"};
  auto modules = json::array({piece("n0", "price")});
  for (auto left = 1 + random.below(12); left > 0; --left) {
    const auto* kind = kKinds[random.below(std::size(kKinds))];
    std::string from = "n" + std::to_string(random.below(modules.size()));
    const auto& outputs = agent::find_kind(modules[std::stoul(from.substr(1))]["kind"].get<std::string>())->outputs;
    const auto output = random.below(outputs.size());
    if (output > 0 && outputs[output].type == agent::PortType::kNumber) from += "." + std::string(outputs[output].name);
    modules.push_back(piece(("n" + std::to_string(modules.size())).c_str(), kind, {{"period", 1 + random.below(6)}},
                            {{"value", from}}));
  }
  return with_modules(std::move(modules));
}

constexpr std::uint64_t kAgents = 4;
agent::Config config_for(std::uint64_t id, math::Random& random) {
  const auto document = id == 1   ? trader(random)
                        : id == 2 ? listener(random)
                        : id == 3 ? asker(random)
                                  : any_graph(random);
  auto config = agent::Config::parse(document.dump());
  EXPECT_TRUE(config) << config.error().message << "\n" << document.dump();
  return *std::move(config);
}

testing::Board::Accounts accounts_of(const AgentWorld& world) {
  testing::Board::Accounts out;
  for (const auto& account : json::parse(world.json())) {
    if (account["executable"].get<bool>()) continue;
    out[*codec::from_base58<Pubkey>(account["pubkey"].get<std::string>())] = {
        Lamports(account["lamports"].get<std::uint64_t>()),
        *codec::from_base58<Pubkey>(account["owner"].get<std::string>()), false,
        *codec::base64_decode(account["data"].get<std::string>())};
  }
  return out;
}

// Both came to the same.
void expect_same(const AgentRunner& one, const AgentRunner& other) {
  ASSERT_EQ(one.agents().size(), other.agents().size());
  for (const auto& [key, a] : one.agents()) {
    SCOPED_TRACE(a.config.name() + " " + a.config.description());
    const auto& b = other.agents().at(key);
    EXPECT_EQ(a.file, b.file);
    EXPECT_EQ(a.next, b.next);
    EXPECT_EQ(a.begun, b.begun);
    EXPECT_EQ(a.asked, b.asked);
    EXPECT_EQ(a.runtime.trades(), b.runtime.trades());
    auto left = a.standing(), right = b.standing();
    // Of a graph's bytes what means something: what lies between the members of a struct does not.
    const auto& nodes = a.runtime.plan().nodes();
    for (std::size_t node = 0; node < nodes.size(); ++node) {
      for (std::size_t port = 0; port < nodes[node].kind->outputs.size(); ++port) {
        EXPECT_EQ(bundle::port_value(a.runtime.plan(), a.runtime.block(), node, port),
                  bundle::port_value(b.runtime.plan(), b.runtime.block(), node, port))
            << nodes[node].id << " " << port;
      }
    }
    ASSERT_EQ(left.block.size(), right.block.size());
    left.block = right.block = {};
    EXPECT_EQ(past::checkpoint_bytes({.code = {}, .slot = {}, .tick = {}, .trades = {}, .agents = {left}}),
              past::checkpoint_bytes({.code = {}, .slot = {}, .tick = {}, .trades = {}, .agents = {right}}));
  }
}

class History {
 public:
  explicit History(std::uint64_t seed, std::uint64_t every) : random_(seed), every_(every) {
    std::vector<Hash> hashes;
    for (std::uint64_t id = 1; id <= kAgents; ++id) {
      const auto config = config_for(id, random_);
      hashes.push_back(config.hash());
      feed_ = config.market().feed;
      EXPECT_TRUE(adopt_agent(folder_.root(), AgentWorld::agent(id), config));
    }
    board_.accounts = accounts_of(AgentWorld(hashes));
    before_.push_back(board_.accounts);
    start();
  }

  // Something that people or the chain do, now and then.
  void disturb() {
    const auto draw = random_.below(100);
    if (draw < 12) {
      move_pool();
    } else if (draw < 16) {
      const auto id = 1 + random_.below(kAgents);
      const auto config = config_for(id, random_);
      EXPECT_TRUE(adopt_agent(folder_.root(), AgentWorld::agent(id), config));
      named_.push_back({slot_ + random_.below(4), id, config.hash()});
    } else if (draw < 20) {
      const auto agent = AgentWorld::agent(1 + random_.below(kAgents));
      EXPECT_TRUE(change_controls(folder_, [&](Controls& controls) {
        controls.paused.contains(agent) ? resume(controls, agent) : pause(controls, agent);
      }));
    } else if (draw < 30) {
      const auto waiting = load_waiting(folder_);
      if (waiting && !waiting->empty())
        EXPECT_TRUE(leave_decision(folder_, waiting->front().id, random_.below(2) == 0));
    }
    std::erase_if(named_, [&](const Named& named) {
      if (named.slot > slot_) return false;
      name_config(named.id, named.config);
      return true;
    });
  }

  // One slot of all that live.
  void play(std::initializer_list<Life*> lives) {
    ++slot_;
    std::optional<domain::Tick> tick;
    if (random_.below(10) != 0) {
      price_ += static_cast<std::int64_t>(random_.below(2'000'000)) - 1'000'000;
      tick = domain::Tick{feed_,
                          price_,
                          1'000,
                          -6,
                          UnixMillis(1'756'000'000'000 + static_cast<std::int64_t>(slot_) * 400),
                          domain::TickOrigin::kSimulated};
      ticks_.emplace_back(Slot(slot_), *tick);
    }
    const UnixSeconds clock(1'756'000'000 + static_cast<std::int64_t>(slot_) * 400 / 1'000);
    for (auto* life : lives) life->attend(Slot(slot_), clock, tick);
    before_.emplace_back(board_.accounts);
    if (before_.size() > kTakenBackMax + 1) before_.pop_front();
  }
  void play() { play({life_.get()}); }

  // The runner ends, and `lost` slots with it. Returns whether a checkpoint was gone on from.
  bool restart(std::uint64_t lost) {
    end(lost);
    // The same folder, but for checkpoints.
    const chain::testing::Folder other;
    fs::copy(folder_.root(), other.path() / "node", fs::copy_options::recursive);
    fs::remove_all(other.path() / "node/agents/checkpoints");
    const auto whole_folder = *DataFolder::open(other.path() / "node");
    start();
    Life whole(board_, whole_folder, 0);
    whole.restore(Slot(slot_), ticks_);
    EXPECT_EQ(whole.asked_from.value_or(Slot()), Slot());
    expect_same(life_->runner, whole.runner);
    // What a graph keeps and does not show yet, it shows by then: no window is longer.
    for (int i = 0; i < 10; ++i) {
      move_pool();
      play({life_.get(), &whole});
    }
    expect_same(life_->runner, whole.runner);
    return life_->asked_from.value_or(Slot()) > Slot();
  }

  void end(std::uint64_t lost) {
    life_.reset();
    lost = std::min(lost, before_.size() - 1);
    slot_ -= lost;
    before_.resize(before_.size() - lost);
    board_.accounts = before_.back();
    std::erase_if(ticks_, [&](const auto& tick) { return tick.first.value() > slot_; });
    price_ = ticks_.empty() ? kPrice : ticks_.back().second.price;
  }
  void start(const std::function<void(AgentRunner&)>& prepare = {}) {
    life_ = std::make_unique<Life>(board_, folder_, every_);
    if (prepare) prepare(life_->runner);
    life_->restore(Slot(slot_), ticks_);
  }

  [[nodiscard]] Life& life() { return *life_; }
  [[nodiscard]] std::uint64_t slot() const { return slot_; }
  [[nodiscard]] const DataFolder& folder() const { return folder_; }
  [[nodiscard]] testing::Board& board() { return board_; }
  [[nodiscard]] const testing::Ticks& ticks() const { return ticks_; }
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

  static constexpr std::uint64_t kTakenBackMax = 40;

 private:
  static constexpr std::int64_t kPrice = 100'000'000;
  struct Named {
    std::uint64_t slot, id;
    Hash config;
  };

  void move_pool() {
    const auto authority = swap_pool::find_authority(testing::factory::to_program(AgentWorld::pool(0)));
    board_.accounts.at(AgentWorld::address("vault a0")).data =
        testing::tokens::account_data({.mint = testing::factory::to_program(AgentWorld::dollar()),
                                       .owner = authority.address,
                                       .amount = 1 + random_.below(1'000'000)});
  }
  void name_config(std::uint64_t id, const Hash& config) {
    auto& account = board_.accounts.at(AgentWorld::agent(id));
    auto state = *grapnel::client::account<testing::program::AgentState>(account.data);
    state.config_hash = testing::factory::to_program(config);
    account.data = grapnel::client::account_data(state);
  }

  math::Random random_;
  std::uint64_t every_;
  chain::testing::Folder scratch_;
  DataFolder folder_ = *DataFolder::open(scratch_.path() / "node");
  testing::Board board_;
  std::deque<testing::Board::Accounts> before_;  // of the newest slots, oldest first
  domain::FeedId feed_;
  testing::Ticks ticks_;
  std::vector<Named> named_;
  std::int64_t price_ = kPrice;
  std::uint64_t slot_ = 0;
  std::unique_ptr<Life> life_;
};

TEST(AgentPast, is_the_same_from_a_checkpoint_as_from_its_begin) {
  int short_ones = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    History history(seed, 1 + seed % 24);
    for (int part = 0; part < 6; ++part) {
      for (auto slots = 5 + history.below(40); slots > 0; --slots) {
        history.disturb();
        history.play();
      }
      short_ones +=
          history.restart(history.below(4) == 0 ? history.below(History::kTakenBackMax) : history.below(4)) ? 1 : 0;
      if (::testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(short_ones, 16) << "of 48 restarts";
}

// A life that ends within a checkpoint's distance gets none of its own, yet the next one must not have more and more to feed.
TEST(AgentPast, of_a_long_life_is_not_fed_again) {
  constexpr std::uint64_t kEvery = 16;
  History history(7, kEvery);
  for (int life = 0; life < 12; ++life) {
    for (int i = 0; i < 25; ++i) history.play();
    history.end(0);
    history.start();
  }
  for (int i = 0; i < 2; ++i) {
    history.end(0);
    history.start();
  }
  ASSERT_TRUE(history.life().asked_from);
  EXPECT_GE(history.life().asked_from->value() + 2 * kEvery, history.slot());
  EXPECT_LE(history.life().shown, 2 * kEvery);
}

class FlawedCheckpoint : public ::testing::Test {
 protected:
  FlawedCheckpoint() {
    for (int i = 0; i < 30; ++i) {
      history_.disturb();
      history_.play();
    }
    history_.end(0);
  }
  [[nodiscard]] std::vector<fs::path> checkpoints() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(history_.folder().agents() / "checkpoints")) {
      if (entry.path().extension() == ".checkpoint") out.push_back(entry.path());
    }
    return out;
  }
  // Goes on from no checkpoint, and says so or not.
  void expect_whole_past(std::size_t notices) {
    history_.start();
    ASSERT_TRUE(history_.life().asked_from);
    EXPECT_EQ(*history_.life().asked_from, Slot());
    EXPECT_EQ(history_.life().listener.notices.size(), notices) << history_.life().listener.all();
    Life whole(history_.board(), copy(), 0);
    whole.restore(Slot(history_.slot()), history_.ticks());
    expect_same(history_.life().runner, whole.runner);
  }
  [[nodiscard]] DataFolder copy() {
    fs::create_directories(other_.path() / "node");
    fs::copy(history_.folder().agents(), other_.path() / "node/agents", fs::copy_options::recursive);
    fs::copy(history_.folder().blobs(), other_.path() / "node/blobs", fs::copy_options::recursive);
    fs::remove_all(other_.path() / "node/agents/checkpoints");
    return *DataFolder::open(other_.path() / "node");
  }

  History history_{3, 4};
  chain::testing::Folder other_;
};

TEST_F(FlawedCheckpoint, that_is_damaged_is_passed_over) {
  const auto all = checkpoints();
  ASSERT_FALSE(all.empty());
  for (const auto& path : all) {
    auto bytes = *infra::read_file(path);
    bytes[bytes.size() / 2] ^= 4;
    ASSERT_TRUE(infra::write_file_atomically(path, bytes, 0600));
  }
  expect_whole_past(all.size());
}

TEST_F(FlawedCheckpoint, whose_trades_are_gone_is_passed_over) {
  const auto all = checkpoints();
  ASSERT_FALSE(all.empty());
  fs::remove_all(history_.folder().agents() / "checkpoints/trades");
  history_.start();
  Life whole(history_.board(), copy(), 0);
  whole.restore(Slot(history_.slot()), history_.ticks());
  expect_same(history_.life().runner, whole.runner);
}

// Checksum and all are right, and yet it is of another agent's life.
TEST_F(FlawedCheckpoint, that_is_not_of_what_the_activity_says_is_passed_over) {
  for (const auto& path : checkpoints()) {
    auto checkpoint = *past::parse_checkpoint(*infra::read_file(path));
    for (auto& agent : checkpoint.agents) agent.trades_before += 1;
    ASSERT_TRUE(infra::write_file_atomically(path, past::checkpoint_bytes(checkpoint), 0600));
  }
  history_.start();
  EXPECT_NE(history_.life().listener.all().find("is fed its whole past"), std::string::npos);
  Life whole(history_.board(), copy(), 0);
  whole.restore(Slot(history_.slot()), history_.ticks());
  expect_same(history_.life().runner, whole.runner);
}

class RecordedPast : public ::testing::TestWithParam<bool> {};

// What a bundle has of a run that went on from a checkpoint is replayed as far as its reader trusts it; of one over the whole past, by all.
TEST_P(RecordedPast, is_replayed_as_it_was) {
  const bool whole = GetParam();
  History history(5, 8);
  for (int i = 0; i < 60; ++i) {
    history.disturb();
    history.play();
  }
  history.end(0);
  const chain::testing::Folder scratch;
  const auto folder = scratch.path() / "bundle";
  auto recorder = *bundle::Recorder::open({.folder = folder, .about = "{}"});
  history.start([&](AgentRunner& runner) {
    runner.record_to(recorder);
    if (whole) runner.feed_whole_past();
  });
  EXPECT_EQ(*history.life().asked_from == Slot(), whole);
  for (int i = 0; i < 20; ++i) {
    history.disturb();
    history.play();
  }
  recorder.finish(bundle::End::Reason::kStopped);
  ASSERT_EQ(recorder.trouble(), "");
  EXPECT_EQ(bundle::replay(folder).has_value(), whole);
  const auto replayed = bundle::replay(folder, {}, bundle::Standings::kTrusted);
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_FALSE(replayed->first) << replayed->first->what;
  EXPECT_GT(replayed->outcomes, 20U);
}

INSTANTIATE_TEST_SUITE_P(Past, RecordedPast, ::testing::Bool());

}  // namespace
}  // namespace zestron::node
