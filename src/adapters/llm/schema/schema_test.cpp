#include "adapters/llm/schema/bounded_schema.hpp"
#include "codec/json/json_schema.hpp"

#include <gtest/gtest.h>

namespace zestron::llm {
namespace {

using nlohmann::json;

json closed() {
  return json::parse(R"({"type":"object","additionalProperties":false,"required":["act","amount"],"properties":{
    "act":{"enum":["buy","sell","hold"]},"amount":{"type":"integer","minimum":0,"maximum":100},
    "why":{"type":"string","maxLength":20},"marks":{"type":"array","maxItems":3,"items":{"type":"boolean"}}}})");
}

TEST(BoundedSchema, takes_what_leaves_nothing_open) { EXPECT_EQ(open_place(closed()), std::nullopt); }

TEST(BoundedSchema, names_the_place_that_is_open) {
  struct Row {
    const char* pointer;
    const char* value;  // nullptr: the member is removed
    const char* said;
  };
  const Row table[] = {
      {"/additionalProperties", nullptr, "$: an object needs"},
      {"/additionalProperties", "true", "$: an object needs"},
      {"/properties/why/maxLength", nullptr, "$.why: text needs"},
      {"/properties/why/maxLength", "16385", "$.why: text needs"},
      {"/properties/why/pattern", "\"(a+)+\"", "'pattern' is not allowed"},
      {"/properties/amount/maximum", nullptr, "$.amount: a number needs"},
      {"/properties/amount/minimum", "-1e300", "$.amount: a number needs"},
      {"/properties/marks/maxItems", nullptr, "$.marks: a list needs"},
      {"/properties/marks/items", nullptr, "$.marks: a list needs items"},
      {"/properties/marks/items", "{}", "$.marks[]: type is"},
      {"/properties/act/enum", "[]", "$.act: enum"},
      {"/properties/act/enum", "[{}]", "$.act: enum"},
      {"/$ref", "\"#\"", "'$ref' is not allowed"},
      {"/type", "[\"object\",\"string\"]", "type is object"},
      {"", "true", "$: a schema is an object"},
  };
  for (const auto& row : table) {
    auto schema = closed();
    const json::json_pointer pointer(row.pointer);
    if (row.value != nullptr) {
      schema[pointer] = json::parse(row.value);
    } else {
      schema[pointer.parent_pointer()].erase(pointer.back());
    }
    const auto place = open_place(schema);
    ASSERT_TRUE(place) << schema;
    EXPECT_NE(place->find(row.said), std::string::npos) << *place;
  }
}

TEST(JsonSchema, holds_a_document_to_every_bound) {
  const auto schema = codec::JsonSchema::compile(closed());
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->complaint(json::parse(R"({"act":"buy","amount":100,"why":"cheap","marks":[true]})")), std::nullopt);
  for (const char* text :
       {R"({"act":"steal","amount":1})", R"({"act":"buy","amount":101})", R"({"act":"buy","amount":-1})",
        R"({"act":"buy","amount":1.5})", R"({"act":"buy","amount":"1"})", R"({"act":"buy"})",
        R"({"act":"buy","amount":1,"to":"me"})", R"({"act":"buy","amount":1,"why":"123456789012345678901"})",
        R"({"act":"buy","amount":1,"marks":[true,true,true,true]})", R"([])", R"("buy")", R"(null)"}) {
    EXPECT_TRUE(schema->complaint(json::parse(text))) << text;
  }
  EXPECT_EQ(schema->complaint(json::parse(R"({"act":"buy","amount":101})"))->find("$[amount]: "), 0U);
}

}  // namespace
}  // namespace zestron::llm
