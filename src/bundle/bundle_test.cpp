#include "bundle/event_bytes.hpp"
#include "bundle/recorder.hpp"
#include "bundle/replay.hpp"

#include "agent/testing/run.hpp"
#include "codec/merkle/merkle.hpp"
#include "events/simulated/simulated_market.hpp"
#include "infra/file/file.hpp"
#include "infra/segment_log/reader.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace zestron::bundle {
namespace {

namespace fs = std::filesystem;
using agent::testing::config_of;
using agent::testing::example;
using agent::testing::kAgent;

class Bundle : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / ("zestron-bundle-" + std::string(test->name()) + std::to_string(::getpid()));
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Recorder recorder(std::uint64_t bytes_max = 1U << 30U, bool trace = true) {
    return *Recorder::open(
        {.folder = folder_, .about = R"({"market":"sim:3"})", .bytes_max = bytes_max, .trace = trace});
  }

  fs::path folder_;
};

agent::Config policy() {
  const auto file = fs::path(ZESTRON_EXAMPLE_CONFIG).parent_path().parent_path() / "mean_reversion" / "agent.json";
  return config_of(nlohmann::json::parse(zestron::testing::read_text(file)));
}

/// What a model of two actions would say: holds for a hundred questions, then not.
std::vector<double> moody(std::uint64_t sequence) {
  return sequence / 100 % 2 == 0 ? std::vector{0.25, 0.75} : std::vector{0.75, 0.25};
}

/// As a node feeds it: a tick, and in the same slot the answers to what it asks.
void feed(Recorder& recorder, agent::Runtime& runtime, const domain::Tick& tick, std::uint64_t slot) {
  const auto view = *context::assemble(Slot(slot), UnixSeconds(0), tick);
  const domain::Event event{view.slot, view.now, view.tick};
  recorder.fed(event, true);
  runtime.begin_tick();
  auto step = runtime.on_event(event);
  recorder.outcome(runtime, step);
  if (step.requests.empty()) return;
  const auto request = step.requests[0];
  const domain::Event answer{
      view.slot, view.now,
      domain::Answer{request.node, request.sequence, domain::Answer::Tensor{moody(request.sequence)}}};
  recorder.fed(answer, false);
  recorder.outcome(runtime, runtime.on_event(answer));
}

agent::Runtime record(Recorder& recorder, const agent::Config& config, std::size_t ticks) {
  agent::Runtime runtime(config, kAgent);
  recorder.begins(kAgent, config.canonical());
  const auto market = events::make_simulated_market(3, config.market().feed);
  for (std::uint64_t slot = 1; slot <= ticks; ++slot) feed(recorder, runtime, **market->next(), slot);
  return runtime;
}

TEST_F(Bundle, replays_to_the_same_intents) {
  auto writer = recorder();
  const auto live = record(writer, config_of(example()), 500);
  writer.finish(End::Reason::kStopped);
  ASSERT_EQ(writer.trouble(), "");
  const auto replayed = replay(folder_);
  ASSERT_TRUE(replayed.has_value()) << replayed.error().message;
  EXPECT_FALSE(replayed->first.has_value());
  EXPECT_TRUE(replayed->ended);
  EXPECT_EQ(replayed->root, writer.root());
  EXPECT_EQ(replayed->about, R"({"market":"sim:3"})");
  ASSERT_EQ(replayed->agents.size(), 1U);
  EXPECT_EQ(replayed->agents[0].intents, live.sequence());
  EXPECT_GT(live.sequence(), 0U);
  EXPECT_EQ(replayed->agents[0].ticks, 500U);
}

TEST_F(Bundle, models_are_not_needed) {
  auto writer = recorder();
  const auto live = record(writer, policy(), 700);
  writer.finish(End::Reason::kStopped);
  const auto replayed = replay(folder_);
  ASSERT_TRUE(replayed.has_value());
  EXPECT_FALSE(replayed->first.has_value());
  EXPECT_EQ(replayed->answers, 640U);
  EXPECT_GT(replayed->agents[0].trades, 0U);
  EXPECT_EQ(replayed->agents[0].trades, live.position().trades);
}

