// The compiled plan against a naive recursive evaluation of the same graph, on graphs and prices at random: the same values in every
// output after every event, bit for bit.
#include "agent/plan.hpp"

#include "agent/testing/naive.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>

namespace zestron::agent {
namespace {

using nlohmann::json;

const Market kMarket{"A/B", "B", domain::FeedId({7})};
const domain::FeedId kOther({9});

// Kinds without a counterpart outside, with parameters that are in range.
struct Candidate {
  const char* kind;
  json params;
};

std::vector<Candidate> candidates(int n) {
  return {{"ema", {{"period", n}}},
          {"sma", {{"period", n}}},
          {"volatility", {{"period", n}, {"method", "realised"}}},
          {"volatility", {{"period", n}, {"method", "ewma"}}},
          {"rsi", {{"period", n}}},
          {"channel", {{"period", n}}},
          {"zscore", {{"period", n}}},
          {"change", {{"period", n}}},
          {"every", {{"period", n}}},
          {"window", {{"period", n}}},
          {"arithmetic", {{"operation", "subtract"}}},
          {"arithmetic", {{"operation", "divide"}}},
          {"threshold", {{"enter", n * 10}, {"leave", n * 9}}},
          {"logic", {{"operation", "any"}}},
          {"logic", {{"operation", "none"}}},
          {"rule", json::object()},
          {"cross", json::object()},
          {"change_of_side", json::object()},
          {"features", json::object()}};
}

// Grows a graph node by node: each port reads some earlier output that it accepts; a kind without one is left out.
std::vector<NodeSource> any_graph() {
  std::vector<NodeSource> out{{"n0", "price", json::object(), {}},
                              {"n1", "price", {{"feed", "09" + std::string(62, '0')}}, {}}};
  const auto count = *rc::gen::inRange<std::size_t>(1, 24);
  for (std::size_t i = 0; i < count; ++i) {
    const auto choices = candidates(*rc::gen::inRange(1, 6));
    const auto& chosen = choices[*rc::gen::inRange<std::size_t>(0, choices.size())];
    NodeSource node{"n" + std::to_string(out.size()), chosen.kind, chosen.params, {}};
    bool complete = true;
    for (const auto& port : find_kind(chosen.kind)->inputs) {
      std::vector<Reference> offers;
      for (const auto& earlier : out) {
        for (const auto& output : find_kind(earlier.kind)->outputs) {
          if (accepts(port.type, output.type)) offers.push_back({earlier.id, std::string(output.name)});
        }
      }
      if (!port.required && *rc::gen::inRange(0, 2) == 0) continue;
      if (offers.empty()) {
        complete = complete && !port.required;
        continue;
      }
      node.inputs[std::string(port.name)] = offers[*rc::gen::inRange<std::size_t>(0, offers.size())];
    }
    if (complete) out.push_back(std::move(node));
  }
  return out;
}

// Value by value: what lies between the members of a struct means nothing.
bool equal(const Number& a, const Number& b) {
  return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value) && a.ready == b.ready;
}
bool equal(const Price& a, const Price& b) { return equal(a.number, b.number) && a.tick == b.tick; }
bool equal(const Boolean& a, const Boolean& b) { return a.value == b.value && a.ready == b.ready; }
bool equal(const Signal& a, const Signal& b) { return a.side == b.side; }
bool equal(const Vector& a, const Vector& b) {
  return a.size == b.size && a.capacity == b.capacity && std::ranges::equal(a.view(), b.view());
}

bool same(const Plan& plan, std::span<const std::byte> block, const testing::Naive& naive, std::size_t node,
          std::size_t output) {
  const auto check = [&]<class T>(const T*) {
    return equal(plan.value<T>(block, node, output), *reinterpret_cast<const T*>(naive.output(node, output).data()));
  };
  switch (plan.nodes()[node].kind->outputs[output].type) {
    case PortType::kPrice: return check(static_cast<const Price*>(nullptr));
    case PortType::kNumber: return check(static_cast<const Number*>(nullptr));
    case PortType::kBoolean: return check(static_cast<const Boolean*>(nullptr));
    case PortType::kSignal: return check(static_cast<const Signal*>(nullptr));
    case PortType::kVector: return check(static_cast<const Vector*>(nullptr));
    default: return false;  // no candidate has such an output
  }
}

RC_GTEST_PROP(Plan, computes_what_a_naive_evaluation_does, ()) {
  auto sources = any_graph();
  // In any order: the plan finds its own.
  if (*rc::gen::inRange(0, 2) == 0) std::reverse(sources.begin(), sources.end());
  auto nodes = compile(sources);
  RC_ASSERT(nodes.has_value());
  const auto plan = *Plan::make(*nodes, kMarket, {});
  std::vector<std::uint64_t> memory(plan->block_bytes() / 8);
  const auto block = std::as_writable_bytes(std::span(memory));
  plan->begin(block);
  testing::Naive naive(plan->nodes(), kMarket);
  Effects one, two;
  for (int i = 0; i < 40; ++i) {
    const auto draw = *rc::gen::inRange(0, 3);
    const domain::Tick tick{.feed = draw == 0   ? kOther
                                    : draw == 1 ? kMarket.feed
                                                : domain::FeedId({5}),
                            .price = *rc::gen::inRange<std::int64_t>(1, 60),
                            .exponent = 0,
                            .published = UnixMillis(i)};
    const domain::Event event{Slot(static_cast<std::uint64_t>(i)), UnixMillis(i), tick};
    const auto evaluation = plan->evaluate(block, event, plan->budget().fuel_per_tick_max, one);
    RC_ASSERT((evaluation.verdict == Verdict::kNotConcerned) == (draw == 2));
    naive.feed(event, two);
    for (std::size_t node = 0; node < plan->nodes().size(); ++node) {
      for (std::size_t output = 0; output < plan->nodes()[node].kind->outputs.size(); ++output)
        RC_ASSERT(same(*plan, block, naive, node, output));
    }
  }
}

// Only what a tick touches: a node behind one that had nothing new is not stepped, and costs nothing.
TEST(Plan, steps_only_what_has_something_new_to_read) {
  const std::vector<NodeSource> sources{{"price", "price", json::object(), {}},
                                        {"slow", "every", {{"period", 3}}, {{"value", {"price", ""}}}},
                                        {"mean", "sma", {{"period", 90}}, {{"value", {"slow", ""}}}}};
  const auto plan = *Plan::make(*compile(sources), kMarket, {});
  std::vector<std::uint64_t> memory(plan->block_bytes() / 8);
  const auto block = std::as_writable_bytes(std::span(memory));
  plan->begin(block);
  Effects effects;
  std::vector<std::uint64_t> fuel;
  for (int i = 0; i < 4; ++i) {
    const domain::Tick tick{.feed = kMarket.feed, .price = 5, .exponent = 0, .published = {}};
    fuel.push_back(plan->evaluate(block, {Slot(1), {}, tick}, 1'000, effects).fuel);
  }
  EXPECT_EQ(fuel, (std::vector<std::uint64_t>{2, 2, 94, 2}));
}

}  // namespace
}  // namespace zestron::agent
