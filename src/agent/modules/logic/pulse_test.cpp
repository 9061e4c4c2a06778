#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

// Without a condition.
Bench pulse(int pause_seconds) {
  Bench bench("pulse", {{"at_least", 5}, {"pause_seconds", pause_seconds}});
  bench.leave_open(1);
  return bench;
}

// A value a second.
std::string heard(Bench& bench, const std::vector<double>& values) {
  std::string out;
  for (std::int64_t now = 1'000; const double value : values) {
    const bool news = bench.number(0, value).step({Slot(1), UnixMillis(now), domain::Tick{}});
    now += 1'000;
    out += news && bench.out<Boolean>().value ? '!' : '.';
  }
  return out;
}

TEST(PulseModule, is_true_once_and_again_after_its_pause) {
  auto bench = pulse(3);
  EXPECT_EQ(heard(bench, {4, 5, 6, 6, 6, 6, 6}), ".!..!..");
}

TEST(PulseModule, without_a_pause_it_is_true_as_long_as_the_value_is_high) {
  auto bench = pulse(0);
  EXPECT_EQ(heard(bench, {5, 5, 4, 5}), "!!.!");
}

TEST(PulseModule, is_silent_unless_its_condition_holds) {
  Bench bench("pulse", {{"at_least", 5}, {"pause_seconds", 3}});
  bench.put(1, Boolean{false, true});
  EXPECT_EQ(heard(bench, {6, 6}), "..");
  bench.put(1, Boolean{true, false});
  EXPECT_EQ(heard(bench, {6, 6}), "..") << "not known yet";
  bench.put(1, Boolean{true, true});
  EXPECT_EQ(heard(bench, {6, 6}), "!.") << "what was silent used no pause up";
}

TEST(PulseModule, what_reads_it_sees_it_end) {
  auto bench = pulse(3);
  EXPECT_TRUE(bench.number(0, 5).step());
  EXPECT_TRUE(bench.number(0, 5).step()) << "false again is news";
  EXPECT_FALSE(bench.out<Boolean>().value);
  EXPECT_FALSE(bench.number(0, 5).step());
}

}  // namespace
}  // namespace zestron::agent