TEST_F(Bundle, a_model_asked_anew_shows_deviation_and_changed_decisions) {
  auto writer = recorder();
  record(writer, policy(), 400);
  writer.finish(End::Reason::kStopped);
  std::uint64_t asked = 0;
  const auto same = replay(folder_, [&](const domain::Inference&) { return std::optional(moody(++asked)); });
  EXPECT_EQ(same->recomputed, 340U);
  EXPECT_EQ(same->deviation_max, 0);
  EXPECT_TRUE(same->changed.empty());
  // Another model: it never holds.
  const auto other = replay(folder_, [](const domain::Inference&) { return std::optional(std::vector{0.75, 0.25}); });
  EXPECT_EQ(other->deviation_max, 0.5);
  EXPECT_FALSE(other->first.has_value());  // the record itself is as it was
  const auto choices = std::ranges::count(other->changed, "policy.action", &ChangedDecision::what);
  EXPECT_EQ(choices, 99 + 100);  // of the questions 1 to 340
  EXPECT_GT(std::ranges::count(other->changed, "position", &ChangedDecision::what), 0);
}

/// The bundle again, with one record replaced, as whoever forges one would.
void rewrite(const fs::path& folder, const std::function<void(Record&, std::uint64_t number)>& change) {
  std::vector<Record> records;
  auto reader = *infra::segment_log::Reader::open(folder, kBundleIdentity);
  while (const auto next = *reader.next()) records.push_back(*parse_record(next->payload));
  fs::remove_all(folder);
  auto writer = *infra::segment_log::Writer::open({.directory = folder, .identity = kBundleIdentity}, {});
  codec::MerkleAccumulator tree;
  for (auto& record : records) {
    change(record, tree.size() + 1);
    if (auto* end = std::get_if<End>(&record)) end->root = tree.root();
    ASSERT_TRUE(writer.append(record_bytes(record)).has_value());
    tree.append(codec::merkle_leaf(record_bytes(record)));
  }
  ASSERT_TRUE(writer.sync().has_value());
}

// An agent that ran before, and of which this bundle has only what came after.
agent::Runtime record_rest(Recorder& recorder, const agent::Config& config) {
  agent::Runtime runtime(config, kAgent);
  const auto market = events::make_simulated_market(3, config.market().feed);
  for (std::uint64_t slot = 1; slot <= 400; ++slot)
    runtime.on_tick(*context::assemble(Slot(slot), UnixSeconds(0), **market->next()));
  recorder.begins(kAgent, config.canonical());
  recorder.stands(runtime, {});
  for (std::uint64_t slot = 401; slot <= 800; ++slot) feed(recorder, runtime, **market->next(), slot);
  recorder.finish(End::Reason::kStopped);
  return runtime;
}

TEST_F(Bundle, goes_on_where_an_earlier_run_left_the_agent) {
  auto writer = recorder();
  const auto live = record_rest(writer, config_of(example()));
  const auto replayed = replay(folder_, {}, Standings::kTrusted);
  ASSERT_TRUE(replayed.has_value()) << replayed.error().message;
  EXPECT_FALSE(replayed->first.has_value());
  EXPECT_EQ(replayed->agents[0].ticks, 400U);
  EXPECT_EQ(replayed->agents[0].intents, live.sequence());
  EXPECT_EQ(replayed->agents[0].trades, live.trades().size());
  EXPECT_GT(live.trades().size(), 1U);
}

// Whoever makes them up writes into our memory.
TEST_F(Bundle, takes_bytes_of_an_agent_from_nobody_who_is_not_trusted) {
  auto writer = recorder();
  record_rest(writer, config_of(example()));
  const auto replayed = replay(folder_);
  ASSERT_FALSE(replayed.has_value());
  EXPECT_EQ(replayed.error().code, BundleError::kUntrusted);
}

TEST_F(Bundle, takes_bytes_of_an_agent_from_no_other_version) {
  auto writer = recorder();
  record_rest(writer, config_of(example()));
  rewrite(folder_, [](Record& record, std::uint64_t) {
    if (auto* stands = std::get_if<AgentStands>(&record)) stands->code = Hash({1});
  });
  const auto replayed = replay(folder_, {}, Standings::kTrusted);
  ASSERT_FALSE(replayed.has_value());
  EXPECT_EQ(replayed.error().code, BundleError::kUntrusted);
}

