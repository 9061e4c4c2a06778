#include "agent/fleet.hpp"

#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "agent/schema/migrate.hpp"
#include "agent/testing/run.hpp"
#include "codec/base58.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using nlohmann::json;

Pubkey numbered(std::uint8_t number) {
  std::array<std::uint8_t, 32> bytes{};
  bytes[0] = 1;
  bytes[31] = number;
  return Pubkey(bytes);
}

json document(json modules) {
  auto out = *migrate(testing::example());
  out["modules"] = std::move(modules);
  return out;
}

json address(const Pubkey& key) { return codec::to_base58(key); }

const json kPrice{{"id", "price"}, {"kind", "price"}};

Config sender(const Pubkey& to) {
  return testing::config_of(document(
      {kPrice,
       {{"id", "send"}, {"kind", "send"}, {"params", {{"to", address(to)}}}, {"inputs", {{"value", "price"}}}}}));
}

Config receiver(const Pubkey& from) {
  return testing::config_of(
      document({{{"id", "in"}, {"kind", "receive"}, {"params", {{"from", address(from)}}}},
                {{"id", "mean"}, {"kind", "sma"}, {"params", {{"period", 2}}}, {"inputs", {{"value", "in"}}}}}));
}

domain::Event tick(const Config& config, std::int64_t price, std::uint64_t slot = 1) {
  return {Slot(slot), UnixMillis(static_cast<std::int64_t>(slot)),
          domain::Tick{.feed = config.market().feed, .price = price, .exponent = 0, .published = {}}};
}

const Number& first_number(const Fleet& fleet, const Pubkey& agent, const Plan& plan, std::size_t node) {
  return plan.value<Number>(*fleet.block(agent), node);
}

TEST(Fleet, does_what_each_agent_alone_would_do) {
  const auto config = testing::config_of(testing::example());
  Fleet fleet;
  for (std::uint8_t i = 0; i < 5; ++i) ASSERT_TRUE(fleet.add(numbered(i), config.plan()));
  EXPECT_FALSE(fleet.add(numbered(3), config.plan())) << "it is there";
  Runtime alone(config, numbered(2));
  const auto market = events::make_simulated_market(7, config.market().feed);
  for (std::uint64_t slot = 1; slot < 3'000; ++slot) {
    const auto next = *market->next();
    const auto view = *context::assemble(Slot(slot), UnixSeconds(0), *next);
    fleet.begin_tick(view.slot, view.now);
    const auto outcomes = fleet.broadcast({view.slot, view.now, view.tick});
    const auto step = alone.on_tick(view);
    ASSERT_EQ(outcomes.size(), step.intents.empty() ? 0U : 5U);
    if (outcomes.empty()) continue;
    EXPECT_EQ(outcomes[2].intents, std::vector<domain::Intent>(step.intents.begin(), step.intents.end()));
    for (std::size_t i = 1; i < outcomes.size(); ++i) EXPECT_LT(outcomes[i - 1].agent, outcomes[i].agent);
  }
  const auto& position = config.plan()->value<Position>(*fleet.block(numbered(4)), 4);
  EXPECT_EQ(position.equity_micros, alone.position().equity_micros);
  EXPECT_EQ(position.trades, alone.position().trades);
}

TEST(Fleet, a_message_arrives_at_the_next_tick) {
  const auto from = numbered(1), to = numbered(2);
  const auto sends = sender(to), receives = receiver(from);
  Fleet fleet;
  fleet.add(from, sends.plan());
  fleet.add(to, receives.plan());
  fleet.begin_tick(Slot(1), {});
  fleet.broadcast(tick(sends, 40));
  EXPECT_FALSE(first_number(fleet, to, *receives.plan(), 0).ready) << "not in the same tick";
  fleet.begin_tick(Slot(2), {});
  EXPECT_EQ(first_number(fleet, to, *receives.plan(), 0).value, 40);
}

TEST(Fleet, a_mailbox_is_bounded_and_drops_are_reported) {
  const auto from = numbered(1), to = numbered(2);
  const auto sends = sender(to), receives = receiver(from);
  Fleet fleet;
  fleet.add(from, sends.plan());
  EXPECT_EQ(fleet.broadcast(tick(sends, 1)).at(0).letters_dropped, 1U) << "nobody is there";
  fleet.add(to, receiver(numbered(9)).plan());
  EXPECT_EQ(fleet.broadcast(tick(sends, 1)).at(0).letters_dropped, 1U) << "it does not listen";
  fleet.upgrade(to, receives.plan());
  for (std::size_t i = 0; i < kMailboxMax; ++i) EXPECT_EQ(fleet.broadcast(tick(sends, 1)).at(0).letters_dropped, 0U);
  EXPECT_EQ(fleet.broadcast(tick(sends, 1)).at(0).letters_dropped, 1U) << "full";
}

