#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

constexpr UnixMillis kAsked(1'000), kInTime(30'999), kLate(31'000);

nlohmann::json params(const char* prompt = "Is {a} good? {text} {unknown} {b") {
  return {{"prompt", prompt}, {"score_min", -1}, {"score_max", 1}, {"text_bytes_max", 10}, {"timeout_seconds", 30}};
}

Bench asked(std::string_view text = "Say yes.") {
  Bench bench("llm", params(), 1'024);
  bench.put(0, Boolean{true, true}).text(1, text).number(2, 2.5);
  EXPECT_FALSE(bench.step({Slot(1), kAsked, domain::Tick{}}));
  return bench;
}

bool answered(Bench& bench, const std::string& text, UnixMillis now = kInTime, std::uint64_t sequence = 1) {
  return bench.feed(domain::Answer{"node", sequence, domain::Answer::Text{text}}, Slot(2), now);
}

TEST(LlmModule, fills_its_inputs_into_the_prompt) {
  const auto bench = asked();
  ASSERT_EQ(bench.effects().requests.size(), 1U);
  EXPECT_EQ(std::get<domain::Prompt>(bench.effects().requests[0].content),
            (domain::Prompt{"Is 2.5 good? Say yes. {unknown} {b", -1, 1, 10}));
}

TEST(LlmModule, what_an_input_says_is_not_filled_in_again) {
  const auto bench = asked("{a} {text}");
  EXPECT_EQ(std::get<domain::Prompt>(bench.effects().requests.at(0).content).text,
            "Is 2.5 good? {a} {text} {unknown} {b");
}

TEST(LlmModule, takes_an_answer_of_its_schema) {
  auto bench = asked();
  ASSERT_TRUE(answered(bench, R"({"score": 0.5, "agree": true, "text": "rather so"})"));
  EXPECT_EQ(bench.out<Number>(0).value, 0.5);
  EXPECT_TRUE(bench.out<Boolean>(1).value);
  EXPECT_EQ(bench.out<Text>(2).view(), "rather so");
}

TEST(LlmModule, takes_no_other) {
  for (const char* wrong :
       {"", "yes", "[]", "{}", R"({"score": 0.5, "agree": true})", R"({"score": "0.5", "agree": true, "text": ""})",
        R"({"score": 1.5, "agree": true, "text": ""})", R"({"score": 0, "agree": 1, "text": ""})",
        R"({"score": 0, "agree": true, "text": "longer than it may be"})",
        R"({"score": 0, "agree": true, "text": "", "transfer": "all"})",
        R"({"score": 0, "agree": true, "agree": false, "text": ""})", R"({"score": NaN, "agree": true, "text": ""})"}) {
    auto bench = asked();
    EXPECT_FALSE(answered(bench, wrong)) << wrong;
    EXPECT_FALSE(bench.out<Number>(0).ready) << wrong;
  }
  auto bench = asked();
  EXPECT_FALSE(answered(bench, std::string(1'000'000, '[')));
}

TEST(LlmModule, takes_none_that_is_late_or_of_another_question) {
  const std::string good = R"({"score": 0, "agree": true, "text": ""})";
  auto bench = asked();
  EXPECT_FALSE(answered(bench, good, kLate));
  bench = asked();
  EXPECT_FALSE(answered(bench, good, kInTime, 2));
  EXPECT_TRUE(answered(bench, good));
  EXPECT_FALSE(answered(bench, good)) << "once";
}

TEST(LlmModule, asks_nothing_else_while_it_waits) {
  auto bench = asked();
  bench.step({Slot(2), kInTime, domain::Tick{}});
  EXPECT_TRUE(bench.effects().requests.empty());
  bench.step({Slot(3), kLate, domain::Tick{}});
  EXPECT_EQ(bench.effects().requests.size(), 1U);
}

TEST(LlmModule, refuses_bounds_the_wrong_way_round) {
  auto wrong = params();
  wrong["score_min"] = 2;
  EXPECT_FALSE(find_kind("llm")->read(wrong));
}

}  // namespace
}  // namespace zestron::agent
