// What an example's transactions cost and how large it is, held to the baseline.json of its tests: a rise is a failure.
// Native runs count no units and always pass.
#pragma once

#include <grapnel/testing/gtest.hpp>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace grapnel::examples {

inline ::testing::AssertionResult holds_baseline(const std::string& name, u64 measured) {
  std::ifstream in(GRAPNEL_BASELINE);
  const auto baseline = nlohmann::json::parse(in, nullptr, false);
  const u64 most = baseline.is_object() ? baseline.value(name, u64{0}) : 0;
  std::printf("measured: %s %llu\n", name.c_str(), static_cast<unsigned long long>(measured));
  if (measured <= most) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << name << " is " << measured << ", the baseline " << most;
}

inline ::testing::AssertionResult costs(const std::string& name, const testing::Outcome& outcome) {
  if (!outcome.ok()) return ::testing::AssertionFailure() << outcome.report();
  return outcome.compute_units ? holds_baseline(name, *outcome.compute_units) : ::testing::AssertionSuccess();
}

inline ::testing::AssertionResult has_size(Text program) {
  return holds_baseline("bytes", testing::read_file(testing::program_file(program)).size());
}

}  // namespace grapnel::examples
