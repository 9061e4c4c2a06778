// Random sequences of all instructions against the model.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <grapnel/testing/tally.hpp>

#include "sequence.hpp"

namespace agent_factory::test {
namespace {

rc::Gen<Operation> any_operation() {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<int>(0, 256));
  return rc::gen::map(rc::gen::tuple(rc::gen::resize(rc::kNominalSize, rc::gen::inRange<int>(0, kOperationCount)), byte,
                                     byte, byte, byte),
                      [](const auto& drawn) {
                        const auto [kind, who, a, b, c] = drawn;
                        return Operation{static_cast<u8>(kind), static_cast<u8>(who), static_cast<u8>(a),
                                         static_cast<u8>(b), static_cast<u8>(c)};
                      });
}

// By the numbers that Sequence counts them under.
constexpr std::array<const char*, kOperationCount> kNames = {"create_agent",
                                                             "publish_agent",
                                                             "activate_agent",
                                                             "",
                                                             "deactivate_agent",
                                                             "suspend_agent",
                                                             "retire_agent",
                                                             "upgrade_agent",
                                                             "set_executors",
                                                             "claim_performance",
                                                             "",
                                                             "",
                                                             "update_performance",
                                                             "",
                                                             "close_agent",
                                                             ""};

// Two of three that aren't possible become the next one that is, retirement aside, which ends most of what can be done.
Operation bent(const Sequence& sequence, Operation drawn) {
  if (drawn.b % 3 == 0 || sequence.is_possible(drawn)) return drawn;
  Operation other = drawn;
  for (u8 turn = 1; turn < kOperationCount; ++turn) {
    other.kind = static_cast<u8>((drawn.kind + turn) % kOperationCount);
    if (other.kind != 6 && other.kind != 4 && sequence.is_possible(other)) return other;
  }
  return drawn;
}

TEST(Sequence, program_and_model_agree) {
  grapnel::testing::Tally tally("agent_factory", [] {
    std::vector<std::string> names;
    for (const char* name : kNames) {
      if (*name != 0) names.emplace_back(name);
    }
    return names;
  }());
  EXPECT_TRUE(rc::check("every result and every field agree", [&] {
    tally.begin();
    Sequence sequence;
    const auto check = [&](const Operation& operation) {
      const auto difference = sequence.step(operation);
      if (difference) RC_FAIL(*difference);
    };
    check({.kind = 0, .who = 0, .a = 1, .b = *rc::gen::inRange<u8>(0, 255), .c = *rc::gen::inRange<u8>(0, 255)});
    for (const Operation& drawn : *rc::gen::container<std::vector<Operation>>(90, any_operation()))
      check(bent(sequence, drawn));
    for (usize i = 0; i < kOperationCount; ++i) {
      if (*kNames[i] != 0) tally.count(kNames[i], sequence.tried[i], sequence.succeeded[i]);
    }
  }));
  tally.print();
  EXPECT_EQ(tally.shortfall(), "");
}

}  // namespace
}  // namespace agent_factory::test
