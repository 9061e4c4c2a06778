#include "transact/effect.hpp"

#include <gtest/gtest.h>

namespace zestron::transact {
namespace {

Effect sent() {
  Effect effect;
  effect.state = State::kSent;
  effect.last_valid_block_height = 150;
  return effect;
}

std::optional<ports::SignatureStatus> status(Commitment commitment, std::optional<std::string> error = {}) {
  return ports::SignatureStatus{Slot(9), commitment, std::move(error)};
}

TEST(Advance, table) {
  struct Case {
    const char* name;
    Sighting sighting;
    State state;
    Todo todo;
  };
  const Case cases[] = {
      {"unknown, may still land", {std::nullopt, 150}, State::kSent, Todo::kRebroadcast},
      {"unknown, too late", {std::nullopt, 151}, State::kExpired, Todo::kNothing},
      {"not settled enough", {status(Commitment::kProcessed), 10}, State::kSent, Todo::kWait},
      {"not settled enough, however late", {status(Commitment::kProcessed), 1'000}, State::kSent, Todo::kWait},
      {"landed", {status(Commitment::kConfirmed), 10}, State::kLanded, Todo::kNothing},
      {"landed, more settled than asked", {status(Commitment::kFinalized), 10}, State::kLanded, Todo::kNothing},
      {"failed", {status(Commitment::kConfirmed, "\"X\""), 10}, State::kFailed, Todo::kNothing},
      {"failure not settled", {status(Commitment::kProcessed, "\"X\""), 10}, State::kSent, Todo::kWait},
  };
  for (const auto& c : cases) {
    const auto next = advance(sent(), c.sighting, Commitment::kConfirmed);
    EXPECT_EQ(next.state, c.state) << c.name;
    EXPECT_EQ(next.todo, c.todo) << c.name;
  }
}

TEST(Advance, tells_where_and_why) {
  const auto landed = advance(sent(), {status(Commitment::kConfirmed), 10}, Commitment::kConfirmed);
  EXPECT_EQ(landed.slot, Slot(9));
  EXPECT_EQ(advance(sent(), {status(Commitment::kConfirmed, "\"X\""), 10}, Commitment::kConfirmed).reason, "\"X\"");
}

TEST(Advance, an_effect_built_before_a_crash_is_resolved_like_a_sent_one) {
  auto effect = sent();
  effect.state = State::kBuilt;
  EXPECT_EQ(advance(effect, {std::nullopt, 151}, Commitment::kConfirmed).state, State::kExpired);
  EXPECT_EQ(advance(effect, {status(Commitment::kConfirmed), 151}, Commitment::kConfirmed).state, State::kLanded);
}

}  // namespace
}  // namespace zestron::transact
