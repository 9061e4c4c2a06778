// The samples that act on chain, on their recorded observations: what they did, held to a few figures that would be others if the agent, the
// world's arithmetic or the record changed. Their reports have one hash on every run.
#include "agent/pool_quote.hpp"
#include "agent/testing/run.hpp"
#include "backtest/backtest.hpp"
#include "backtest/report.hpp"
#include "codec/base58.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace zestron::backtest {
namespace {

using agent::testing::config_of;

Pubkey key(const char* text) { return *codec::from_base58<Pubkey>(text); }

std::string read(std::string_view sample, const char* file) {
  return zestron::testing::read_text(std::filesystem::path(ZESTRON_EXAMPLES) / sample / file);
}

// On the first `ticks` of sim:1, whose first second is the record's.
Outcome<Report, BacktestError> run_sample(std::string_view sample, std::size_t ticks,
                                          const std::optional<std::string>& observations, Answers* answers = nullptr) {
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
              .answers = answers,
              .observations = seen ? &*seen : nullptr});
}

Report sample(std::string_view name, std::size_t ticks, Answers* answers = nullptr) {
  auto report = run_sample(name, ticks, read(name, "observations.jsonl"), answers);
  EXPECT_TRUE(report) << report.error().message;
  return *std::move(report);
}

