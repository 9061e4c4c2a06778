#include "agent/config.hpp"

#include "agent/testing/run.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

using nlohmann::json;
using testing::example;

TEST(Config, reads_the_example) {
  const auto config = Config::parse(example().dump());
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->name(), "ema-cross");
  EXPECT_EQ(config->market().symbol, "SOL/USD");
  EXPECT_EQ(config->market().feed.value()[0], 0xef);
  EXPECT_EQ(config->market().feed.value()[31], 0x6d);
  EXPECT_EQ(config->limits().confidence_bps_max, 200U);
  EXPECT_EQ(config->thresholds().executions_max, 0U);
  ASSERT_EQ(config->nodes().size(), 6U);
  EXPECT_EQ(config->nodes()[0].id, "price");
}

TEST(Config, hash_follows_the_content_not_its_form) {
  const auto document = example();
  const auto config = *Config::parse(document.dump());
  EXPECT_EQ(Config::parse(document.dump(4))->hash(), config.hash());
  EXPECT_EQ(Config::parse(config.canonical())->canonical(), config.canonical());
  auto other = document;
  other["modules"][1]["params"]["period"] = 9;
  EXPECT_NE(Config::parse(other.dump())->hash(), config.hash());
}

TEST(Config, nodes_come_after_what_they_read) {
  auto document = example();
  std::reverse(document["modules"].begin(), document["modules"].end());
  const auto config = Config::parse(document.dump());
  ASSERT_TRUE(config) << config.error().message;
  for (std::size_t i = 0; i < config->nodes().size(); ++i) {
    for (const auto& edge : config->nodes()[i].inputs) EXPECT_LT(edge->node, i);
  }
}

struct Wrong {
  const char* pointer;
  json value;  // discarded: the member is removed
  ConfigError code;
  const char* message;
};

const json kRemoved = json(json::value_t::discarded);

