#include "backtest/backtest.hpp"

#include "agent/episode.hpp"
#include "agent/testing/run.hpp"
#include "backtest/report.hpp"
#include "backtest/testimony.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

namespace zestron::backtest {
namespace {

using agent::testing::config_of;
using agent::testing::example;

nlohmann::json document_of(std::string_view name) {
  return nlohmann::json::parse(
      zestron::testing::read_text(std::filesystem::path(ZESTRON_EXAMPLES) / name / "agent.json"));
}

agent::Config example_of(std::string_view name) { return config_of(document_of(name)); }

struct Market {
  explicit Market(const agent::Config& config, std::uint64_t seed = 3, std::size_t count = 2'000)
      : source(events::make_simulated_market(seed, config.market().feed)) {
    while (ticks.size() < count) ticks.push_back(**source->next());
  }
  std::unique_ptr<events::MarketSource> source;
  std::vector<domain::Tick> ticks;
};

Outcome<Report, BacktestError> run_on(const agent::Config& config, const Market& market, const Settings& settings = {},
                                      Answers* answers = nullptr) {
  return run({.config = config,
              .ticks = market.ticks,
              .market = market.source->info(),
              .settings = settings,
              .agent = agent::testing::kAgent,
              .answers = answers});
}

/// Holds while the last digit of its count is low.
class Moody final : public Answers {
 public:
  [[nodiscard]] bool serves(std::string_view) const override { return true; }
  std::vector<domain::Answer> answer(std::span<const domain::Request> requests) override {
    std::vector<domain::Answer> out;
    for (const auto& request : requests) {
      const bool hold = ++asked / 97 % 2 == 0;
      out.push_back({request.node, request.sequence,
                     domain::Answer::Tensor{hold ? std::vector{0.25, 0.75} : std::vector{0.75, 0.25}}});
    }
    return out;
  }
  std::size_t asked = 0;
};

RC_GTEST_PROP(Backtest, is_the_agents_own_account_at_its_own_costs, ()) {
  const auto config = config_of(example());
  const Market market(config, *rc::gen::arbitrary<std::uint64_t>(), 600);
  const auto report = *run_on(config, market);
  agent::Runtime live(config, agent::testing::kAgent);
  std::size_t at = 0;
  for (const auto& tick : market.ticks) live.on_tick(*context::assemble(Slot(++at), UnixSeconds(0), tick));
  RC_ASSERT(report.trades == live.trades());
  RC_ASSERT(report.end_micros == live.position().equity_micros);
  RC_ASSERT(report.intents == live.sequence());
  RC_ASSERT(report.open.has_value() == (live.position().side == agent::Side::kLong));
}

TEST(Backtest, same_bytes_every_time) {
  const auto config = config_of(example());
  const Market market(config);
  const auto first = document(*run_on(config, market));
  EXPECT_EQ(first, document(*run_on(config, market)));
  EXPECT_EQ(page(*run_on(config, market)), page(*run_on(config, market)));
  EXPECT_NE(first, document(*run_on(config, Market(config, 4))));
}

TEST(Backtest, first_slot_and_agent_are_those_of_the_intents) {
  const auto config = config_of(example());
  const Market market(config);
  const auto report = *run_on(config, market, {.first_slot = Slot(500)});
  ASSERT_FALSE(report.trades.empty());
  EXPECT_GE(report.trades[0].opened.slot, Slot(500));
  EXPECT_NE(report.intents_root, run_on(config, market)->intents_root);
}

TEST(Backtest, higher_costs_leave_less) {
  const auto config = config_of(example());
  const Market market(config);
  const auto end = [&](const Costs& costs) { return run_on(config, market, {.costs = costs})->end_micros; };
  const auto free = end(ProportionalCosts{});
  const auto cheap = end(ProportionalCosts{{5, 0}});
  EXPECT_GT(free, cheap);
  EXPECT_GT(cheap, end(ProportionalCosts{{5, 20}}));
  // 1,000 units of the quote currency against pools of a million and of ten thousand.
  EXPECT_GT(end(PoolCosts{1'000'000'000'000, 30}), end(PoolCosts{10'000'000'000, 30}));
}

TEST(Backtest, latency_fills_at_the_first_tick_that_is_late_enough) {
  const auto config = config_of(example());
  const Market market(config);
  const auto at_once = *run_on(config, market);
  const auto late = *run_on(config, market, {.latency_ms = 5'000});
  ASSERT_FALSE(late.trades.empty());
  EXPECT_EQ(at_once.intents_root, late.intents_root);  // the decisions are the agent's
  const auto wanted = at_once.trades[0].opened.at.value() + 5'000;
  const auto tick =
      std::ranges::find_if(market.ticks, [&](const domain::Tick& one) { return one.published.value() >= wanted; });
  EXPECT_EQ(late.trades[0].opened.at, tick->published);
}

TEST(Backtest, refuses_what_a_series_cannot_feed) {
  const auto policy = example_of("mean_reversion");
  const Market market(policy, 3, 10);
  EXPECT_EQ(run_on(policy, market).error().code, BacktestError::kUnanswered);
  auto elsewhere = document_of("mean_reversion");
  elsewhere["modules"][0]["params"]["feed"] = std::string(64, '1');
  Moody moody;
  EXPECT_EQ(run_on(config_of(elsewhere), market, {}, &moody).error().code, BacktestError::kUnfed);
  const auto config = config_of(example());
  EXPECT_EQ(run_on(config, market, {.latency_ms = -1}).error().code, BacktestError::kSettings);
  EXPECT_EQ(run_on(config, market, {.costs = PoolCosts{}}).error().code, BacktestError::kSettings);
  EXPECT_EQ(run_on(config, market, {.costs = ProportionalCosts{{10'001, 0}}}).error().code, BacktestError::kSettings);
  EXPECT_EQ(run_on(config, Market(config, 3, 0)).error().code, BacktestError::kNoTicks);
  Market bad(config, 3, 10);
  bad.ticks[4].price = 0;
  const auto refused = run_on(config, bad);
  EXPECT_EQ(refused.error().code, BacktestError::kBadTick);
  EXPECT_NE(refused.error().message.find("tick 5"), std::string::npos);
}

TEST(Backtest, recorded_answers_give_the_same_hash_without_the_model) {
  const auto policy = example_of("mean_reversion");
  const Market market(policy);
  Moody moody;
  const auto first = *run_on(policy, market, {}, &moody);
  ASSERT_FALSE(first.trades.empty());
  EXPECT_EQ(first.answers.size(), moody.asked);
  const auto file = testimony_bytes(first.answers);
  RecordedAnswers recorded(*parse_testimony(file));
  EXPECT_EQ(report_hash(*run_on(policy, market, {}, &recorded)), report_hash(first));
}

// What Gymnasium's environment steps through (python/zestron/market_env.py) is the same engine.
TEST(Backtest, equals_the_episode_that_a_policy_is_trained_on) {
  const auto policy = example_of("mean_reversion");
  const Market market(policy);
  Moody moody;
  const auto report = *run_on(policy, market, {}, &moody);
  agent::Episode episode(policy, market.ticks);
  std::size_t asked = 0;
  while (episode.next() != nullptr) {
    episode.answer(std::get<domain::Answer::Tensor>(report.answers[asked].answer.content).values);
    ++asked;
  }
  EXPECT_EQ(asked, report.answers.size());
  EXPECT_EQ(episode.position().equity_micros, report.end_micros);
  EXPECT_EQ(episode.position().trades, report.trades.size());
}

TEST(Backtest, the_hash_covers_every_answer) {
  const auto policy = example_of("mean_reversion");
  const Market market(policy, 3, 300);
  Moody moody;
  const auto first = *run_on(policy, market, {}, &moody);
  auto changed = first.answers;
  // In its last bit: no decision depends on it.
  std::get<domain::Answer::Tensor>(changed.back().answer.content).values[0] += 1e-16;
  RecordedAnswers recorded(changed);
  const auto second = *run_on(policy, market, {}, &recorded);
  EXPECT_EQ(second.intents_root, first.intents_root);
  EXPECT_NE(report_hash(second), report_hash(first));
}

TEST(Backtest, an_answer_to_another_question_is_none) {
  const auto policy = example_of("mean_reversion");
  Moody moody;
  const auto first = *run_on(policy, Market(policy, 3, 300), {}, &moody);
  RecordedAnswers recorded(first.answers);
  EXPECT_TRUE(run_on(policy, Market(policy, 4, 300), {}, &recorded)->answers.empty());
}

TEST(Testimony, nothing_else_parses) {
  const auto policy = example_of("mean_reversion");
  Moody moody;
  const auto given = run_on(policy, Market(policy, 3, 70), {}, &moody)->answers;
  const auto file = testimony_bytes(given);
  EXPECT_EQ(*parse_testimony(file), given);
  for (std::size_t size = 0; size < file.size(); ++size)
    EXPECT_FALSE(parse_testimony(ByteView(file).first(size)).has_value()) << size;
  auto longer = file;
  longer.push_back(0);
  EXPECT_FALSE(parse_testimony(longer).has_value());
}

TEST(Report, states_config_and_market) {
  const auto config = config_of(example());
  const Market market(config);
  const auto report = *run_on(config, market);
  const auto stated = read_document(document(report));
  ASSERT_TRUE(stated.has_value());
  EXPECT_EQ(stated->hash, report_hash(report));
  EXPECT_EQ(stated->config, config.hash());
  EXPECT_EQ(stated->market, "sim:3");
  // However it was formatted since.
  EXPECT_EQ(read_document(nlohmann::json::parse(document(report)).dump(2))->hash, report_hash(report));
  EXPECT_FALSE(read_document("{}").has_value());
  EXPECT_FALSE(read_document(config.canonical()).has_value());
  EXPECT_FALSE(read_document("[").has_value());
}

TEST(Report, the_page_escapes_what_a_config_says) {
  auto named = example();
  named["market"]["symbol"] = "<script>alert(1)</script>";
  const auto config = config_of(named);
  const auto html = page(*run_on(config, Market(config)));
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
}

}  // namespace
}  // namespace zestron::backtest
