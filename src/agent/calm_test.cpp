// Of which prices no action can come, on graphs at random: what a plan says without a step, held to what its steps do.
#include "agent/plan.hpp"
#include "codec/base58.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace zestron::agent {
namespace {

using nlohmann::json;
using On = Trigger::On;

const Market kMarket{"A/B", "B", domain::FeedId({7})};
const Pubkey kPool({1}), kDollar({2}), kGold({3});
constexpr double kAll = std::numeric_limits<double>::infinity();

std::string text(const Pubkey& key) { return codec::to_base58(key); }

NodeSource threshold(const char* id, const char* value, int enter, int leave) {
  return {id, "threshold", {{"enter", enter}, {"leave", leave}}, {{"value", parse_reference(value)}}};
}

// Sells gold to the pool when `when` becomes true.
std::vector<NodeSource> seller(std::vector<NodeSource> before, const char* when) {
  auto out = std::vector<NodeSource>{{"price", "price", json::object(), {}},
                                     {"pool", "pool", {{"pool", text(kPool)}}, {}},
                                     {"gold", "holding", {{"mint", text(kGold)}}, {}}};
  out.insert(out.end(), before.begin(), before.end());
  out.push_back({"sell",
                 "swap",
                 {{"pool", text(kPool)}, {"slippage_bps", 50}},
                 {{"when", {when, ""}},
                  {"amount", {"gold", ""}},
                  {"reserve_in", {"pool", "reserve_b"}},
                  {"reserve_out", {"pool", "reserve_a"}},
                  {"fee_bps", {"pool", "fee_bps"}}}});
  out.push_back({"submit", "submit", json::object(), {{"intent", {"sell", ""}}}});
  return out;
}

struct Agent {
  explicit Agent(const std::vector<NodeSource>& sources)
      : plan(*Plan::make(*compile(sources), kMarket, {})), memory(plan->block_bytes() / 8) {
    plan->begin(block());
    feed(domain::PoolState{kPool, kDollar, kGold, 1'000'000, 1'000'000, 30});
    feed(domain::Holding{kGold, 1'000});
  }
  std::span<std::byte> block() { return std::as_writable_bytes(std::span(memory)); }
  Calm calm() { return plan->calm(block()); }
  /// How many actions came of it.
  template <class What>
  std::size_t feed(What what) {
    Effects effects;
    plan->evaluate(block(), {Slot(1), {}, std::move(what)}, plan->budget().fuel_per_tick_max, effects);
    return effects.actions.size();
  }
  std::size_t price(std::int64_t value) {
    return feed(domain::Tick{.feed = kMarket.feed, .price = value, .exponent = 0, .published = {}});
  }
  std::shared_ptr<const Plan> plan;
  std::vector<std::uint64_t> memory;
};

TEST(Calm, an_order_at_a_price_is_calm_below_it_and_then_above_where_it_is_given_again) {
  Agent agent(seller({threshold("reached", "price", 10, 8)}, "reached"));
  EXPECT_EQ(agent.calm(), Calm()) << "nothing is known before the first price";
  EXPECT_EQ(agent.price(5), 0U);
  EXPECT_EQ(agent.calm(), (Calm{-kAll, 10}));
  EXPECT_EQ(agent.price(10), 1U);
  EXPECT_EQ(agent.calm(), (Calm{8, kAll}));
}

TEST(Calm, the_narrowest_of_several_orders_counts) {
  auto sources = seller({threshold("high", "price", 10, 10),
                         threshold("low", "price", 4, 4),
                         {"both", "logic", {{"operation", "any"}}, {{"a", {"high", ""}}, {"b", {"low", ""}}}}},
                        "both");
  Agent agent(sources);
  agent.price(5);
  EXPECT_EQ(agent.calm(), (Calm{4, 10}));
}

TEST(Calm, who_reads_an_average_is_calm_at_no_price) {
  Agent agent(seller({{"mean", "ema", {{"period", 2}}, {{"value", {"price", ""}}}}, threshold("above", "mean", 10, 10)},
                     "above"));
  agent.price(5);
  EXPECT_EQ(agent.calm(), Calm());
}

TEST(Calm, what_is_shown_and_leads_nowhere_disturbs_nobody) {
  Agent agent(
      seller({threshold("reached", "price", 10, 10), {"mean", "ema", {{"period", 2}}, {{"value", {"price", ""}}}}},
             "reached"));
  agent.price(5);
  EXPECT_EQ(agent.calm(), (Calm{-kAll, 10}));
}

TEST(Calm, an_agent_without_a_submit_is_calm_at_every_price) {
  Agent agent({{"price", "price", json::object(), {}}});
  EXPECT_EQ(agent.calm(), (Calm{-kAll, kAll}));
}

TEST(Calm, a_pool_makes_only_those_act_who_wait_for_its_price) {
  const Trigger pool{On::kPool, kPool};
  EXPECT_FALSE(Agent(seller({threshold("reached", "price", 10, 10)}, "reached")).plan->may_act(pool));
  EXPECT_TRUE(Agent(seller({threshold("dear", "pool.price", 1, 1)}, "dear")).plan->may_act(pool));
}

// Whatever way leads from a price to a submit.
RC_GTEST_PROP(Calm, no_action_comes_of_a_price_that_it_holds, ()) {
  std::vector<NodeSource> nodes;
  std::vector<std::string> numbers{"price", "pool.price"}, truths;
  const auto any = [](const std::vector<std::string>& of) { return of[*rc::gen::inRange<std::size_t>(0, of.size())]; };
  const auto count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) {
    const auto id = "n" + std::to_string(i);
    const auto draw = *rc::gen::inRange(0, 6);
    if (draw == 0) {
      nodes.push_back({id, "ema", {{"period", 2}}, {{"value", parse_reference(any(numbers))}}});
      numbers.push_back(id);
    } else if (draw == 1 && !truths.empty()) {
      nodes.push_back({id,
                       "logic",
                       {{"operation", *rc::gen::element("any", "none", "all")}},
                       {{"a", parse_reference(any(truths))}, {"b", parse_reference(any(truths))}}});
      truths.push_back(id);
    } else {
      const auto enter = *rc::gen::inRange(1, 20);
      nodes.push_back(threshold(id.c_str(), any(numbers).c_str(), enter, enter - *rc::gen::inRange(0, 3)));
      truths.push_back(id);
    }
  }
  RC_PRE(!truths.empty());
  Agent agent(seller(nodes, any(truths).c_str()));
  for (int i = 0; i < 60; ++i) {
    const auto price = *rc::gen::inRange<std::int64_t>(1, 22);
    const bool calm = agent.calm().holds(static_cast<double>(price));
    const auto actions = agent.price(price);
    RC_ASSERT(!calm || actions == 0);
  }
}

}  // namespace
}  // namespace zestron::agent