TEST(Samples, compounder_stakes_its_rewards_and_leaves_the_wallet_alone) {
  const auto report = sample("reward_compounder", 100'000);
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

// 3,500 ZEST at once, where it may stake 1,000 at a time.
TEST(Samples, compounder_stakes_more_than_its_cap_in_parts) {
  auto text = read("reward_compounder", "observations.jsonl");
  text.resize(text.find("\n", text.find("\"rewards\"")) + 1);  // nothing is earned
  const std::string_view nothing = "\"rewards\":\"0\"";
  text.replace(text.find(nothing), nothing.size(), "\"rewards\":\"3500000000000\"");
  const auto report = run_sample("reward_compounder", 5'000, text);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->acted.done, (std::map<std::string, std::uint64_t, std::less<>>{{"stake", 4}}));
  EXPECT_TRUE(report->acted.failed.empty());
  const auto& stake = report->acted.stakes.at(key("8Rh5HwwTjyNic15Th8yX8o7rRCFNpMa71QXumi9Z6bnv"));
  EXPECT_EQ(stake.staked, 103'500'000'000'000U);
  EXPECT_EQ(report->acted.holdings.at(key("DUt93GdLpnqh8goVa2w5L9QSGNU1mRS4pZ3ABap1JAfW")), 5'000'000'000U);
}

// A refusal is for an agent that went wrong: twenty of them and it is in quarantine.
TEST(Samples, compounders_limits_have_room_for_all_that_its_graph_can_want) {
  const auto document = nlohmann::json::parse(read("reward_compounder", "agent.json"));
  const auto params = [&](std::string_view id) {
    const auto found = std::ranges::find_if(document["modules"], [&](const auto& node) { return node["id"] == id; });
    return (*found)["params"];
  };
  const auto& limits = document["limits"];
  const std::uint64_t at_once = params("part")["units_max"],
                      a_day = 86'400 / params("now")["pause_seconds"].get<std::uint64_t>();
  EXPECT_LE(at_once, limits["spending"][0]["per_action_max"]);
  EXPECT_LE(a_day, limits["actions_per_day_max"]);
  EXPECT_LE(a_day * at_once, limits["spending"][0]["per_day_max"]);
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

// Answers what the graph network was trained to: what buying at each of two pools and selling at the other gains at the best of many
// sizes, in hundredths of a percent of the pool's quote reserve.
class Optimum final : public Answers {
 public:
  [[nodiscard]] bool serves(std::string_view service) const override { return service == domain::Inference::kService; }
  std::vector<domain::Answer> answer(std::span<const domain::Request> requests) override {
    std::vector<domain::Answer> out;
    for (const auto& request : requests) {
      const auto& in = std::get<domain::Inference>(request.content).input;
      const auto first = std::span(in).first(3), second = std::span(in).last(3);
      out.push_back(
          {request.node, request.sequence, domain::Answer::Tensor{{score(first, second), score(second, first)}}});
    }
    return out;
  }

 private:
  static double score(std::span<const double> at, std::span<const double> other) {
    const auto units = [](double number) { return static_cast<std::uint64_t>(number); };
    double best = 0;
    for (std::uint64_t size = units(at[1]) / 20'000, step = size; size < units(at[1]) / 20; size += step) {
      const auto between = agent::quote_swap(size, units(at[1]), units(at[0]), static_cast<std::uint32_t>(at[2]));
      const auto back =
          agent::quote_swap(between, units(other[0]), units(other[1]), static_cast<std::uint32_t>(other[2]));
      best = std::max(best, (static_cast<double>(back) - static_cast<double>(size)) * 10'000 / at[1]);
    }
    return best;
  }
};

TEST(Samples, arbitrageur_gains_with_every_round_trip) {
  Optimum optimum;
  const auto report = sample("pool_arbitrage", 20'000, &optimum);
  const auto dollars = key("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  EXPECT_GT(report.acted.done.at("arbitrage"), 10U);
  EXPECT_TRUE(report.acted.failed.empty());
  EXPECT_GT(report.acted.holdings.at(dollars), 50'000'000'000U + 10'000 * report.acted.done.at("arbitrage"));
  EXPECT_GT(report.answers.size(), 60U) << "each change of a pool is a question";
  // It holds no position on paper, so what both legs moved is what tells of its gain.
  EXPECT_FALSE(report.on_paper());
  const auto& moved = report.acted.moved.at(dollars);
  EXPECT_EQ(moved.received - moved.paid, report.acted.holdings.at(dollars) - 50'000'000'000U);
  EXPECT_GT(moved.paid, 0U);
  const auto& between = report.acted.moved.at(key("DUt93GdLpnqh8goVa2w5L9QSGNU1mRS4pZ3ABap1JAfW"));
  EXPECT_GT(between.paid, 0U) << "what the second leg was given";
  EXPECT_GE(between.received, between.paid);
  const auto json = nlohmann::json::parse(document(report));
  EXPECT_EQ(json["acted"]["moved"].size(), 2U);
  const auto line = std::to_string(moved.received - moved.paid) + " units of " + codec::to_base58(dollars);
  EXPECT_NE(page(report).find("+" + line), std::string::npos);
  EXPECT_NE(page(report).find(kNotOnPaper), std::string::npos);
}

TEST(Samples, market_maker_is_out_while_the_pool_is_off_the_oracle) {
  const auto report = sample("market_maker", 20'000);
  EXPECT_EQ(report.acted.done.at("add_liquidity"), 245U);
  EXPECT_EQ(report.acted.done.at("remove_liquidity"), 126U);
  EXPECT_TRUE(report.acted.failed.empty());
  EXPECT_EQ(report.acted.holdings.at(key("So11111111111111111111111111111111111111112")), 80'834'510'942U);
  EXPECT_EQ(report.acted.holdings.at(key("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v")), 10'336'908'592U);
  EXPECT_EQ(report.acted.holdings.at(key("H68sniKvCLYA5zwrYvijPPnJT3srk97Rg9h5Pou5Una5")), 12'233'493U);
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

// Gold costs 2 dollars at the first pool and 2.1 at the second.
class RoundTrips : public ::testing::Test {
 protected:
  static constexpr Pubkey kNear{{1}}, kFar{{2}}, kGold{{3}}, kDollar{{4}};
  RoundTrips() { world_.news(UnixMillis(0)); }
  [[nodiscard]] std::uint64_t held(const Pubkey& mint) const { return world_.acted().holdings.at(mint); }

  const std::vector<Observation> seen_{
      {UnixMillis(0), domain::Holding{kDollar, 1'000}},
      {UnixMillis(0), domain::Holding{kGold, 7}},
      {UnixMillis(0), domain::PoolState{kNear, kGold, kDollar, 1'000'000, 2'000'000, 30}},
      {UnixMillis(0), domain::PoolState{kFar, kDollar, kGold, 2'100'000, 1'000'000, 30}}};
  World world_{seen_};
};

// 997 · 10⁶ / 2,000,997 = 498; (498 − 1) · 2.1·10⁶ / 1,000,497 = 1,043.
TEST_F(RoundTrips, move_both_pools_by_the_programs_own_quotes) {
  world_.act(domain::Arbitrage{kNear, kFar, kDollar, kGold, 1'000, 498, 1'043});
  EXPECT_EQ(world_.acted().done.at("arbitrage"), 1U);
  EXPECT_EQ(held(kDollar), 1'043U);
  EXPECT_EQ(held(kGold), 7U);
  const auto news = world_.news(UnixMillis(1));
  EXPECT_EQ(std::get<domain::PoolState>(news[0]),
            (domain::PoolState{kNear, kGold, kDollar, 1'000'000 - 498, 2'001'000, 30}));
  EXPECT_EQ(std::get<domain::PoolState>(news[1]),
            (domain::PoolState{kFar, kDollar, kGold, 2'100'000 - 1'043, 1'000'498, 30}));
}

TEST_F(RoundTrips, leave_nothing_behind_where_one_leg_fails) {
  world_.act(domain::Arbitrage{kNear, kFar, kDollar, kGold, 1'000, 498, 1'044});
  world_.act(domain::Arbitrage{kNear, kFar, kDollar, kGold, 1'000, 499, 1'000});
  world_.act(domain::Arbitrage{kNear, kNear, kDollar, kGold, 1'000, 498, 1});
  world_.act(domain::Arbitrage{kNear, kFar, kDollar, kGold, 1'001, 1, 1});
  EXPECT_EQ(world_.acted().failed.at("arbitrage"), 4U);
  EXPECT_EQ(held(kDollar), 1'000U);
  EXPECT_TRUE(world_.news(UnixMillis(1)).empty());
}

TEST(WorldTest, what_others_trade_goes_on_top_of_what_the_agent_did) {
  const Pubkey pool({1}), gold({2}), dollar({3});
  const std::vector<Observation> seen{{UnixMillis(0), domain::Holding{gold, 1'000}},
                                      {UnixMillis(0), domain::PoolState{pool, gold, dollar, 1'000'000, 2'000'000, 30}},
                                      {UnixMillis(5), Traded{pool, dollar, 1'000}}};
  World world(seen);
  world.news(UnixMillis(0));
  world.act(domain::Swap{pool, gold, dollar, 1'000, 1'992, 1'992});
  const auto news = world.news(UnixMillis(5));
  // 997 · 1,001,000 / (1,998,008 + 997) = 499.
  EXPECT_EQ(std::get<domain::PoolState>(news[0]),
            (domain::PoolState{pool, gold, dollar, 1'001'000 - 499, 1'998'008 + 1'000, 30}));
}

// Shares at 2 and 4: both sides go in and come out in proportion, rounded for the pool.
TEST(WorldTest, liquidity_is_given_for_shares_and_comes_back) {
  const Pubkey pool({1}), gold({2}), dollar({3}), shares({4});
  const std::vector<Observation> seen{
      {UnixMillis(0), domain::Holding{gold, 1'000}},
      {UnixMillis(0), domain::Holding{dollar, 1'999}},
      {UnixMillis(0), domain::PoolState{pool, gold, dollar, 1'000'001, 2'000'000, 30, shares, 500'000}}};
  World world(seen);
  world.news(UnixMillis(0));
  const auto add = [&](std::uint64_t count, std::uint64_t a_max, std::uint64_t b_max) {
    world.act(domain::AddLiquidity{pool, shares, gold, dollar, count, 0, 0, a_max, b_max});
  };
  add(500, 1'001, 2'000);
  EXPECT_EQ(world.acted().failed.at("add_liquidity"), 1U) << "it holds too little of either";
  add(400, 800, 1'600);
  EXPECT_EQ(world.acted().failed.at("add_liquidity"), 2U) << "rounded up it costs 801";
  add(400, 801, 1'600);
  EXPECT_EQ(world.acted().done.at("add_liquidity"), 1U);
  EXPECT_EQ(world.acted().holdings, (std::map<Pubkey, std::uint64_t>{{gold, 199}, {dollar, 399}, {shares, 400}}));
  const auto news = world.news(UnixMillis(1));
  EXPECT_EQ(std::get<domain::PoolState>(news[0]),
            (domain::PoolState{pool, gold, dollar, 1'000'802, 2'001'600, 30, shares, 500'400}));
  world.act(domain::RemoveLiquidity{pool, shares, gold, dollar, 400, 0, 0, 801, 1'600});
  EXPECT_EQ(world.acted().failed.at("remove_liquidity"), 1U) << "rounded down it is worth 800";
  world.act(domain::RemoveLiquidity{pool, shares, gold, dollar, 401, 0, 0, 1, 1});
  EXPECT_EQ(world.acted().failed.at("remove_liquidity"), 2U) << "more than it has";
  world.act(domain::RemoveLiquidity{pool, shares, gold, dollar, 400, 0, 0, 800, 1'600});
  EXPECT_EQ(world.acted().holdings, (std::map<Pubkey, std::uint64_t>{{gold, 999}, {dollar, 1'999}, {shares, 0}}));
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