TEST(Config, says_where_and_what_is_expected) {
  const Wrong table[] = {
      {"/version", 2, ConfigError::kSchema, "$.version: 2; expected 1"},
      {"/version", kRemoved, ConfigError::kSchema, "$: 'schema_version' is missing; expected 2"},
      {"/name", "", ConfigError::kSchema, "$.name: \"\"; expected text of 1 to 64 characters"},
      {"/name", 5, ConfigError::kSchema, "$.name: 5; expected text of 1 to 64 characters"},
      {"/extra", 1, ConfigError::kSchema,
       "$: 'extra' is unknown; expected description, limits, market, modules, name, thresholds, version"},
      {"/market", kRemoved, ConfigError::kSchema, "$: 'market' is missing; expected an object"},
      {"/market/feed", "EF0D", ConfigError::kSchema,
       "$.market.feed: \"EF0D\"; expected 64 lowercase hexadecimal digits: a Pyth price feed id"},
      {"/modules", json::array(), ConfigError::kSchema, "$.modules: []; expected a list of 1 to 256 elements"},
      {"/modules", "x", ConfigError::kSchema, "$.modules: \"x\"; expected a list of 1 to 256 elements"},
      {"/modules/0", 7, ConfigError::kSchema, "$.modules[0]: 7; expected an object"},
      {"/modules/1/id", "Fast", ConfigError::kSchema,
       "$.modules[1].id: \"Fast\"; expected up to 32 lowercase letters, digits and underscores, a letter first"},
      {"/modules/1/kind", "emma", ConfigError::kSchema,
       "$.modules[1].kind: \"emma\"; expected one of price, ema, volatility, cross, paper_position, claim"},
      {"/modules/1/kind", kRemoved, ConfigError::kSchema,
       "$.modules[1]: 'kind' is missing; expected one of price, ema, volatility, cross, paper_position, claim"},
      {"/modules/1/params", kRemoved, ConfigError::kSchema, "$.modules[1]: 'params' is missing; expected an object"},
      {"/modules/1/params/period", 0, ConfigError::kSchema,
       "$.modules[1].params.period: 0; expected an integer from 1 to 10000"},
      {"/modules/1/params/period", 8.5, ConfigError::kSchema,
       "$.modules[1].params.period: 8.5; expected an integer from 1 to 10000"},
      {"/modules/1/params/period", "8", ConfigError::kSchema,
       "$.modules[1].params.period: \"8\"; expected an integer from 1 to 10000"},
      {"/modules/1/params/perod", 8, ConfigError::kSchema, "$.modules[1].params: 'perod' is unknown; expected period"},
      {"/modules/1/inputs/value", kRemoved, ConfigError::kSchema,
       "$.modules[1].inputs: 'value' is missing; expected up to 32 lowercase letters, digits and underscores, a letter "
       "first"},
      {"/modules/1/inputs/other", "price", ConfigError::kSchema,
       "$.modules[1].inputs: 'other' is unknown; expected value"},
      {"/modules/0/params", json{{"x", 1}}, ConfigError::kSchema,
       "$.modules[0].params: 'x' is unknown; expected no member"},
      {"/modules/4/params/fee_bps", 1001, ConfigError::kSchema,
       "$.modules[4].params.fee_bps: 1001; expected an integer from 0 to 1000"},
      {"/modules/4/params/notional_micros", -1, ConfigError::kSchema,
       "$.modules[4].params.notional_micros: -1; expected an integer from 1 to 9007199254740991"},
      {"/limits/claims_per_day_max", kRemoved, ConfigError::kSchema,
       "$.limits: 'claims_per_day_max' is missing; expected an integer from 0 to 1000000"},
      {"/thresholds", json{{"executions_max", -1}}, ConfigError::kSchema,
       "$.thresholds.executions_max: -1; expected an integer from 0 to 9007199254740991"},
      // The graph.
      {"/modules/2/id", "fast", ConfigError::kGraph, "$.modules: node 'fast' stands twice; expected every id once"},
      {"/modules/1/inputs/value", "pride", ConfigError::kGraph,
       "$.modules: node 'fast', port 'value': there is no node 'pride'"},
      {"/modules/1/inputs/value", "cross", ConfigError::kGraph,
       "$.modules: node 'fast', port 'value': 'cross' gives a signal; expected a number"},
      {"/modules/4/inputs/price", "fast", ConfigError::kGraph,
       "$.modules: node 'position', port 'price': 'fast' gives a number; expected a price"},
      {"/modules/5/inputs/position", "claim", ConfigError::kGraph,
       "$.modules: node 'claim', port 'position': 'claim' gives nothing; expected a position"},
      {"/modules/1/inputs/value", "slow", ConfigError::kGraph, nullptr},  // slow reads price: fine
  };
  for (const auto& row : table) {
    auto document = example();
    const json::json_pointer at(row.pointer);
    if (row.value.is_discarded()) {
      document[at.parent_pointer()].erase(at.back());
    } else {
      document[at] = row.value;
    }
    const auto config = Config::parse(document.dump());
    if (row.message == nullptr) {
      EXPECT_TRUE(config) << row.pointer;
      continue;
    }
    ASSERT_FALSE(config) << row.pointer;
    EXPECT_EQ(config.error().code, row.code) << row.pointer;
    EXPECT_EQ(config.error().message, row.message);
  }
}

TEST(Config, refuses_a_circle_and_names_it) {
  auto document = example();
  document["modules"][1]["inputs"]["value"] = "slow";
  document["modules"][2]["inputs"]["value"] = "fast";
  const auto config = Config::parse(document.dump());
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message, "$.modules: the graph runs in a circle: fast reads slow reads fast");
}

TEST(Config, refuses_a_second_position) {
  auto document = example();
  auto second = document["modules"][4];
  second["id"] = "second";
  document["modules"].push_back(second);
  EXPECT_EQ(Config::parse(document.dump()).error().message,
            "$.modules: node 'second': a graph has at most 1 of kind paper_position");
}

TEST(Config, refuses_what_is_no_document) {
  EXPECT_EQ(Config::parse("").error().code, ConfigError::kNotJson);
  EXPECT_EQ(Config::parse("{\"version\":1,").error().code, ConfigError::kNotJson);
  EXPECT_EQ(Config::parse(R"({"version":1,"version":1})").error().code, ConfigError::kNotJson);
  EXPECT_EQ(Config::parse("[]").error().message, "$: []; expected an object");
  EXPECT_EQ(Config::parse("null").error().code, ConfigError::kSchema);
  EXPECT_EQ(Config::parse(std::string(kConfigBytesMax + 1, ' ')).error().code, ConfigError::kTooLarge);
  EXPECT_EQ(Config::parse(std::string(100, '[') + std::string(100, ']')).error().code, ConfigError::kTooLarge);
}

}  // namespace
}  // namespace zestron::agent
