// The samples that act on chain, on their recorded observations: what they did, held to a few figures that would be others if the agent, the
// world's arithmetic or the record changed. Their reports have one hash on every run.
#include "agent/testing/run.hpp"
#include "backtest/backtest.hpp"
#include "backtest/report.hpp"
#include "codec/base58.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace zestron::backtest {
namespace {

using agent::testing::config_of;

std::string read(std::string_view sample, const char* file) {
  return zestron::testing::read_text(std::filesystem::path(ZESTRON_EXAMPLES) / sample / file);
}

// On the first `ticks` of sim:1, whose first second is the record's.
Outcome<Report, BacktestError> run_sample(std::string_view sample, std::size_t ticks,
                                          const std::optional<std::string>& observations) {
  const auto config = config_of(nlohmann::json::parse(read(sample, "agent.json")));
  const auto market = events::make_simulated_market(1, config.market().feed);
  std::vector<domain::Tick> series;
  while (series.size() < ticks) series.push_back(**market->next());
  std::optional<Observations> seen;
  if (observations) seen = *parse_observations(*observations);
  return run({.config = config,
              .ticks = series,
              .market = market->info(),
              .settings = {},
              .agent = agent::testing::kAgent,
              .observations = seen ? &*seen : nullptr});
}

Report sample(std::string_view name, std::size_t ticks) {
  auto report = run_sample(name, ticks, read(name, "observations.jsonl"));
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

TEST(Samples, compounder_stakes_its_rewards_and_leaves_the_wallet_alone) {
  const auto report = sample("reward_compounder", 100'000);
  const auto key = [](const char* text) { return *codec::from_base58<Pubkey>(text); };
  const auto zest = key("DUt93GdLpnqh8goVa2w5L9QSGNU1mRS4pZ3ABap1JAfW");
  const auto& stake = report.acted.stakes.at(key("8Rh5HwwTjyNic15Th8yX8o7rRCFNpMa71QXumi9Z6bnv"));
  EXPECT_EQ(report.acted.seen, 62U);
  EXPECT_EQ(report.acted.done, (std::map<std::string, std::uint64_t, std::less<>>{{"stake", 30}}));
  EXPECT_TRUE(report.acted.failed.empty());
  EXPECT_EQ(report.acted.holdings.at(zest), 5'000'000'000U);
  // The same rates pay 50'640'000'000 units on what was staked at first; the rest was earned by what was compounded.
  EXPECT_EQ(stake.staked, 100'000'000'000'000U + 50'640'000'000U + 12'383'424U);
  EXPECT_EQ(stake.rewards, 0U);
}

TEST(Samples, voter_votes_once_when_the_person_has_agreed) {
  const auto report = sample("dao_voter", 20'000);
  EXPECT_EQ(report.acted.done, (std::map<std::string, std::uint64_t, std::less<>>{{"vote", 1}}));
  EXPECT_EQ(report.intents, 1U);
}

TEST(Samples, voter_does_not_vote_when_the_person_refused) {
  auto text = read("dao_voter", "observations.jsonl");
  const std::string_view agreed = "\"approved\":true";
  text.replace(text.find(agreed), agreed.size(), "\"approved\":false");
  EXPECT_EQ(run_sample("dao_voter", 20'000, text)->intents, 0U);
}

TEST(Samples, a_vote_that_comes_after_the_end_fails) {
  auto text = read("dao_voter", "observations.jsonl");
  const std::string_view open = "\"open\":true";
  text.replace(text.rfind(open), open.size(), "\"open\":false");  // before the person spoke
  const auto report = run_sample("dao_voter", 20'000, text);
  EXPECT_TRUE(report->acted.done.empty());
}

TEST(Samples, a_report_has_one_hash_and_it_covers_the_observations) {
  const auto hash = report_hash(sample("dao_voter", 5'000));
  EXPECT_EQ(report_hash(sample("dao_voter", 5'000)), hash);
  auto text = read("dao_voter", "observations.jsonl");
  text.replace(text.find("300000000000"), 1, "4");
  EXPECT_NE(report_hash(*run_sample("dao_voter", 5'000, text)), hash);
}

TEST(Samples, without_their_observations_they_are_refused) {
  const auto alone = run_sample("reward_compounder", 10, std::nullopt);
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, BacktestError::kUnfed);
  const auto unanswered = run_sample("dao_voter", 10, "");
  ASSERT_FALSE(unanswered);
  EXPECT_EQ(unanswered.error().code, BacktestError::kUnanswered);
}

TEST(ObservationsTest, a_wrong_line_is_named) {
  const auto wrong = [](std::string_view text) {
    const auto parsed = parse_observations(text);
    return parsed ? std::string() : parsed.error();
  };
  const std::string mint(32, '1');
  EXPECT_EQ(wrong("{\"at_ms\":5,\"holding\":{\"mint\":\"" + mint + "\",\"amount\":\"18446744073709551615\"}}\n"), "");
  EXPECT_EQ(wrong("{\"at_ms\":5,\"holding\":{\"mint\":\"" + mint + "\",\"amount\":\"18446744073709551616\"}}"),
            "line 1: holding: 'amount' is no amount: expected decimal text");
  EXPECT_EQ(wrong("{\"at_ms\":5,\"holding\":{\"mint\":\"" + mint + "\",\"amount\":\"1\",\"more\":1}}"),
            "line 1: holding: it has a member that is not known");
  EXPECT_EQ(wrong("\n{\"at_ms\":5,\"rumour\":{}}"), "line 2: 'rumour' is nothing that can be seen");
  EXPECT_EQ(wrong("{\"at_ms\":-1,\"holding\":{}}"), "line 1: 'at_ms' is no time in milliseconds");
  EXPECT_EQ(wrong("{\"at_ms\":5,\"holding\":[]}"), "line 1: holding: it is no object");
  EXPECT_FALSE(wrong("[]").empty());
  EXPECT_FALSE(wrong("{").empty());
}

TEST(WorldTest, a_swap_moves_wallet_and_pool_by_the_programs_own_quote) {
  const Pubkey pool({1}), gold({2}), dollar({3});
  const std::vector<Observation> seen{{UnixMillis(0), domain::Holding{gold, 1'000}},
                                      {UnixMillis(0), domain::PoolState{pool, gold, dollar, 1'000'000, 2'000'000, 30}}};
  World world(seen);
  EXPECT_EQ(world.news(UnixMillis(0)).size(), 2U);
  EXPECT_TRUE(world.news(UnixMillis(1)).empty());
  world.act(domain::Swap{pool, gold, dollar, 1'000, 1'992, 1'993});
  world.act(domain::Swap{pool, gold, dollar, 1'001, 1, 1});
  EXPECT_EQ(world.acted().failed.at("swap"), 2U) << "too little for it, and more than the wallet holds";
  world.act(domain::Swap{pool, gold, gold, 1'000, 1, 1});
  EXPECT_EQ(world.acted().failed.at("swap"), 3U) << "the pool does not trade these";
  world.act(domain::Swap{pool, gold, dollar, 1'000, 1'992, 1'992});
  EXPECT_EQ(world.acted().done.at("swap"), 1U);
  EXPECT_EQ(world.acted().holdings, (std::map<Pubkey, std::uint64_t>{{gold, 0}, {dollar, 1'992}}));
  const auto news = world.news(UnixMillis(1));
  ASSERT_EQ(news.size(), 3U);
  EXPECT_EQ(std::get<domain::PoolState>(news[0]), (domain::PoolState{pool, gold, dollar, 1'001'000, 1'998'008, 30}));
}

TEST(WorldTest, rewards_that_do_not_fit_stop_at_the_most_a_mint_can_have) {
  const Pubkey pool({1}), gold({2});
  const std::vector<Observation> seen{{UnixMillis(0), domain::StakeState{pool, gold, ~0ULL, ~0ULL - 1}},
                                      {UnixMillis(0), Earned{pool, ~0ULL}}};
  World world(seen);
  world.news(UnixMillis(0));
  EXPECT_EQ(world.acted().stakes.at(pool).rewards, ~0ULL);
}

}  // namespace
}  // namespace zestron::backtest
