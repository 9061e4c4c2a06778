#include "base/testing/fixtures.hpp"
#include "events/market_cursor.hpp"
#include "events/recorded/recorded_market.hpp"
#include "events/select_market.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>

namespace zestron::events {
namespace {

constexpr domain::FeedId kFeed({1, 2, 3});

std::vector<domain::Tick> take(MarketSource& source, std::size_t max) {
  std::vector<domain::Tick> out;
  while (out.size() < max) {
    const auto tick = source.next();
    EXPECT_TRUE(tick);
    if (!tick || !*tick) break;
    out.push_back(**tick);
  }
  return out;
}

std::unique_ptr<MarketSource> three_trades() {
  return *make_recorded_market("timestamp_ms,price\n10,1\n20,2\n30,3\n", "folder/three.csv", kFeed);
}

TEST(RecordedMarket, plays_to_its_end) {
  auto source = three_trades();
  EXPECT_EQ(source->info().ticks, 3U);
  EXPECT_EQ(source->info().origin, domain::TickOrigin::kRecorded);
  EXPECT_EQ(source->info().description, "recorded 3 trades from three.csv");
  EXPECT_EQ(source->info().identity.size(), 5U + 64U);
  const auto ticks = take(*source, 10);
  ASSERT_EQ(ticks.size(), 3U);
  EXPECT_EQ(ticks[1], (domain::Tick{kFeed, 200000000, 0, -8, UnixMillis(20), domain::TickOrigin::kRecorded}));
  EXPECT_TRUE(source->ended());
  EXPECT_FALSE(source->next()->has_value());
}

TEST(RecordedMarket, identity_follows_the_content_not_the_name) {
  const auto other_name = *make_recorded_market("timestamp_ms,price\n10,1\n20,2\n30,3\n", "y", kFeed);
  const auto other_text = *make_recorded_market("timestamp_ms,price\n10,1\n20,2\n30,4\n", "three.csv", kFeed);
  EXPECT_EQ(other_name->info().identity, three_trades()->info().identity);
  EXPECT_NE(other_text->info().identity, three_trades()->info().identity);
}

TEST(RecordedMarket, a_missing_file_is_named) {
  const auto source = open_recorded_market("no/such/file.csv", kFeed);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, MarketError::kUnreadable);
  EXPECT_NE(source.error().message.find("no/such/file.csv"), std::string::npos);
  EXPECT_EQ(open_recorded_market(".", kFeed).error().code, MarketError::kUnreadable);
}

struct Series {
  const char* file;
  std::size_t rows;
};
class Fixture : public ::testing::TestWithParam<Series> {};

TEST_P(Fixture, plays_to_its_end_with_every_tick_in_order) {
  ZESTRON_FIXTURE_OR_SKIP(path, GetParam().file);
  auto source = open_recorded_market(path, kFeed);
  ASSERT_TRUE(source) << source.error().message;
  const auto ticks = take(**source, 1'000'000);
  EXPECT_EQ(ticks.size(), GetParam().rows);
  EXPECT_TRUE((*source)->ended());
  for (std::size_t i = 1; i < ticks.size(); ++i) ASSERT_LE(ticks[i - 1].published, ticks[i].published) << i;
  for (const auto& tick : ticks) ASSERT_GT(tick.price, 0);
}

INSTANTIATE_TEST_SUITE_P(Market, Fixture,
                         ::testing::Values(Series{"market/btc-perp-1m-2022-01.csv", 45031},
                                           Series{"market/kraken-xbtusdt-trades.csv", 1000},
                                           Series{"market/orderflow-public-trades-2023-02-02.csv", 1000},
                                           Series{"market/sol-usd-1m-2025-08.csv", 1000},
                                           Series{"market/unittest-btc-1m-2017-11.csv", 13681}));

TEST(SimulatedMarket, equal_seeds_give_equal_ticks) {
  auto one = make_simulated_market(7, kFeed);
  auto two = make_simulated_market(7, kFeed);
  auto other = make_simulated_market(8, kFeed);
  const auto ticks = take(*one, 5000);
  EXPECT_EQ(ticks, take(*two, 5000));
  EXPECT_NE(ticks, take(*other, 5000));
  EXPECT_EQ(one->info().identity, "sim:7");
}

// The numbers of today: a change of them would change what every recorded simulated run replays to.
TEST(SimulatedMarket, sim_1_begins_as_it_always_did) {
  auto source = make_simulated_market(1, kFeed);
  const auto ticks = take(*source, 10'000);
  EXPECT_EQ(ticks[0].published, UnixMillis(1'735'689'600'000));
  std::uint64_t sum = 0;
  for (const auto& tick : ticks)
    sum = sum * 31 + static_cast<std::uint64_t>(tick.price) + static_cast<std::uint64_t>(tick.published.value());
  EXPECT_EQ(sum, 1703620785621107845U);
}

TEST(SimulatedMarket, has_regimes_jumps_and_gaps_and_stays_a_market) {
  auto source = make_simulated_market(3, kFeed);
  const auto ticks = take(*source, 200'000);
  std::size_t gaps = 0, jumps = 0;
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    ASSERT_GT(ticks[i].price, 0);
    ASSERT_EQ(ticks[i].origin, domain::TickOrigin::kSimulated);
    const auto pause = ticks[i].published.value() - ticks[i - 1].published.value();
    ASSERT_GE(pause, 400);
    gaps += pause > 1000 ? 1U : 0U;
    jumps += std::abs(ticks[i].price - ticks[i - 1].price) > ticks[i - 1].price / 50 ? 1U : 0U;
  }
  EXPECT_GT(gaps, 20U);
  EXPECT_GT(jumps, 20U);
}

TEST(MarketCursor, numbers_ticks_and_finds_its_place_again) {
  MarketCursor cursor(three_trades());
  EXPECT_EQ(cursor.position(), 0U);
  EXPECT_EQ(cursor.next()->value().index, 0U);
  EXPECT_EQ(cursor.next()->value().index, 1U);

  MarketCursor again(three_trades());
  ASSERT_TRUE(again.resume_at(1));
  const auto tick = again.next()->value();
  EXPECT_EQ(tick.index, 1U);
  EXPECT_EQ(tick.tick.price, 200000000);
  EXPECT_EQ(again.resume_at(1).error().code, MarketError::kOutOfRange) << "behind";
  EXPECT_TRUE(again.resume_at(3)) << "just past the last one";
  EXPECT_FALSE(again.next()->has_value());
  EXPECT_TRUE(again.ended());
  EXPECT_EQ(MarketCursor(three_trades()).resume_at(4).error().code, MarketError::kOutOfRange);
}

TEST(MarketCursor, resumes_a_simulation_where_it_was) {
  MarketCursor whole(make_simulated_market(1, kFeed));
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(whole.next()->has_value());
  MarketCursor resumed(make_simulated_market(1, kFeed));
  ASSERT_TRUE(resumed.resume_at(1000));
  EXPECT_EQ(resumed.next()->value().tick, whole.next()->value().tick);
}

MarketRequest request(std::optional<std::string> option, std::optional<std::string> environment, bool offline,
                      bool answers) {
  return {.option = std::move(option),
          .environment = std::move(environment),
          .offline = offline,
          .hermes_answers = [answers] { return answers; }};
}

TEST(SelectMarket, option_then_environment_then_hermes_then_simulated) {
  auto chosen = select_market(request("a.csv", "b.csv", false, true));
  EXPECT_EQ(chosen->kind, MarketKind::kFile);
  EXPECT_EQ(chosen->file, "a.csv");
  chosen = select_market(request(std::nullopt, "b.csv", false, true));
  EXPECT_EQ(chosen->file, "b.csv");
  EXPECT_NE(chosen->reason.find("ZESTRON_MARKET"), std::string::npos);
  chosen = select_market(request(std::nullopt, "", false, true));
  EXPECT_EQ(chosen->kind, MarketKind::kHermes);
  EXPECT_NE(chosen->reason.find("hermes.pyth.network"), std::string::npos) << "says which host is asked";
  chosen = select_market(request(std::nullopt, std::nullopt, false, false));
  EXPECT_EQ(chosen->kind, MarketKind::kSimulated);
  EXPECT_EQ(chosen->seed, 1U);
  EXPECT_NE(chosen->reason.find("simulated"), std::string::npos);
}

TEST(SelectMarket, asks_the_network_only_when_it_must) {
  int asked = 0;
  MarketRequest wanted;
  wanted.hermes_answers = [&] { return ++asked > 0; };
  wanted.option = "sim:5";
  EXPECT_EQ(select_market(wanted)->seed, 5U);
  wanted.option = "hermes";
  EXPECT_EQ(select_market(wanted)->kind, MarketKind::kHermes);
  wanted.option = std::nullopt;
  wanted.offline = true;
  EXPECT_EQ(select_market(wanted)->kind, MarketKind::kSimulated);
  EXPECT_EQ(asked, 0);
  wanted.offline = false;
  EXPECT_EQ(select_market(wanted)->kind, MarketKind::kHermes);
  EXPECT_EQ(asked, 1);
}

TEST(SelectMarket, refuses_what_it_cannot_do) {
  EXPECT_EQ(select_market(request("hermes", std::nullopt, true, true)).error().code, MarketError::kUnavailable);
  for (const char* name : {"sim:", "sim:x", "sim:-1", "sim:18446744073709551616", "sim:1 ", ""}) {
    EXPECT_EQ(select_market(request(name, std::nullopt, false, true)).error().code, MarketError::kUnknownMarket)
        << name;
  }
  EXPECT_EQ(select_market(request("sim", std::nullopt, false, true))->seed, 1U);
  EXPECT_EQ(select_market(request("./hermes", std::nullopt, true, true))->kind, MarketKind::kFile);
}

}  // namespace
}  // namespace zestron::events
