#include "adapters/llm/llm_provider.hpp"

#include <gtest/gtest.h>

namespace zestron::llm {
namespace {

constexpr Pubkey kAgent({1});

// Keeps the questions until the test answers them.
class HeldModel final : public ports::Model {
 public:
  void ask(ports::ChatRequest request, ports::OnDone done, ports::OnDelta, std::stop_token) override {
    requests.push_back(std::move(request));
    callbacks.push_back(std::move(done));
  }
  void end(std::size_t which, Outcome<ports::Answer, ports::ModelError> result) {
    ports::ModelExchange exchange;
    exchange.provider = "held";
    exchange.result = std::move(result);
    callbacks.at(which)(std::move(exchange));
  }
  std::vector<ports::ChatRequest> requests;
  std::vector<ports::OnDone> callbacks;
};

domain::Request question(std::uint64_t sequence = 1) {
  return {"judge", sequence, domain::Prompt{"yes or no?", 0, 1, 16}};
}

class LlmProviderTest : public ::testing::Test {
 protected:
  std::shared_ptr<HeldModel> model_ = std::make_shared<HeldModel>();
  std::vector<std::string> recorded_;
  LlmProvider provider_{model_, {.model = "m"}, [this](const Asker&, const ports::ModelExchange& exchange) {
                          recorded_.push_back(exchange.result ? exchange.result->text : "failed");
                        }};
};

TEST_F(LlmProviderTest, binds_the_question_to_the_schema_of_its_answer) {
  ASSERT_TRUE(provider_.ask(kAgent, question()));
  ASSERT_EQ(model_->requests.size(), 1U);
  EXPECT_EQ(model_->requests[0].model, "m");
  EXPECT_NE(model_->requests[0].schema_json.find("\"additionalProperties\":false"), std::string::npos);
  EXPECT_NE(model_->requests[0].schema_json.find("\"maxLength\":16"), std::string::npos);
  EXPECT_EQ(model_->requests[0].text_bytes_max, 16U);
  EXPECT_EQ(model_->requests[0].cost_max, ports::MicroUsd()) << "only what costs nothing, unless it is said";
}

TEST_F(LlmProviderTest, tells_the_model_the_bounds_of_its_answer_in_words_too) {
  ASSERT_TRUE(provider_.ask(kAgent, {"judge", 1, domain::Prompt{"yes or no?", -1, 0.5, 16}}));
  const auto& instruction = model_->requests.at(0).messages.at(0);
  EXPECT_EQ(instruction.role, ports::Role::kSystem);
  EXPECT_NE(instruction.text.find("from -1 to 0.5"), std::string::npos) << instruction.text;
  EXPECT_NE(instruction.text.find("at most 16 bytes"), std::string::npos) << instruction.text;
}

TEST_F(LlmProviderTest, answers_and_failures_are_recorded_and_go_to_who_asked) {
  ASSERT_TRUE(provider_.ask(kAgent, question(7)));
  ASSERT_TRUE(provider_.ask(kAgent, question(8)));
  EXPECT_TRUE(provider_.take().empty());
  model_->end(1, fail(ports::ModelError::kTimeout, "too late"));
  model_->end(0, ports::Answer{"{}"});
  const auto answers = provider_.take();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].answer.sequence, 8U);
  EXPECT_EQ(std::get<domain::Answer::Failed>(answers[0].answer.content).reason, "too late");
  EXPECT_EQ(std::get<domain::Answer::Text>(answers[1].answer.content).text, "{}");
  EXPECT_EQ(recorded_, (std::vector<std::string>{"failed", "{}"}));
}

TEST_F(LlmProviderTest, takes_no_more_than_it_can_have_under_way) {
  for (std::size_t i = 0; i < kExchangesMax; ++i) ASSERT_TRUE(provider_.ask(kAgent, question(i)));
  EXPECT_FALSE(provider_.ask(kAgent, question()));
  model_->end(0, ports::Answer{"{}"});
  EXPECT_EQ(provider_.take().size(), 1U);
  EXPECT_TRUE(provider_.ask(kAgent, question()));
}

TEST_F(LlmProviderTest, answers_that_come_after_it_is_gone_harm_nobody) {
  {
    LlmProvider shortly(model_, {}, {});
    ASSERT_TRUE(shortly.ask(kAgent, question()));
  }
  model_->end(0, ports::Answer{"{}"});
}

}  // namespace
}  // namespace zestron::llm