// The order in which agents were added, and where they lie, is not the order in which anything happens.
TEST(Fleet, messages_come_in_the_order_of_their_senders_keys) {
  const auto to = numbered(200);
  const auto both = testing::config_of(
      document({{{"id", "a"}, {"kind", "receive"}, {"params", {{"from", address(numbered(1))}}}},
                {{"id", "b"}, {"kind", "receive"}, {"params", {{"from", address(numbered(2))}}}},
                {{"id", "sum"},
                 {"kind", "arithmetic"},
                 {"params", {{"operation", "subtract"}}},
                 {"inputs", {{"a", "a"}, {"b", "b"}}}},
                {{"id", "mean"}, {"kind", "ema"}, {"params", {{"period", 3}}}, {"inputs", {{"value", "sum"}}}}}));
  const auto sends = sender(to), also = sender(to);
  const auto mean_of = [&](const std::vector<std::uint8_t>& order) {
    Fleet fleet;
    for (const auto number : order)
      fleet.add(numbered(number), number == 200 ? both.plan() : number == 1 ? sends.plan() : also.plan());
    for (std::uint64_t slot = 1; slot < 6; ++slot) {
      fleet.begin_tick(Slot(slot), {});
      fleet.broadcast(tick(sends, static_cast<std::int64_t>(slot * slot), slot));
    }
    return first_number(fleet, to, *both.plan(), 3).value;
  };
  EXPECT_EQ(mean_of({1, 2, 200}), mean_of({200, 2, 1}));
  EXPECT_NE(mean_of({1, 2, 200}), 0);
}

TEST(Fleet, an_upgrade_loses_neither_state_nor_messages) {
  const auto from = numbered(1), to = numbered(2);
  const auto sends = sender(to), receives = receiver(from);
  auto modules = json{{{"id", "in"}, {"kind", "receive"}, {"params", {{"from", address(from)}}}},
                      {{"id", "mean"}, {"kind", "sma"}, {"params", {{"period", 2}}}, {"inputs", {{"value", "in"}}}},
                      {{"id", "more"}, {"kind", "ema"}, {"params", {{"period", 2}}}, {"inputs", {{"value", "mean"}}}}};
  const auto next = testing::config_of(document(modules));
  Fleet fleet;
  fleet.add(from, sends.plan());
  fleet.add(to, receives.plan());
  fleet.broadcast(tick(sends, 10));
  fleet.begin_tick(Slot(2), {});
  fleet.broadcast(tick(sends, 20));
  EXPECT_EQ(fleet.upgrade(to, next.plan()), 2U) << "in and mean go on";
  EXPECT_EQ(fleet.upgrade(numbered(77), next.plan()), std::nullopt);
  fleet.begin_tick(Slot(3), {});
  EXPECT_EQ(first_number(fleet, to, *next.plan(), 0).value, 20) << "sent before the upgrade";
  EXPECT_EQ(first_number(fleet, to, *next.plan(), 1).value, 15) << "10 was seen before it";
  EXPECT_EQ(first_number(fleet, to, *next.plan(), 2).value, 15);
}

TEST(Fleet, out_of_fuel_is_an_outcome_and_nobody_elses_business) {
  auto text = document(
      {kPrice, {{"id", "fast"}, {"kind", "ema"}, {"params", {{"period", 3}}}, {"inputs", {{"value", "price"}}}}});
  text["budget"] = {{"fuel_per_tick_max", 5}};
  const auto poor = testing::config_of(text);
  const auto rich = sender(numbered(1));
  Fleet fleet;
  fleet.add(numbered(1), poor.plan());
  fleet.add(numbered(2), rich.plan());
  fleet.begin_tick(Slot(1), {});
  std::vector<Verdict> verdicts;
  for (std::int64_t i = 0; i < 3; ++i) {
    for (const auto& outcome : fleet.broadcast(tick(poor, 10 + i))) {
      if (outcome.agent == numbered(1)) verdicts.push_back(outcome.verdict);
    }
  }
  EXPECT_EQ(verdicts, std::vector{Verdict::kOutOfFuel}) << "two ticks of 2 fit into 5, the third does not";
  EXPECT_EQ(first_number(fleet, numbered(1), *poor.plan(), 1).value, 10.5) << "untouched by what was left out";
  EXPECT_EQ(rich.plan()->value<Price>(*fleet.block(numbered(2)), 0).tick.price, 12);
  fleet.begin_tick(Slot(2), {});
  fleet.broadcast(tick(poor, 10));
  EXPECT_EQ(first_number(fleet, numbered(1), *poor.plan(), 1).value, 10.25) << "full again";
}

TEST(Fleet, removing_one_leaves_the_others_as_they_are) {
  const auto config = testing::config_of(testing::example());
  Fleet fleet;
  for (std::uint8_t i = 0; i < 4; ++i) {
    fleet.add(numbered(i), config.plan());
    fleet.broadcast(tick(config, 100 + i));
  }
  const auto kept = *fleet.block(numbered(3));
  const std::vector<std::byte> before(kept.begin(), kept.end());
  EXPECT_TRUE(fleet.remove(numbered(1)));
  EXPECT_FALSE(fleet.remove(numbered(1)));
  EXPECT_EQ(fleet.size(), 3U);
  EXPECT_TRUE(std::ranges::equal(*fleet.block(numbered(3)), before));
  EXPECT_FALSE(fleet.block(numbered(1)));
}

}  // namespace
}  // namespace zestron::agent
