#include "app/node/logging_narrator.hpp"

#include "app/node/testing/listener.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::node {
namespace {

using api::mcp::Level;

class LoggingNarratorTest : public ::testing::Test {
 protected:
  struct Said {
    Level level;
    std::string logger;
    nlohmann::json data;
  };
  LoggingNarratorTest() {
    narrator_.log_to([this](Level level, std::string_view logger, nlohmann::json data) {
      said_.push_back({level, std::string(logger), std::move(data)});
    });
  }
  testing::Listener listener_;
  LoggingNarrator narrator_{listener_};
  std::vector<Said> said_;
};

TEST_F(LoggingNarratorTest, a_refused_intent_is_a_warning_that_says_why) {
  const domain::Intent intent{Pubkey({1}), Slot(7), 3, domain::Stake{{}, {}, 5, 0}};
  transact::Effect effect;
  effect.intent = intent;
  effect.state = transact::State::kRefused;
  effect.reason = "5 is over the cap 1";
  narrator_.effect(effect);
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_EQ(said_[0].level, Level::kWarning);
  EXPECT_EQ(said_[0].logger, "intents");
  EXPECT_EQ(said_[0].data["message"], "stake 3 was refused");
  EXPECT_EQ(said_[0].data["reason"], "5 is over the cap 1");
  effect.state = transact::State::kLanded;
  narrator_.effect(effect);
  EXPECT_EQ(said_.back().level, Level::kInfo);
  EXPECT_EQ(listener_.effects.size(), 2U) << "and tells on";
}

TEST_F(LoggingNarratorTest, what_went_wrong_weighs_more_than_what_is_new) {
  narrator_.notice("agent A goes on with config B");
  narrator_.warning("agent A is in quarantine");
  ASSERT_EQ(said_.size(), 2U);
  EXPECT_EQ(said_[0].level, Level::kNotice);
  EXPECT_EQ(said_[1].level, Level::kWarning);
  EXPECT_EQ(said_[1].data["message"], "agent A is in quarantine");
  EXPECT_EQ(listener_.notices.size(), 2U);
}

TEST_F(LoggingNarratorTest, nobody_is_told_any_more_once_it_has_ended) {
  narrator_.log_to({});
  narrator_.warning("late");
  EXPECT_TRUE(said_.empty());
  EXPECT_EQ(listener_.notices.size(), 1U);
}

}  // namespace
}  // namespace zestron::node
