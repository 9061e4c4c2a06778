#include "transact/effect.hpp"

#include <gtest/gtest.h>

namespace zestron::transact {
namespace {

constexpr std::uint64_t kLastValid = 150;
constexpr Slot kTip(1'000);

Effect sent(std::optional<std::uint64_t> nonce = {}) {
  Effect effect;
  effect.state = State::kSent;
  effect.last_valid_block_height = kLastValid;
  effect.nonce = nonce;
  return effect;
}

Observation unknown(std::uint64_t height, Slot as_of = kTip, std::optional<std::uint64_t> nonce = {}) {
  return {{kTip, height}, {std::nullopt, as_of}, nonce};
}

Observation known(Commitment commitment, std::optional<std::string> error = {}, std::uint64_t height = 10,
                  std::optional<std::uint64_t> nonce = {}) {
  return {{kTip, height}, {ports::SignatureStatus{Slot(9), commitment, std::move(error)}, kTip}, nonce};
}

TEST(Advance, table) {
  using enum Commitment;
  struct Case {
    const char* name;
    Effect effect;
    Observation seen;
    State state;
    Todo todo;
  };
  const Case cases[] = {
      {"unknown, may still land", sent(), unknown(kLastValid), State::kSent, Todo::kRebroadcast},
      {"unknown, too late", sent(), unknown(kLastValid + 1), State::kExpired, Todo::kNothing},
      {"unknown to a chain that lags", sent(), unknown(kLastValid + 1, Slot(999)), State::kSent, Todo::kWait},
      {"not settled enough", sent(), known(kProcessed), State::kSent, Todo::kWait},
      {"not settled enough, however late", sent(), known(kProcessed, {}, 1'000), State::kSent, Todo::kWait},
      {"landed", sent(), known(kConfirmed), State::kLanded, Todo::kNothing},
      {"landed, more settled than asked", sent(), known(kFinalized), State::kLanded, Todo::kNothing},
      {"failed", sent(), known(kConfirmed, "\"X\""), State::kFailed, Todo::kNothing},
      {"failure not settled", sent(), known(kProcessed, "\"X\""), State::kSent, Todo::kWait},
      {"landed, counter moved", sent(5), known(kConfirmed, {}, 10, 6), State::kLanded, Todo::kNothing},
      {"landed, they say, and the counter stands", sent(5), known(kConfirmed, {}, 10, 5), State::kSent, Todo::kWait},
      {"landed, counter not read", sent(5), known(kConfirmed), State::kSent, Todo::kWait},
      {"failed, counter stands", sent(5), known(kConfirmed, "\"X\"", 10, 5), State::kFailed, Todo::kNothing},
      {"failed, they say, and the counter moved", sent(5), known(kConfirmed, "\"X\"", 10, 6), State::kSent,
       Todo::kWait},
      {"failed on a counter that another moved", sent(5), known(kConfirmed, "\"X\"", kLastValid + 1, 6), State::kFailed,
       Todo::kNothing},
      {"too late, counter stands", sent(5), unknown(kLastValid + 1, kTip, 5), State::kExpired, Todo::kNothing},
      {"too late, counter moved", sent(5), unknown(kLastValid + 1, kTip, 6), State::kLanded, Todo::kNothing},
      {"too late, counter not read", sent(5), unknown(kLastValid + 1), State::kSent, Todo::kWait},
  };
  for (const auto& c : cases) {
    const auto next = advance(c.effect, c.seen, kConfirmed);
    EXPECT_EQ(next.state, c.state) << c.name;
    EXPECT_EQ(next.todo, c.todo) << c.name;
  }
}

TEST(Advance, tells_where_and_why) {
  EXPECT_EQ(advance(sent(), known(Commitment::kConfirmed), Commitment::kConfirmed).slot, Slot(9));
  EXPECT_EQ(advance(sent(), known(Commitment::kConfirmed, "\"X\""), Commitment::kConfirmed).reason, "\"X\"");
}

TEST(Advance, an_effect_built_before_a_crash_is_resolved_like_a_sent_one) {
  auto effect = sent();
  effect.state = State::kBuilt;
  EXPECT_EQ(advance(effect, unknown(10), Commitment::kConfirmed).state, State::kBuilt)
      << "whether it was sent is not known";
  EXPECT_EQ(advance(effect, unknown(kLastValid + 1), Commitment::kConfirmed).state, State::kExpired);
  EXPECT_EQ(advance(effect, known(Commitment::kConfirmed), Commitment::kConfirmed).state, State::kLanded);
}

}  // namespace
}  // namespace zestron::transact
