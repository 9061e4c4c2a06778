// Programs under GoogleTest: a fixture that is the same test natively and on Agave's bank, with mainnet's features and with
// the pending ones, and assertions whose failure is the report of the outcome.
//
//   using CounterTest = grapnel::testing::ProgramTest<counter::CounterProgram>;
//   INSTANTIATE_TEST_SUITE_P(, CounterTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);
//   TEST_P(CounterTest, …) { EXPECT_TRUE(fails(run<increment>({kCounter, kStranger}), ErrorCode::ConstraintHasOne)); }
#pragma once

#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/testing.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace grapnel::testing {

inline std::vector<Setting> settings() {
  std::vector<Setting> out = {{Ground::Native, Features::Mainnet}, {Ground::Native, Features::Pending}};
  if (has_real()) out.insert(out.end(), {{Ground::Real, Features::Mainnet}, {Ground::Real, Features::Pending}});
  return out;
}

inline auto everywhere() { return ::testing::ValuesIn(settings()); }

inline std::string setting_name(const ::testing::TestParamInfo<Setting>& info) {
  return std::string(info.param.ground == Ground::Native ? "native" : "real") +
         (info.param.features == Features::Pending ? "_pending_features" : "");
}

inline ::testing::AssertionResult succeeds(const Outcome& outcome) {
  if (outcome.ok()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << outcome.report();
}

// E: a program's enum of errors, or ErrorCode.
template <class E>
::testing::AssertionResult fails(const Outcome& outcome, E expected) {
  if (outcome.failed_with(expected)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected error " << static_cast<u64>(expected) << ", but "
                                       << outcome.report();
}

// With an error of the runtime or of System, by its text: "missing required signature for instruction".
inline ::testing::AssertionResult fails(const Outcome& outcome, const char* expected) {
  if (outcome.error == expected) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected \"" << expected << "\", but " << outcome.report();
}

// A chain with these modules on it; the first is the program that make() and run() call.
template <class Program, class... Others>
class ProgramTest : public ::testing::TestWithParam<Setting> {
 protected:
  ProgramTest() : chain(GetParam()) {
    chain.add<Program>();
    (chain.add<Others>(), ...);
  }

  template <auto Handler, usize N>
  static client::Instruction make(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(Program::kId, keys, args);
  }
  template <auto Handler, usize N>
  Outcome run(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return chain.run(make<Handler>(keys, args));
  }
  Outcome run(const client::Instruction& instruction) { return chain.run(instruction); }

  Chain chain;
};

}  // namespace grapnel::testing
