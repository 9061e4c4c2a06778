#include "app/node/market_slots.hpp"

#include <gtest/gtest.h>

namespace zestron::node {
namespace {

using namespace std::chrono_literals;

MarketSlots make(std::vector<std::int64_t> published_ms, MarketSlotsOptions options = {0ns, 400ms, false}) {
  auto at = std::make_shared<std::size_t>(0);
  return {options,
          [at, times = std::move(published_ms)](Slot) -> std::optional<domain::Tick> {
            if (*at == times.size()) return std::nullopt;
            return domain::Tick{{}, 5, 0, 0, UnixMillis(times[(*at)++]), domain::TickOrigin::kRecorded};
          },
          [](const domain::Tick&, Slot) { return chain::HostWrite{}; }};
}

TEST(MarketSlots, takes_no_tick_before_the_market_begins) {
  auto slots = make({10'000});
  EXPECT_TRUE(slots.plan(Slot(1), UnixSeconds(5)).writes.empty());
  slots.begin_market();
  const auto plan = slots.plan(Slot(2), UnixSeconds(5));
  EXPECT_EQ(plan.writes.size(), 1U);
  EXPECT_EQ(plan.clock, UnixSeconds(10));
}

TEST(MarketSlots, a_slot_stays_open_until_the_loop_is_done) {
  auto slots = make({});
  slots.plan(Slot(1), UnixSeconds(5));
  slots.opened(Slot(1));
  EXPECT_FALSE(slots.may_seal(Slot(1)));
  EXPECT_EQ(slots.attend()->slot, Slot(1));
  EXPECT_FALSE(slots.may_seal(Slot(1)));
  slots.done(Slot(1));
  EXPECT_TRUE(slots.may_seal(Slot(1)));
  EXPECT_FALSE(slots.may_seal(Slot(2)));
}

TEST(MarketSlots, the_clock_never_runs_back_and_idle_slots_move_it) {
  auto slots = make({10'000, 9'000}, {0ns, 400ms, false});
  slots.begin_market();
  EXPECT_EQ(slots.plan(Slot(1), UnixSeconds(5)).clock, UnixSeconds(10));
  EXPECT_EQ(slots.plan(Slot(2), UnixSeconds(10)).clock, UnixSeconds(10));
  std::int64_t clock = 10;
  for (std::uint64_t slot = 3; slot < 8; ++slot) clock = slots.plan(Slot(slot), UnixSeconds(clock)).clock.value();
  EXPECT_EQ(clock, 12) << "five idle slots of 400 ms";
  EXPECT_EQ(slots.plan(Slot(8), UnixSeconds(12)).length, 400ms);
}

TEST(MarketSlots, prices_say_the_chains_time_and_the_loop_sees_the_markets) {
  std::vector<std::int64_t> written;
  MarketSlots slots(
      {0ns, 400ms, false},
      [](Slot) { return domain::Tick{{}, 5, 0, 0, UnixMillis(10'500), domain::TickOrigin::kRecorded}; },
      [&](const domain::Tick& tick, Slot) {
        written.push_back(tick.published.value());
        return chain::HostWrite{};
      });
  slots.begin_market();
  slots.plan(Slot(1), UnixSeconds(5));
  slots.runs_ahead(86'400);
  EXPECT_EQ(slots.plan(Slot(2), UnixSeconds(10)).clock, UnixSeconds(10));
  EXPECT_EQ(written, (std::vector<std::int64_t>{10'500, 86'410'500}));
  slots.opened(Slot(2));
  EXPECT_EQ(slots.attend()->tick->published, UnixMillis(10'500));
}

TEST(MarketSlots, closing_lets_everything_through) {
  auto slots = make({});
  slots.plan(Slot(1), UnixSeconds(5));
  slots.opened(Slot(1));
  slots.close();
  EXPECT_TRUE(slots.may_seal(Slot(1)));
  EXPECT_FALSE(slots.attend().has_value());
}

}  // namespace
}  // namespace zestron::node
