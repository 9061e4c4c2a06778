// Whatever agents want, in whatever order and at whatever times: no window of 24 hours holds more than a cap lets pass. A second,
// plain writing of the caps looks over the gate's shoulder.
#include "policy/approve.hpp"
#include "policy/testing/spenders.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::policy {
namespace {

using testing::Approved;
using testing::kAgents;
using testing::kMints;
using testing::over_a_cap;

RC_GTEST_PROP(Caps, no_sequence_of_intents_spends_past_one, ()) {
  const auto policy =
      testing::spending_policy({*rc::gen::inRange<std::uint64_t>(0, 60), *rc::gen::inRange<std::uint64_t>(0, 200),
                                *rc::gen::inRange<std::uint64_t>(0, 300), *rc::gen::inRange<std::uint32_t>(0, 12),
                                *rc::gen::inRange<std::uint64_t>(0, 60)});
  Usage usage;
  std::vector<Approved> approved;
  std::int64_t now = 1'754'662'080'000;
  const auto steps = *rc::gen::container<std::vector<std::uint32_t>>(80, rc::gen::arbitrary<std::uint32_t>());
  for (const auto step : steps) {
    // Mostly ahead, by up to 9 hours, sometimes back.
    now += static_cast<std::int64_t>(step % 1'000) * 40'000 - 6'000'000;
    const auto who = step / 1'000 % kAgents, of = step / 10'000 % kMints;
    const auto amount = step / 100'000 % 70;
    // A third of them spends two mints at once, some of them the same one twice.
    const auto intent = step % 3 == 0 ? testing::spend_two(who, of, amount, step / 7 % kMints, step / 11 % 70)
                                      : testing::spend(who, of, amount);
    testing::decide_one(usage, step, UnixMillis(now));
    if (testing::approve_and_book(intent, testing::view_at(UnixMillis(now)), policy, usage))
      approved.push_back({intent.agent, domain::spends_of(intent.action), UnixMillis(now)});
  }
  RC_ASSERT(over_a_cap(approved, policy) == std::nullopt);
}

}  // namespace
}  // namespace zestron::policy
