#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

bool of(const char* operation, bool a, bool b) {
  Bench bench("logic", {{"operation", operation}});
  bench.leave_open(2);
  bench.leave_open(3);
  bench.put(0, Boolean{a, true}).put(1, Boolean{b, true}).step();
  return bench.out<Boolean>().value;
}

TEST(LogicModule, has_the_table_of_truth) {
  for (const bool a : {false, true}) {
    for (const bool b : {false, true}) {
      EXPECT_EQ(of("all", a, b), a && b);
      EXPECT_EQ(of("any", a, b), a || b);
      EXPECT_EQ(of("none", a, b), !a && !b);
    }
  }
}

TEST(LogicModule, waits_for_all_and_says_only_what_is_new) {
  Bench bench("logic", {{"operation", "any"}});
  bench.leave_open(2);
  bench.leave_open(3);
  EXPECT_FALSE(bench.put(0, Boolean{true, true}).step());
  EXPECT_TRUE(bench.put(1, Boolean{false, true}).step());
  EXPECT_FALSE(bench.step()) << "the same as before";
}

}  // namespace
}  // namespace zestron::agent
