// Sub-graphs, ports by name, budgets: what a document of version 2 can say, and how it is refused.
#include "agent/config.hpp"
#include "agent/schema/migrate.hpp"
#include "agent/testing/run.hpp"
#include "events/simulated/simulated_market.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using nlohmann::json;

json document(json modules, json graphs = json::object()) {
  auto out = *migrate(testing::example());
  out.erase("budget");
  out["modules"] = std::move(modules);
  if (!graphs.empty()) out["graphs"] = std::move(graphs);
  return out;
}

std::string complaint(const json& text) {
  const auto config = Config::parse(text.dump());
  return config ? std::string() : config.error().message;
}

const json kPrice{{"id", "price"}, {"kind", "price"}};

json ema(const char* id, int period, const char* input) {
  return {{"id", id}, {"kind", "ema"}, {"params", {{"period", period}}}, {"inputs", {{"value", input}}}};
}

// Two averages and their cross, by the names of its ports.
json trend() {
  return {{"inputs", {{"value", "number"}}},
          {"outputs", {{"signal", "cross"}, {"slow", "slow"}}},
          {"modules",
           {ema("fast", 8, "value"),
            ema("slow", 21, "value"),
            {{"id", "cross"}, {"kind", "cross"}, {"inputs", {{"fast", "fast"}, {"slow", "slow"}}}}}}};
}

json instance(const char* id, const char* graph, json inputs) {
  return {{"id", id}, {"kind", "graph"}, {"graph", graph}, {"inputs", std::move(inputs)}};
}

