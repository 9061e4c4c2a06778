#include "agent/episode.hpp"

#include "agent/testing/run.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::agent {
namespace {

Config policy_agent() {
  const auto file =
      std::filesystem::path(ZESTRON_EXAMPLE_CONFIG).parent_path().parent_path() / "mean_reversion/agent.json";
  return testing::config_of(nlohmann::json::parse(zestron::testing::read_text(file)));
}

std::vector<domain::Tick> ticks_of(const Config& config, std::uint64_t seed, std::size_t count) {
  const auto market = events::make_simulated_market(seed, config.market().feed);
  std::vector<domain::Tick> out;
  while (out.size() < count) out.push_back(**market->next());
  return out;
}

/// Of equal length to what is asked.
std::vector<double> choice(bool hold) { return hold ? std::vector{0.0, 1.0} : std::vector{1.0, 0.0}; }

TEST(Episode, asks_once_a_tick_after_the_indicators_are_ready) {
  const auto config = policy_agent();
  const auto ticks = ticks_of(config, 3, 100);
  Episode episode(config, ticks);
  const auto* question = episode.next();
  ASSERT_NE(question, nullptr);
  EXPECT_EQ(episode.fed(), 61U);
  EXPECT_EQ(question->input.size(), 7U);
  EXPECT_EQ(question->outputs, 2U);
  std::size_t asked = 1;
  while (episode.next() != nullptr) ++asked;
  EXPECT_EQ(asked, 40U);
  EXPECT_EQ(episode.position().equity_micros, episode.position().start_micros);  // never answered
}

TEST(Episode, a_second_answer_changes_nothing) {
  const auto config = policy_agent();
  const auto ticks = ticks_of(config, 3, 100);
  const auto equity = [&](bool twice) {
    Episode episode(config, ticks);
    while (episode.next() != nullptr) {
      episode.answer(choice(true));
      if (twice) episode.answer(choice(false));
    }
    EXPECT_EQ(episode.position().side, Side::kLong);
    return episode.position().equity_micros;
  };
  EXPECT_EQ(equity(true), equity(false));
}

// The loop of a backtest: a tick, what it asks, the answer. Same actions, same equity after each tick, to the last bit.
RC_GTEST_PROP(Episode, equals_the_backtest_of_the_same_actions, ()) {
  const auto config = policy_agent();
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  // In runs, long enough to convince: single choices are averaged away.
  std::vector<bool> holds;
  bool hold = true;
  for (const auto length : *rc::gen::container<std::vector<std::size_t>>(20, rc::gen::inRange<std::size_t>(1, 40))) {
    holds.insert(holds.end(), length, hold);
    hold = !hold;
  }
  holds.resize(140, true);
  const auto ticks = ticks_of(config, seed, 200);

  std::vector<Position> backtest;
  Runtime runtime(config, Pubkey{});
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const auto view = *context::assemble(Slot(i + 1), UnixSeconds(0), ticks[i]);
    const auto step = runtime.on_tick(view);
    if (step.requests.empty()) continue;
    const auto request = step.requests[0];
    const domain::Answer::Tensor tensor{choice(holds[backtest.size()])};
    runtime.on_event({view.slot, view.now, domain::Answer{request.node, request.sequence, tensor}});
    backtest.push_back(runtime.position());
  }

  Episode episode(config, ticks);
  for (std::size_t i = 0; i < backtest.size(); ++i) {
    RC_ASSERT(episode.next() != nullptr);
    episode.answer(choice(holds[i]));
    RC_ASSERT(episode.position().equity_micros == backtest[i].equity_micros);
    RC_ASSERT(episode.position().quantity == backtest[i].quantity);
    RC_ASSERT(episode.position().realised_micros == backtest[i].realised_micros);
  }
  RC_ASSERT(episode.next() == nullptr);
}

}  // namespace
}  // namespace zestron::agent