TEST_F(Bundle, names_tick_node_and_port_of_the_first_difference) {
  auto writer = recorder();
  record(writer, config_of(example()), 300);
  writer.finish(End::Reason::kStopped);
  std::uint64_t ticks = 0;
  rewrite(folder_, [&](Record& record, std::uint64_t) {
    auto* fed = std::get_if<Fed>(&record);
    if (fed == nullptr || ++ticks != 150) return;
    // A confidence that nothing reads, and a price that the averages read.
    auto event = *parse_event(fed->event);
    std::get<domain::Tick>(event.what).price += 1;
    fed->event = event_bytes(event);
  });
  const auto found = replay(folder_);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  ASSERT_TRUE(found->first.has_value());
  EXPECT_EQ(found->first->tick, 150U);
  EXPECT_EQ(found->first->slot, Slot(150));
  EXPECT_EQ(found->first->node, "price");
  EXPECT_EQ(found->first->port, "price");
}

TEST_F(Bundle, finds_a_forged_intent_without_a_trace) {
  auto writer = recorder(1U << 30U, false);
  record(writer, config_of(example()), 500);
  writer.finish(End::Reason::kStopped);
  bool forged = false;
  rewrite(folder_, [&](Record& record, std::uint64_t) {
    auto* brought = std::get_if<Brought>(&record);
    if (brought == nullptr || brought->intents.empty() || std::exchange(forged, true)) return;
    auto intent = *transact::parse_intent(brought->intents[0]);
    std::get<domain::ClaimPerformance>(intent.action).gain += 1;
    brought->intents[0] = transact::intent_bytes(intent);
  });
  ASSERT_TRUE(forged);
  const auto found = replay(folder_);
  ASSERT_TRUE(found->first.has_value());
  EXPECT_NE(found->first->what.find("intents"), std::string::npos);
}

TEST_F(Bundle, refuses_a_root_that_is_not_of_its_records) {
  auto writer = recorder();
  record(writer, config_of(example()), 30);
  writer.finish(End::Reason::kStopped);
  std::vector<Bytes> payloads;
  auto reader = *infra::segment_log::Reader::open(folder_, kBundleIdentity);
  while (const auto next = *reader.next()) payloads.emplace_back(next->payload.begin(), next->payload.end());
  fs::remove_all(folder_);
  auto other = *infra::segment_log::Writer::open({.directory = folder_, .identity = kBundleIdentity}, {});
  auto begin = std::get<Begin>(*parse_record(payloads[0]));
  begin.about = "another";
  payloads[0] = record_bytes(begin);
  for (const auto& payload : payloads) ASSERT_TRUE(other.append(payload).has_value());
  ASSERT_TRUE(other.sync().has_value());
  EXPECT_EQ(replay(folder_).error().code, BundleError::kDamaged);
}

TEST_F(Bundle, a_torn_tail_is_said_and_what_is_whole_replays) {
  auto writer = recorder();
  record(writer, config_of(example()), 100);
  writer.flush();  // and killed
  const auto whole = replay(folder_);
  EXPECT_FALSE(whole->ended);
  EXPECT_EQ(whole->torn, "");
  EXPECT_EQ(whole->agents[0].ticks, 100U);
  const auto segment = infra::segment_log::segment_path(folder_, 1);
  fs::resize_file(segment, fs::file_size(segment) - 5);
  const auto torn = replay(folder_);
  ASSERT_TRUE(torn.has_value()) << torn.error().message;
  EXPECT_NE(torn->torn, "");
  EXPECT_EQ(torn->agents[0].ticks, 99U);
  EXPECT_FALSE(torn->first.has_value());
}