json position(const char* signal) {
  return {{"id", "position"},
          {"kind", "paper_position"},
          {"params", {{"notional_micros", 1'000'000'000}, {"fee_bps", 10}, {"slippage_bps", 5}}},
          {"inputs", {{"price", "price"}, {"signal", signal}}}};
}

TEST(SubGraph, runs_as_if_it_had_been_written_out) {
  const json claim{{"id", "claim"}, {"kind", "claim"}, {"inputs", {{"position", "position"}}}};
  const auto nested = testing::config_of(document(
      {kPrice, instance("sol", "trend", {{"value", "price"}}), position("sol.signal"), claim}, {{"trend", trend()}}));
  const auto flat = testing::config_of(testing::example());
  Runtime one(nested, testing::kAgent), two(flat, testing::kAgent);
  const auto market = [&] { return events::make_simulated_market(3, flat.market().feed); };
  const auto first = testing::run(one, *market(), 5'000);
  EXPECT_GT(first.intents.size(), 20U);
  EXPECT_EQ(first.bytes, testing::run(two, *market(), 5'000).bytes);
  EXPECT_EQ(nested.nodes()[1].id, "sol/fast");
}

TEST(SubGraph, stands_any_number_of_times_and_inside_others) {
  const json outer{{"inputs", {{"value", "price"}}},
                   {"outputs", {{"signal", "inner.signal"}}},
                   {"modules", json::array({instance("inner", "trend", {{"value", "value"}})})}};
  const auto text =
      document({kPrice, instance("a", "outer", {{"value", "price"}}), instance("b", "outer", {{"value", "price"}}),
                instance("c", "trend", {{"value", "b/inner/slow"}}), position("a")},
               {{"trend", trend()}, {"outer", outer}});
  EXPECT_NE(complaint(text).find("$.modules[3].inputs.value"), std::string::npos) << "only ports lead out of a graph";
  auto good = text;
  good["modules"][3]["inputs"]["value"] = "price";
  const auto config = testing::config_of(good);
  EXPECT_EQ(config.nodes().size(), 1U + 3 * 3 + 1);
  EXPECT_EQ(config.nodes()[1].id, "a/inner/fast");
}

TEST(SubGraph, is_refused_with_instance_and_port) {
  const auto with = [](json module, json graphs = {{"trend", trend()}}) {
    return complaint(document({kPrice, std::move(module), position("sol.signal")}, std::move(graphs)));
  };
  EXPECT_EQ(with(instance("sol", "trand", {{"value", "price"}})), "$.modules: node 'sol': there is no graph 'trand'");
  EXPECT_EQ(with(instance("sol", "trend", json::object())),
            "$.modules: node 'sol/fast', port 'value': instance 'sol' leaves its port 'value' open");
  EXPECT_EQ(with(instance("sol", "trend", {{"value", "price"}, {"other", "price"}})),
            "$.modules: node 'sol' has no port 'other', as graph 'trend' has none");
  auto other = trend();
  other["inputs"]["value"] = "signal";
  EXPECT_EQ(with(instance("sol", "trend", {{"value", "price"}}), {{"trend", other}}),
            "$.modules: node 'sol', port 'value': 'price' gives a price; expected a signal");
  other = trend();
  other["outputs"] = {{"up", "cross"}, {"down", "cross"}};
  EXPECT_EQ(
      with(instance("sol", "trend", {{"value", "price"}}), {{"trend", other}}),
      "$.modules: node 'position', port 'signal': instance 'sol' has no output 'signal'; graph 'trend' gives down, up");
  other = trend();
  other["modules"][0]["id"] = "value";
  EXPECT_EQ(with(instance("sol", "trend", {{"value", "price"}}), {{"trend", other}}),
            "$.modules: node 'sol/value' has the name of an input of graph 'trend'");
  other["modules"] = json::array({instance("again", "trend", {{"value", "value"}})});
  EXPECT_EQ(with(instance("sol", "trend", {{"value", "price"}}), {{"trend", other}}),
            "$.modules: graphs contain each other: trend contains trend");
}

TEST(SubGraph, does_not_multiply_beyond_the_bound) {
  // Each graph holds sixteen of the one before: 16⁴ nodes if nobody counted.
  json graphs{{"g0", {{"outputs", {{"o", "n"}}}, {"modules", json::array({json{{"id", "n"}, {"kind", "price"}}})}}}};
  for (int level = 1; level <= 4; ++level) {
    json modules = json::array();
    for (int i = 0; i < 16; ++i)
      modules.push_back(
          instance(("n" + std::to_string(i)).c_str(), ("g" + std::to_string(level - 1)).c_str(), json::object()));
    graphs["g" + std::to_string(level)] = {{"outputs", {{"o", "n0"}}}, {"modules", modules}};
  }
  EXPECT_EQ(complaint(document(json::array({instance("all", "g4", json::object())}), graphs)),
            "$.modules: with all sub-graphs there are more than 256 nodes");
}

TEST(Ports, are_named_and_typed) {
  const json channel{
      {"id", "channel"}, {"kind", "channel"}, {"params", {{"period", 5}}}, {"inputs", {{"value", "price"}}}};
  EXPECT_EQ(complaint(document({kPrice, channel, ema("low", 3, "channel.low")})), "");
  EXPECT_EQ(complaint(document({kPrice, channel, ema("low", 3, "channel.lowest")})),
            "$.modules: node 'low', port 'value': 'channel' has no output 'lowest'; a channel gives high, low; "
            "expected a number");
}

TEST(Ports, an_intent_that_nobody_reads_is_refused) {
  const json modules{
      {{"id", "p"}, {"kind", "proposal"}, {"params", {{"proposal", "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi"}}}},
      {{"id", "vote"},
       {"kind", "vote"},
       {"params", {{"proposal", "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi"}}},
       {"inputs", {{"open", "p"}, {"in_favour", "p"}}}}};
  EXPECT_EQ(complaint(document(modules)),
            "$.modules: node 'vote', output 'intent': nothing reads the intent; connect it to a submit");
}

TEST(Parameters, that_the_schema_cannot_judge_name_their_node) {
  const json gap{
      {"id", "gap"}, {"kind", "threshold"}, {"params", {{"enter", 1}, {"leave", 2}}}, {"inputs", {{"value", "price"}}}};
  EXPECT_EQ(complaint(document({kPrice, gap})),
            "$.modules: node 'gap', parameter 'leave': expected at most what 'enter' is");
  const json pool{{"id", "pool"}, {"kind", "pool"}, {"params", {{"pool", std::string(32, 'z')}}}};
  EXPECT_EQ(complaint(document(json::array({pool}))),
            "$.modules: node 'pool', parameter 'pool': expected an address of 32 bytes in base58");
}

TEST(Budget, is_held_when_the_graph_is_compiled) {
  auto text = document({kPrice, ema("fast", 3, "price"), ema("slow", 5, "price")});
  text["budget"] = {{"state_bytes_max", 150}};
  const auto config = Config::parse(text.dump());
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, ConfigError::kBudget);
  EXPECT_EQ(config.error().message.find("$.budget: node 'slow': with it the agent's state has "), 0U)
      << config.error().message;
  text["budget"] = {{"fuel_per_tick_max", 2}};
  EXPECT_EQ(complaint(text), "$.budget: a tick may cost 3 fuel; the budget of a whole tick is 2");
}

}  // namespace
}  // namespace zestron::agent
