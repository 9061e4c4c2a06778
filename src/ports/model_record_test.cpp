#include "ports/model_record.hpp"

#include <gtest/gtest.h>

#include <set>

namespace zestron::ports {
namespace {

ChatRequest question() {
  return {.model = "grok-3",
          .messages = {{.role = Role::kSystem, .text = "You trade."}, {.role = Role::kData, .text = "SOL fell."}},
          .tools = {{"look", "looks", R"({"type":"object"})"}},
          .schema_json = R"({"type": "object"})"};
}

ModelExchange answered() {
  ModelExchange out;
  out.request = request_hash(question());
  out.provider = "xai";
  out.model = "grok-3";
  out.result = Answer{"{\"act\":\"höld\"}", {{"call-1", "look", "{}"}}, FinishReason::kToolCalls};
  out.usage = {100, 7, true};
  out.cost = MicroUsd(405);
  out.attempts = 2;
  out.first_token = std::chrono::milliseconds(120);
  out.latency = std::chrono::milliseconds(340);
  return out;
}

TEST(ModelRequest, everything_that_may_change_the_answer_changes_the_hash) {
  std::set<Hash> hashes{request_hash(question())};
  const auto differs = [&](auto change) {
    auto changed = question();
    change(changed);
    EXPECT_TRUE(hashes.insert(request_hash(changed)).second);
  };
  differs([](ChatRequest& r) { r.model = "llama-4"; });
  differs([](ChatRequest& r) { r.messages[1].role = Role::kUser; });
  differs([](ChatRequest& r) { r.messages[1].text += " "; });
  differs([](ChatRequest& r) { r.messages[1].tool_call_id = "call-1"; });
  differs([](ChatRequest& r) { r.messages[1].tool_calls.push_back({"call-1", "look", "{}"}); });
  differs([](ChatRequest& r) { r.messages.pop_back(); });
  differs([](ChatRequest& r) { r.tools[0].name = "see"; });
  differs([](ChatRequest& r) { r.tools[0].description = "sees"; });
  differs([](ChatRequest& r) { r.tools[0].parameters_json = "true"; });
  differs([](ChatRequest& r) { r.schema_json = ""; });
  differs([](ChatRequest& r) { r.schema_json = "true"; });
  differs([](ChatRequest& r) { r.temperature_milli = 1; });
  differs([](ChatRequest& r) { r.tokens_max = 1; });
  differs([](ChatRequest& r) { r.text_bytes_max = 1; });
}

TEST(ModelRequest, effort_and_white_space_of_a_schema_do_not_change_the_hash) {
  auto same = question();
  same.timeout = std::chrono::milliseconds(1);
  same.cost_max = MicroUsd(1);
  same.caching = Caching::kNever;
  same.schema_json = R"({"type":"object"})";
  EXPECT_EQ(request_hash(same), request_hash(question()));
}

TEST(ModelRequest, what_has_no_canonical_form_is_refused) {
  auto bad = question();
  bad.messages[0].text = "\xff";
  EXPECT_EQ(canonical_request(bad).error().code, ModelError::kRequest);
  EXPECT_EQ(request_hash(bad), Hash{});
  bad = question();
  bad.schema_json = "{";
  EXPECT_EQ(canonical_request(bad).error().code, ModelError::kRequest);
  bad = question();
  bad.tools[0].parameters_json = R"({"a":1,"a":2})";
  EXPECT_NE(canonical_request(bad).error().message.find("look"), std::string::npos);
}

TEST(ModelExchange, reads_back_what_was_written) {
  const auto text = write_exchange(answered());
  ASSERT_TRUE(text) << text.error().message;
  const auto read = parse_exchange(*text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->request, answered().request);
  EXPECT_EQ(read->provider, "xai");
  EXPECT_EQ(*read->result, *answered().result);
  EXPECT_EQ(read->usage, answered().usage);
  EXPECT_EQ(read->cost, MicroUsd(405));
  EXPECT_EQ(read->first_token.count(), 120);
  EXPECT_EQ(write_exchange(*read).value(), *text);
}

TEST(ModelExchange, a_failure_is_recorded_like_an_answer) {
  auto failed = answered();
  failed.result = fail(ModelError::kSchema, "$.act: 7; expected text");
  const auto read = parse_exchange(write_exchange(failed).value());
  ASSERT_TRUE(read);
  ASSERT_FALSE(read->result);
  EXPECT_EQ(read->result.error().code, ModelError::kSchema);
  EXPECT_EQ(read->result.error().message, "$.act: 7; expected text");
}

TEST(ModelExchange, names_what_is_wrong_in_a_record) {
  const auto text = write_exchange(answered()).value();
  struct Row {
    std::string from, to, said;
  };
  const Row table[] = {
      {"\"attempts\":2,", "", "attempts"},
      {"\"attempts\":2", "\"attempts\":-2", "attempts"},
      {"\"attempts\":2", "\"attempts\":4294967296", "attempts"},
      {"\"attempts\":2", "\"attempts\":2,\"more\":1", "no further member"},
      {"\"finish\":\"tool_calls\"", "\"finish\":\"perhaps\"", "finish"},
      {"\"request\":\"", "\"request\":\"00", "request"},
      {"\"from_cache\":false", "\"from_cache\":0", "from_cache"},
      {"\"provider\":\"xai\"", "\"provider\":1", "provider"},
      {"\"answer\":", "\"error\":", "code"},
  };
  for (const auto& row : table) {
    auto broken = text;
    const auto at = broken.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    broken.replace(at, row.from.size(), row.to);
    const auto read = parse_exchange(broken);
    ASSERT_FALSE(read) << broken;
    EXPECT_EQ(read.error().code, RecordError::kMalformed);
    EXPECT_NE(read.error().message.find(row.said), std::string::npos) << read.error().message;
  }
  EXPECT_EQ(parse_exchange("").error().code, RecordError::kNotJson);
}

}  // namespace
}  // namespace zestron::ports