TEST_F(Bundle, damage_is_no_torn_tail) {
  auto writer = recorder();
  record(writer, config_of(example()), 100);
  writer.finish(End::Reason::kStopped);
  const auto segment = infra::segment_log::segment_path(folder_, 1);
  std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(5'000);
  file.put('\x5a').put('\x5a').put('\x5a');
  file.close();
  // What the end says cannot be reached any more: a run is not passed off as whole.
  const auto damaged = replay(folder_);
  EXPECT_TRUE(!damaged || (!damaged->ended && !damaged->torn.empty()));
}

TEST_F(Bundle, ends_at_its_bound_and_says_so) {
  auto writer = recorder(20'000);
  record(writer, config_of(example()), 1'000);
  EXPECT_TRUE(writer.ended());
  EXPECT_EQ(writer.trouble(), "");
  const auto replayed = replay(folder_);
  ASSERT_TRUE(replayed.has_value()) << replayed.error().message;
  EXPECT_TRUE(replayed->full);
  EXPECT_FALSE(replayed->first.has_value());
  EXPECT_LT(replayed->agents[0].ticks, 200U);
  EXPECT_LT(fs::file_size(infra::segment_log::segment_path(folder_, 1)), 25'000U);
}

TEST_F(Bundle, an_upgrade_goes_on_where_it_was) {
  auto writer = recorder();
  auto runtime = record(writer, config_of(example()), 50);
  auto document = example();
  document["modules"][1]["params"]["period"] = 9;
  const auto next = config_of(document);
  runtime.upgrade(next);
  writer.begins(kAgent, next.canonical(), true);
  const auto market = events::make_simulated_market(4, next.market().feed);
  for (std::uint64_t slot = 51; slot <= 400; ++slot) feed(writer, runtime, **market->next(), slot);
  writer.finish(End::Reason::kStopped);
  const auto replayed = replay(folder_);
  ASSERT_TRUE(replayed.has_value()) << replayed.error().message;
  EXPECT_FALSE(replayed->first.has_value());
  EXPECT_EQ(replayed->agents[0].config, next.hash());
}

TEST_F(Bundle, a_folder_with_something_else_is_refused) {
  EXPECT_EQ(replay(folder_).error().code, BundleError::kNotABundle);
  auto writer = recorder();
  EXPECT_EQ(Recorder::open({.folder = folder_, .about = ""}).error().code, BundleError::kIo);
}

TEST(EventBytes, of_a_pool_are_what_they_were_before_its_shares_were_told) {
  const domain::PoolState bare{Pubkey({1}), Pubkey({2}), Pubkey({3}), 4, 5, 6};
  auto whole = bare;
  whole.shares = Pubkey({7});
  whole.supply = 8;
  const auto before = event_bytes({Slot(7), UnixMillis(9), bare});
  EXPECT_EQ(before[0], 1);
  EXPECT_EQ(before.size(), 1U + 8 + 8 + 3 * 32 + 8 + 8 + 4);
  EXPECT_EQ(std::get<domain::PoolState>(parse_event(before)->what), bare);
  const auto after = event_bytes({Slot(7), UnixMillis(9), whole});
  EXPECT_EQ(after.size(), before.size() + 32 + 8);
  EXPECT_EQ(std::get<domain::PoolState>(parse_event(after)->what), whole);
  auto shareless = after;
  std::fill(shareless.end() - 40, shareless.end() - 8, 0);
  EXPECT_FALSE(parse_event(shareless)) << "that has a form of its own";
  for (std::size_t size = 0; size < after.size(); ++size)
    EXPECT_FALSE(parse_event(ByteView(after).first(size))) << size;
}

TEST(Record, nothing_else_parses) {
  const domain::Event event{Slot(7), UnixMillis(9), domain::Answer{"policy", 3, domain::Answer::Tensor{{0.5, -1}}}};
  const domain::Intent intent{kAgent, Slot(7), 1, domain::Vote{Pubkey({1}), true}};
  const domain::Request request{"policy", 3, domain::Inference{Hash({5}), {1, 2}, {1, 2}, 2}};
  const auto trade = agent::canonical_bytes({});
  const std::vector<Record> all{
      Begin{.about = "x"},
      AgentBegins{0, false, kAgent, "{}"},
      Fed{true, event_bytes(event)},
      Brought{1, 0, {transact::intent_bytes(intent)}, {request_bytes(request)}, true, {{1, 2, 3}}},
      SeenAccount{Slot(2), Pubkey({2}), Pubkey({3}), Lamports(4), {5, 6}},
      Turned{transact::intent_bytes(intent), 4, 1, Pubkey({7}), Signature({8}), Slot(9), {1, 2}, "why"},
      Exchange{0, "llm", 1, "{}"},
      End{End::Reason::kFull, 7, Hash({9})},
      AgentStands{0, Hash({3}), 5, 6, {trade}, {request_bytes(request)}, {1, 2}}};
  for (const auto& record : all) {
    const auto bytes = record_bytes(record);
    EXPECT_EQ(*parse_record(bytes), record);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(parse_record(ByteView(bytes).first(size)).has_value()) << record.index() << " " << size;
    auto longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(parse_record(longer).has_value());
  }
  EXPECT_FALSE(parse_record(Bytes{9}).has_value());
}

RC_GTEST_PROP(Record, whatever_parses_writes_the_same_bytes, ()) {
  auto bytes = *rc::gen::arbitrary<Bytes>();
  if (!bytes.empty()) bytes[0] %= std::variant_size_v<Record>;
  const auto record = parse_record(bytes);
  if (record) RC_ASSERT(record_bytes(*record) == bytes);
}

}  // namespace
}  // namespace zestron::bundle
