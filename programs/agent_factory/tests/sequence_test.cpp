// Random sequences of all instructions against the model.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>

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

TEST(Sequence, program_and_model_agree) {
  Sequence totals;
  const bool held = rc::check("every result and every field agree", [&] {
    Sequence sequence;
    const auto check = [&](const Operation& operation) {
      const auto difference = sequence.step(operation);
      if (difference) RC_FAIL(*difference);
    };
    check({.kind = 0, .who = 0, .a = 1, .b = *rc::gen::inRange<u8>(0, 255), .c = *rc::gen::inRange<u8>(0, 255)});
    for (const Operation& operation : *rc::gen::container<std::vector<Operation>>(60, any_operation()))
      check(operation);
    for (usize i = 0; i < kOperationCount; ++i) {
      totals.tried[i] += sequence.tried[i];
      totals.succeeded[i] += sequence.succeeded[i];
    }
  });
  EXPECT_TRUE(held);
  for (usize i = 0; i < kOperationCount; ++i) {
    if (totals.tried[i] == 0) continue;
    std::printf("operation %2zu: %5llu of %5llu succeeded\n", i, static_cast<unsigned long long>(totals.succeeded[i]),
                static_cast<unsigned long long>(totals.tried[i]));
    EXPECT_GT(totals.succeeded[i], 0u) << "a sequence that never succeeds at " << i << " proves nothing about it";
  }
}

}  // namespace
}  // namespace agent_factory::test
