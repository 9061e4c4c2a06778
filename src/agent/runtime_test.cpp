#include "agent/runtime.hpp"

#include "agent/testing/run.hpp"
#include "codec/merkle/merkle.hpp"
#include "codec/sha256.hpp"
#include "events/recorded/recorded_market.hpp"
#include "events/simulated/simulated_market.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace zestron::agent {
namespace {

using nlohmann::json;
using testing::config_of;
using testing::example;
using testing::kAgent;
using testing::run;

std::unique_ptr<events::MarketSource> simulated(const Config& config, std::uint64_t seed = 1) {
  return events::make_simulated_market(seed, config.market().feed);
}

// A market whose price is exactly what the test wants, in cents.
std::unique_ptr<events::MarketSource> cents(const Config& config, const std::vector<int>& prices) {
  std::string text = "timestamp_ms,price\n";
  for (std::size_t i = 0; i < prices.size(); ++i)
    text += fmt::format("{},{}.{:02}\n", 1000 * (i + 1), prices[i] / 100, prices[i] % 100);
  return *events::make_recorded_market(text, "test", config.market().feed);
}

json with_periods(int fast, int slow) {
  auto document = example();
  document["modules"][1]["params"]["period"] = fast;
  document["modules"][2]["params"]["period"] = slow;
  return document;
}

json free_of_costs(json document) {
  document["modules"][4]["params"]["fee_bps"] = 0;
  document["modules"][4]["params"]["slippage_bps"] = 0;
  return document;
}

// Averages over 1 and 3 ticks cross where the price turns.
TEST(Runtime, buys_on_the_way_up_and_sells_on_the_way_down) {
  const auto config = config_of(free_of_costs(with_periods(1, 3)));
  Runtime runtime(config, kAgent);
  const auto market = cents(config, {10000, 9900, 9800, 10000, 11000, 12000, 11000, 9000});
  const auto out = run(runtime, *market);
  ASSERT_EQ(out.opened.size(), 1U);
  EXPECT_EQ(out.opened[0].slot, Slot(4));
  EXPECT_EQ(out.opened[0].at, UnixMillis(4000));
  EXPECT_EQ(out.opened[0].price, (FillPrice{100'00000000, -8}));
  EXPECT_EQ(out.opened[0].quantity, 10'000'000'000U);
  ASSERT_EQ(out.closed.size(), 1U);
  EXPECT_EQ(out.closed[0].slot, Slot(7)) << "average of 100, 110, 120 and 110 stands above 110";
  EXPECT_EQ(out.closed[0].profit_micros, 100'000'000);
  ASSERT_EQ(out.intents.size(), 1U);
  const domain::Intent expected{kAgent, Slot(7), 1,
                                domain::ClaimPerformance{.gain = 100'000'000,
                                                         .loss = 0,
                                                         .trades = 1,
                                                         .trades_total = 1,
                                                         .root = codec::merkle_leaf(canonical_bytes(out.closed[0]))}};
  EXPECT_EQ(out.intents[0], expected);
  EXPECT_EQ(out.display.position.equity_micros, 1'100'000'000);
  EXPECT_EQ(out.display.position.side, Side::kFlat);
  EXPECT_EQ(out.display.ticks, 8U);
  ASSERT_EQ(out.display.numbers.size(), 2U);
  EXPECT_EQ(out.display.numbers[0].id, "fast");
  EXPECT_EQ(out.display.numbers[0].number.value, 90.0);
}

TEST(Runtime, does_not_enter_late) {
  const auto config = config_of(with_periods(1, 3));
  Runtime runtime(config, kAgent);
  const auto out = run(runtime, *cents(config, {10000, 10100, 10200, 10300, 10400}));
  EXPECT_TRUE(out.opened.empty()) << "fast was above slow from the start";
}

TEST(Runtime, costs_turn_an_even_trade_into_a_loss) {
  const auto config = config_of(with_periods(1, 3));
  Runtime runtime(config, kAgent);
  const auto out = run(runtime, *cents(config, {10000, 9900, 9800, 10000, 12000, 10000, 10000}));
  ASSERT_EQ(out.closed.size(), 1U);
  EXPECT_EQ(out.closed[0].opened.price.mantissa, 100'05000000);
  EXPECT_EQ(out.closed[0].price.mantissa, 99'95000000);
  const auto& claim = std::get<domain::ClaimPerformance>(out.intents.at(0).action);
  EXPECT_EQ(claim.gain, 0U);
  // 2 × 5 bps of slippage and 2 × 10 bps of fees on about 999 USD.
  EXPECT_GT(claim.loss, 2'990'000U);
  EXPECT_LT(claim.loss, 3'000'000U);
}

TEST(Runtime, marks_the_open_trade_at_the_price_of_the_tick) {
  const auto config = config_of(free_of_costs(with_periods(1, 3)));
  Runtime runtime(config, kAgent);
  const auto out = run(runtime, *cents(config, {10000, 9900, 9800, 10000, 11000}));
  EXPECT_EQ(out.display.position.side, Side::kLong);
  EXPECT_EQ(out.display.position.equity_micros, 1'100'000'000);
  EXPECT_EQ(out.display.position.realised_micros, 0);
}

TEST(Runtime, a_tick_of_another_feed_changes_nothing) {
  const auto config = config_of(example());
  Runtime runtime(config, kAgent);
  const auto other = events::make_simulated_market(1, domain::FeedId{});
  const auto out = run(runtime, *other, 1000);
  EXPECT_EQ(out.display.ticks, 0U);
  EXPECT_TRUE(out.intents.empty());
}

TEST(Runtime, can_be_moved) {
  const auto config = config_of(example());
  const auto market = simulated(config);
  Runtime runtime(config, kAgent);
  auto first = run(runtime, *market, 500);
  Runtime moved = std::move(runtime);
  const auto second = run(moved, *market, 500);
  first.bytes.insert(first.bytes.end(), second.bytes.begin(), second.bytes.end());
  Runtime whole(config, kAgent);
  const auto again = simulated(config);
  auto expected = run(whole, *again, 500).bytes;
  const auto rest = run(whole, *again, 500).bytes;
  expected.insert(expected.end(), rest.begin(), rest.end());
  EXPECT_EQ(first.bytes, expected);
}

TEST(Runtime, two_runs_give_the_same_bytes) {
  const auto config = config_of(example());
  Runtime one(config, kAgent), two(config, kAgent);
  const auto first = run(one, *simulated(config), 20'000);
  EXPECT_GT(first.intents.size(), 100U);
  EXPECT_EQ(first.bytes, run(two, *simulated(config), 20'000).bytes);
}

RC_GTEST_PROP(Runtime, goes_on_where_another_stood, ()) {
  const auto config = config_of(with_periods(*rc::gen::inRange(1, 4), *rc::gen::inRange(4, 9)));
  const auto market = simulated(config, *rc::gen::inRange<std::uint64_t>(1, 50));
  Runtime runtime(config, kAgent);
  run(runtime, *market, *rc::gen::inRange<std::uint64_t>(0, 300));
  Runtime other(config, kAgent);
  RC_ASSERT(other.stand_at(runtime.standing(), runtime.trades()));
  RC_ASSERT(std::ranges::equal(other.block(), runtime.block()));
  const auto rest = simulated(config, 3), again = simulated(config, 3);
  RC_ASSERT(run(runtime, *rest, 100).bytes == run(other, *again, 100).bytes);
  RC_ASSERT(runtime.trades() == other.trades());
  RC_ASSERT(runtime.display().ticks == other.display().ticks);
}

TEST(Runtime, stands_where_no_other_stood_only_if_it_could) {
  const auto config = config_of(free_of_costs(with_periods(1, 3)));
  Runtime runtime(config, kAgent);
  run(runtime, *cents(config, {10000, 9900, 9800, 10000, 11000, 12000, 11000, 9000}));
  ASSERT_EQ(runtime.trades().size(), 1U);
  Runtime other(config, kAgent);
  auto standing = runtime.standing();
  EXPECT_FALSE(other.stand_at(standing, {})) << "its position has closed one";
  standing.block = standing.block.first(standing.block.size() - 8);
  EXPECT_FALSE(other.stand_at(standing, runtime.trades())) << "another graph's bytes";
  EXPECT_TRUE(std::ranges::equal(other.block(), Runtime(config, kAgent).block())) << "all is as it was";
  EXPECT_EQ(other.position().trades, 0U);
}

TEST(Trade, is_read_back_from_its_canonical_bytes_and_from_no_others) {
  const auto config = config_of(example());
  Runtime runtime(config, kAgent);
  const auto out = run(runtime, *simulated(config), 2'000);
  ASSERT_FALSE(out.closed.empty());
  for (const auto& trade : out.closed) {
    auto bytes = canonical_bytes(trade);
    EXPECT_EQ(parse_trade(bytes), trade);
    EXPECT_FALSE(parse_trade(ByteView(bytes).first(kTradeBytes - 1)));
    bytes[0] ^= 1;
    EXPECT_FALSE(parse_trade(bytes)) << "another version";
  }
}

void check_money(const Runtime& runtime, const testing::Run& out) {
  std::int64_t profit = 0, claimed = 0;
  codec::MerkleAccumulator tree;
  std::vector<Hash> leaves;
  ASSERT_EQ(out.closed, runtime.trades());
  ASSERT_EQ(out.intents.size(), out.closed.size());
  for (std::size_t i = 0; i < out.closed.size(); ++i) {
    const auto& trade = out.closed[i];
    ASSERT_EQ(trade.opened, out.opened[i]);
    ASSERT_EQ(trade.opened.number, i + 1);
    ASSERT_GT(trade.slot, trade.opened.slot);
    ASSERT_EQ(trade.profit_micros, static_cast<std::int64_t>(trade.proceeds_micros) -
                                       static_cast<std::int64_t>(trade.fee_micros) -
                                       static_cast<std::int64_t>(trade.opened.cost_micros) -
                                       static_cast<std::int64_t>(trade.opened.fee_micros));
    profit += trade.profit_micros;
    const auto& claim = std::get<domain::ClaimPerformance>(out.intents[i].action);
    claimed += static_cast<std::int64_t>(claim.gain) - static_cast<std::int64_t>(claim.loss);
    leaves.push_back(codec::merkle_leaf(canonical_bytes(trade)));
    tree.append(leaves.back());
    ASSERT_EQ(claim.root, tree.root());
    ASSERT_EQ(claim.trades, 1U);
    ASSERT_EQ(claim.trades_total, i + 1);
    ASSERT_EQ(out.intents[i].sequence, i + 1);
    ASSERT_EQ(out.intents[i].slot, trade.slot);
  }
  EXPECT_EQ(claimed, profit);
  EXPECT_EQ(out.display.position.realised_micros, profit);
  if (out.display.position.side == Side::kFlat)
    EXPECT_EQ(out.display.position.equity_micros, out.display.position.start_micros + profit);
  for (std::size_t i = 0; i < leaves.size(); i += 17)
    EXPECT_TRUE(codec::merkle_verify(tree.root(), leaves[i], codec::merkle_prove(leaves, i)));
}

TEST(Money, adds_up_over_a_long_simulation) {
  const auto config = config_of(example());
  Runtime runtime(config, kAgent);
  const auto out = run(runtime, *simulated(config, 5), 50'000);
  ASSERT_GT(out.closed.size(), 500U);
  check_money(runtime, out);
}

RC_GTEST_PROP(Money, adds_up_on_any_market_and_equity_never_falls_below_zero, ()) {
  auto document = with_periods(*rc::gen::inRange(1, 4), *rc::gen::inRange(2, 9));
  auto& params = document["modules"][4]["params"];
  params["fee_bps"] = *rc::gen::inRange(0, 1001);
  params["slippage_bps"] = *rc::gen::inRange(0, 1001);
  params["notional_micros"] = *rc::gen::inRange<std::int64_t>(1, 2'000'000'000);
  const auto config = config_of(document);
  const auto prices = *rc::gen::container<std::vector<int>>(120, rc::gen::inRange(1, 5000));
  Runtime runtime(config, kAgent);
  const auto market = cents(config, prices);
  for (std::uint64_t slot = 1;; ++slot) {
    const auto tick = market->next();
    if (!*tick) break;
    const auto step = runtime.on_tick(*context::assemble(Slot(slot), UnixSeconds(0), **tick));
    const auto& position = runtime.display().position;
    RC_ASSERT(position.equity_micros >= 0);
    std::int64_t profit = 0;
    for (const auto& trade : runtime.trades()) profit += trade.profit_micros;
    RC_ASSERT(position.realised_micros == profit);
    RC_ASSERT(position.start_micros + profit >= 0);
    RC_ASSERT((step.closed != nullptr) == !step.intents.empty());
    if (position.side == Side::kFlat) RC_ASSERT(position.equity_micros == position.start_micros + profit);
  }
}

class Fixture : public ::testing::TestWithParam<const char*> {};

TEST_P(Fixture, trades_to_the_end_and_twice_the_same) {
  ZESTRON_FIXTURE_OR_SKIP(path, GetParam());
  const auto config = config_of(example());
  const auto play = [&] {
    auto market = events::open_recorded_market(path, config.market().feed);
    EXPECT_TRUE(market) << market.error().message;
    Runtime runtime(config, kAgent);
    const auto out = run(runtime, **market);
    EXPECT_TRUE((*market)->ended());
    EXPECT_EQ(out.display.ticks, (*market)->info().ticks);
    EXPECT_FALSE(out.closed.empty());
    check_money(runtime, out);
    return out;
  };
  const auto first = play();
  EXPECT_EQ(first.bytes, play().bytes);
  RecordProperty("trades", static_cast<int>(first.closed.size()));
  RecordProperty("profit_micros", std::to_string(first.display.position.realised_micros));
}

INSTANTIATE_TEST_SUITE_P(Market, Fixture,
                         ::testing::Values("market/btc-perp-1m-2022-01.csv", "market/kraken-xbtusdt-trades.csv",
                                           "market/orderflow-public-trades-2023-02-02.csv",
                                           "market/sol-usd-1m-2025-08.csv", "market/unittest-btc-1m-2017-11.csv"));

std::string intents_hash() {
  auto document = example();
  // Volatility, too: it is not on the way to an intent, but its bits are shown and will be decided on.
  document["modules"].push_back({{"id", "noise"},
                                 {"kind", "volatility"},
                                 {"params", {{"period", 30}, {"method", "realised"}}},
                                 {"inputs", {{"value", "price"}}}});
  document["modules"].push_back({{"id", "noise2"},
                                 {"kind", "volatility"},
                                 {"params", {{"period", 30}, {"method", "ewma"}}},
                                 {"inputs", {{"value", "fast"}}}});
  const auto config = config_of(document);
  Runtime runtime(config, kAgent);
  const auto market = simulated(config, 11);
  Bytes all;
  for (int part = 0; part < 200; ++part) {
    const auto out = run(runtime, *market, 100);
    all.insert(all.end(), out.bytes.begin(), out.bytes.end());
    for (const auto& named : out.display.numbers) {
      const auto* raw = reinterpret_cast<const std::uint8_t*>(&named.number.value);
      all.insert(all.end(), raw, raw + sizeof named.number.value);
    }
  }
  std::string hex;
  for (const auto byte : codec::sha256(all).value()) hex += fmt::format("{:02x}", byte);
  return hex;
}

constexpr const char* kPrintHash = "ZESTRON_TEST_PRINT_HASH";

// Only for the test below, which runs this program a second time.
TEST(Bits, print) {
  if (std::getenv(kPrintHash) == nullptr) GTEST_SKIP() << "runs as a child of Bits.are_those_of_an_older_cpu";
  std::printf("hash=%s\n", intents_hash().c_str());
}

TEST(Bits, are_those_of_an_older_cpu) {
  std::array<char, 4096> self{};
  ASSERT_GT(::readlink("/proc/self/exe", self.data(), self.size() - 1), 0);
  const auto command = fmt::format("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA {}=1 '{}' --gtest_filter=Bits.print",
                                   kPrintHash, self.data());
  const std::unique_ptr<FILE, int (*)(FILE*)> child(::popen(command.c_str(), "r"), ::pclose);
  ASSERT_NE(child, nullptr);
  std::string text;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), child.get()) != nullptr) text += part.data();
  EXPECT_NE(text.find("hash=" + intents_hash() + "\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace zestron::agent
