// A node that is killed every few seconds while its agent acts: afterwards the chain holds each action exactly once, and journal and chain
// agree. ZESTRON_KILL_ACTIONS asks for so many actions instead of the few of a test.
#include "app/node/agent_files.hpp"
#include "app/node/demo_keys.hpp"
#include "app/node/node.hpp"
#include "app/node/testing/agent_world.hpp"
#include "app/node/testing/see_saw.hpp"
#include "chain/chain.hpp"
#include "chain/testing/folder.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <thread>

namespace zestron::node {
namespace {

using testing::AgentWorld;

constexpr const char* kFolder = "ZESTRON_KILLED_NODE";  // of the child's node
constexpr const char* kTicks = "ZESTRON_KILLED_NODE_TICKS";
constexpr std::uint64_t kEndless = 1'000'000'000;

class Silent final : public Narrator {
 public:
  void notice(std::string_view) override {}
  void step(std::string_view, const std::optional<Signature>&) override {}
  void trade(const TradeNews&) override {}
  void effect(const transact::Effect&) override {}
  void standing(const Standing&) override {}
  void market_ended(Slot, std::uint64_t, std::int64_t) override {}
};

// What it may spend in a day would soon be spent, and hours of the market would pass without an action.
agent::Config config() {
  auto document = testing::see_saw();
  for (auto& cap : document["limits"]["spending"]) cap["per_day_max"] = 1'000'000 * testing::kUnits;
  document["limits"]["actions_per_day_max"] = 1'000'000;
  return *agent::Config::parse(document.dump());
}

// The node itself, in a process that the test below starts and kills.
TEST(KilledNode, DISABLED_child) {
  const char* folder = std::getenv(kFolder);
  ASSERT_NE(folder, nullptr);
  Silent silent;
  NodeOptions options;
  options.data = folder;
  options.rpc_port = options.api_port = 0;
  options.market = "sim:1";
  options.offline = options.exit_at_end = options.from_checkpoint = true;
  options.speed = 0;
  options.ticks_max = std::strtoull(std::getenv(kTicks), nullptr, 10);
  options.accounts_json = AgentWorld(config().hash()).json();
  auto node = Node::start(options, silent);
  ASSERT_TRUE(node) << node.error();
  const auto outcome = (*node)->run();
  EXPECT_TRUE(outcome) << outcome.error();
}

class KilledNodeTest : public ::testing::Test {
 protected:
  KilledNodeTest() {
    const auto folder = *DataFolder::open(data());
    EXPECT_TRUE(AgentWorld::executor().write_new_file(folder.keys() / file_name(DemoRole::kExecutor)));
    EXPECT_TRUE(adopt_agent(data(), AgentWorld::agent(), config()));
  }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "node"; }

  // How long it may live: until its ledger has grown by so much, which is some slots whatever the machine does beside; or so long from
  // its birth, mostly shorter than its start takes.
  struct Life {
    std::uintmax_t ledger_bytes = 0;
    std::optional<std::chrono::milliseconds> from_birth{};
  };

  [[nodiscard]] std::uintmax_t ledger_bytes() const {
    std::uintmax_t out = 0;
    std::error_code ec;
    for (const auto& file : std::filesystem::directory_iterator(data() / "chain/ledger", ec)) out += file.file_size(ec);
    return out;
  }

  static void wait_until(const std::function<bool()>& is_so) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!is_so() && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }

  void live(const Life& life) const {
    if (life.from_birth) return std::this_thread::sleep_for(*life.from_birth);
    const auto born = std::chrono::steady_clock::now();
    wait_until([&] { return std::filesystem::exists(data() / "node.json"); });
    start_ = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - born);
    const auto end = ledger_bytes() + life.ledger_bytes;
    wait_until([&] { return ledger_bytes() >= end; });
  }

  // Returns the child's exit status; kills it at the end of `life`, where there is one.
  int run(std::uint64_t ticks, std::optional<Life> life) const {
    const auto path = data().string();
    const auto limit = std::to_string(ticks);
    std::filesystem::remove(data() / "node.json");  // of the one that was killed before
    const auto child = ::fork();
    if (child == 0) {
      ::setenv(kFolder, path.c_str(), 1);
      ::setenv(kTicks, limit.c_str(), 1);
      ::execl("/proc/self/exe", "zestron_node_test", "--gtest_also_run_disabled_tests",
              "--gtest_filter=KilledNode.DISABLED_child", "--gtest_brief=1", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    if (life) {
      live(*life);
      ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  [[nodiscard]] std::uint64_t begun() const {
    using transact::SqliteJournal;
    auto journal = SqliteJournal::open(DataFolder::open(data())->journal(), SqliteJournal::Read::kWhenDue);
    if (!journal) throw std::runtime_error(journal.error().message);
    return *journal->last_sequence(AgentWorld::agent());
  }
  [[nodiscard]] std::uint64_t landed() const {
    auto journal = transact::SqliteJournal::open(DataFolder::open(data())->journal());
    if (!journal) return 0;
    EXPECT_TRUE(journal->in_flight()->empty()) << "everything has ended";
    std::uint64_t out = 0;
    const auto last = *journal->last_sequence(AgentWorld::agent());
    for (std::uint64_t sequence = 1; sequence <= last; ++sequence) {
      const auto effect = *journal->find(AgentWorld::agent(), sequence);
      out += effect && effect->state == transact::State::kLanded ? 1 : 0;
    }
    return out;
  }

  chain::testing::Folder folder_;
  mutable std::chrono::milliseconds start_{};  // what the newest start took that was waited for
};

TEST_F(KilledNodeTest, the_chain_holds_each_action_exactly_once) {
  const char* asked = std::getenv("ZESTRON_KILL_ACTIONS");
  const auto actions = asked == nullptr ? 0 : std::strtoull(asked, nullptr, 10);
  int kills = 0;
  do {
    // Another length each, so that it dies at another point; now and then while it is still at taking up what was left.
    const auto seventh = kills % 7;
    run(kEndless, kills % 5 == 4 ? Life{.from_birth = std::chrono::milliseconds(seventh * 130 + 40)}
                                 : Life{.ledger_bytes = static_cast<std::uintmax_t>(seventh) * 32'000 + 1'000});
    ++kills;
    if (asked != nullptr && kills % 20 == 0)
      fmt::print(stderr, "{} kills, {} actions; the last start took {} ms\n", kills, begun(), start_.count());
  } while (kills < 5 || begun() < std::max<std::uint64_t>(actions, 8));
  // To the end of a market that ends beyond where it was killed: then nothing is in flight.
  const auto ticks = [&] {
    const auto chain = *chain::Chain::open({.data_dir = DataFolder::open(data())->chain()});
    return chain->bounds().confirmed.value() + 50;
  }();
  ASSERT_EQ(run(ticks, std::nullopt), 0);

  const auto chain = *chain::Chain::open({.data_dir = DataFolder::open(data())->chain()});
  const auto account = **chain->account(AgentWorld::wallet(), Commitment::kConfirmed);
  const auto wallet = *protocols::agent_factory::decode_wallet(account.owner, account.data);
  const auto executed = wallet.nonce - AgentWorld::kFirstNonce;
  EXPECT_GT(executed, 5U);
  EXPECT_EQ(executed, landed()) << kills << " kills";
  EXPECT_EQ(wallet.uses - AgentWorld::kFirstNonce, executed) << "each moved something";
  fmt::print(stderr, "{} kills, {} actions on chain, each once\n", kills, executed);
}

}  // namespace
}  // namespace zestron::node
