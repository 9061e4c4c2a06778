#include "adapters/onnx/onnx_provider.hpp"

#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/testing/onnx_file.hpp"

#include <gtest/gtest.h>

namespace zestron::onnx {
namespace {

using testing::onnx_file;

constexpr Pubkey kFirst({1}), kSecond({2});

domain::Request question(const Hash& model, std::vector<double> input, std::vector<std::uint32_t> shape = {1, 3},
                         std::uint32_t outputs = 3) {
  return {"policy", 7, domain::Inference{model, std::move(input), std::move(shape), outputs}};
}

const std::vector<double>& values(const ports::AgentAnswer& answer) {
  return std::get<domain::Answer::Tensor>(answer.answer.content).values;
}
std::string reason(const ports::AgentAnswer& answer) {
  const auto* failed = std::get_if<domain::Answer::Failed>(&answer.answer.content);
  return failed == nullptr ? "" : failed->reason;
}

TEST(OnnxProvider, answers_each_agent_in_the_order_of_asking) {
  OnnxModels models;
  OnnxProvider provider(models);
  const auto absolute = provider.add(onnx_file({.operator_name = "Abs"}));
  const auto negative = provider.add(onnx_file({.operator_name = "Neg"}));
  ASSERT_TRUE(provider.ask(kFirst, question(absolute, {-1, 2, -3})));
  ASSERT_TRUE(provider.ask(kSecond, question(negative, {1, 2, 3})));
  ASSERT_TRUE(provider.ask(kSecond, question(absolute, {-4, -5, 6})));
  const auto answers = provider.take();
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(values(answers[0]), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(values(answers[1]), (std::vector<double>{-1, -2, -3}));
  EXPECT_EQ(values(answers[2]), (std::vector<double>{4, 5, 6}));
  EXPECT_EQ(answers[0].agent, kFirst);
  EXPECT_EQ(answers[2].agent, kSecond);
  EXPECT_EQ(answers[2].answer.node, "policy");
  EXPECT_EQ(answers[2].answer.sequence, 7U);
  EXPECT_TRUE(provider.take().empty());
}

TEST(OnnxProvider, a_bad_model_is_answered_with_why_and_others_are_not_affected) {
  OnnxModels models;
  OnnxProvider provider(models);
  const auto good = provider.add(onnx_file({.operator_name = "Abs"}));
  const auto wide = provider.add(onnx_file({.in = {-1, 4}, .out = {-1, 4}}));
  ASSERT_TRUE(provider.ask(kFirst, question(Hash{}, {1, 2, 3})));
  ASSERT_TRUE(provider.ask(kFirst, question(wide, {1, 2, 3})));
  ASSERT_TRUE(provider.ask(kSecond, question(good, {-1, 2, -3})));
  const auto answers = provider.take();
  EXPECT_NE(reason(answers[0]).find("there is no model 0000"), std::string::npos);
  EXPECT_NE(reason(answers[1]).find("expected input f32 [rows, 3]"), std::string::npos);
  EXPECT_EQ(values(answers[2]), (std::vector<double>{1, 2, 3}));
}

TEST(OnnxProvider, a_model_that_is_added_later_is_found) {
  OnnxModels models;
  OnnxProvider provider(models);
  const auto file = onnx_file({.operator_name = "Abs"});
  const auto hash = OnnxProvider(models).add(file);
  ASSERT_TRUE(provider.ask(kFirst, question(hash, {-1, 2, -3})));
  EXPECT_NE(reason(provider.take()[0]), "");
  provider.add(file);
  ASSERT_TRUE(provider.ask(kFirst, question(hash, {-1, 2, -3})));
  EXPECT_EQ(values(provider.take()[0]), (std::vector<double>{1, 2, 3}));
}

TEST(OnnxProvider, takes_no_question_of_another_service_and_not_without_end) {
  OnnxModels models;
  OnnxProvider provider(models);
  EXPECT_FALSE(provider.ask(kFirst, {"chat", 1, domain::Prompt{}}));
  const auto one = question(Hash{}, {1, 2, 3});
  for (std::size_t i = 0; i < kQuestionsMax; ++i) ASSERT_TRUE(provider.ask(kFirst, one));
  EXPECT_FALSE(provider.ask(kFirst, one));
  EXPECT_EQ(provider.take().size(), kQuestionsMax);
  EXPECT_TRUE(provider.ask(kFirst, one));
}

}  // namespace
}  // namespace zestron::onnx
