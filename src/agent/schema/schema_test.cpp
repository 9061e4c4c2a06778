#include "agent/schema/schema.hpp"

#include "agent/kind.hpp"
#include "agent/schema/generate.hpp"
#include "agent/schema/migrate.hpp"
#include "agent/testing/run.hpp"
#include "codec/hex.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace zestron::agent {
namespace {

using nlohmann::json;

// After a change of a kind: run agent_pages with the repository's root.
TEST(Pages, are_what_the_kinds_say) {
  EXPECT_EQ(zestron::testing::read_text(ZESTRON_AGENT_SCHEMA_FILE), make_schema().dump(2) + "\n");
  EXPECT_EQ(zestron::testing::read_text(ZESTRON_MODULES_PAGE), make_modules_page());
}

TEST(Kinds, are_complete) {
  std::set<std::string_view> names;
  for (const auto* kind : kinds()) {
    SCOPED_TRACE(kind->name);
    EXPECT_TRUE(names.insert(kind->name).second) << "stands twice";
    EXPECT_TRUE(kind->summary.ends_with('.')) << "documentation";
    EXPECT_FALSE(kind->inputs.empty() && kind->outputs.empty());
    EXPECT_EQ(find_kind(kind->name), kind);
    for (const auto& parameter : kind->parameters)
      EXPECT_TRUE(parameter.schema.contains("description")) << parameter.name;
  }
  EXPECT_EQ(find_kind("graph"), nullptr) << "an instance of a sub-graph is not a kind";
}

// The hash that stands on chain for the sample agent, whose document is of version 1.
TEST(Migrate, keeps_the_hash_of_the_document_as_it_was_written) {
  const auto config = testing::config_of(testing::example());
  EXPECT_EQ(codec::hex_encode(config.hash().view()),
            "6629250753ae43d02d5329f91edcceb8ea0930453719a5131ae531337edc4cef");
}

TEST(Migrate, makes_a_document_of_version_1_one_of_the_newest) {
  const auto newest = migrate(testing::example());
  ASSERT_TRUE(newest) << newest.error();
  EXPECT_EQ((*newest)["schema_version"], kSchemaVersion);
  EXPECT_FALSE(newest->contains("version"));
  EXPECT_EQ((*newest)["limits"]["claims"], (json{{"micros_max", 1'000'000'000}, {"per_day_max", 10'000}}));
  EXPECT_EQ((*newest)["limits"]["oracle"], (json{{"age_ms_max", 60'000}, {"confidence_bps_max", 200}}));
  EXPECT_EQ((*newest)["modules"], testing::example()["modules"]);
  EXPECT_EQ(migrate(*newest), *newest) << "the newest stays as it is";
}

TEST(Migrate, says_what_is_wrong_in_the_words_of_the_documents_own_version) {
  auto old = testing::example();
  old["limits"].erase("claim_micros_max");
  EXPECT_EQ(migrate(old).error(),
            "$.limits: 'claim_micros_max' is missing; expected an integer from 0 to 9007199254740991");
  auto newest = *migrate(testing::example());
  newest["limits"].erase("oracle");
  EXPECT_EQ(migrate(newest).error(), "$.limits: 'oracle' is missing; expected an object");
  newest["schema_version"] = 3;
  EXPECT_EQ(migrate(newest).error(), "$.schema_version: 3; expected 2");
}

// Documents of version 1 had no budget: the largest that its schema let pass still runs.
TEST(Migrate, allows_what_version_1_allowed) {
  auto document = testing::example();
  while (document["modules"].size() < 256) {
    document["modules"].push_back({{"id", "n" + std::to_string(document["modules"].size())},
                                   {"kind", "volatility"},
                                   {"params", {{"period", 10'000}, {"method", "realised"}}},
                                   {"inputs", {{"value", "price"}}}});
  }
  EXPECT_TRUE(Config::parse(document.dump()));
}

}  // namespace
}  // namespace zestron::agent
