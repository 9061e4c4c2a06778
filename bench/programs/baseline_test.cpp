// No figure rises, and one that falls is written down: baseline.json.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "measure/measure.hpp"

namespace bench {
namespace {

TEST(BenchPrograms, cost_what_the_baseline_says) {
  std::ifstream in(BENCH_BASELINE);
  const auto baseline = nlohmann::json::parse(in);
  nlohmann::ordered_json measured;
  for (const Measure& measure : measure_programs()) {
    measured[measure.name] = measure.value;
    if (!baseline.contains(measure.name)) {
      ADD_FAILURE() << measure.name << " has no baseline";
      continue;
    }
    const auto before = baseline[measure.name].get<std::uint64_t>();
    EXPECT_LE(measure.value, before) << measure.name << " got dearer";
    EXPECT_GE(measure.value, before) << measure.name << " got cheaper: lower it in bench/programs/baseline.json";
  }
  EXPECT_EQ(measured.size(), baseline.size()) << "the baseline names something that is not measured";
  if (HasFailure()) std::cout << "measured:\n" << measured.dump(2) << "\n";
}

}  // namespace
}  // namespace bench
