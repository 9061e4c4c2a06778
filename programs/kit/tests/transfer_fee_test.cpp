#include <zestron/transfer_fee.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace zestron {
namespace {

using grapnel::u16;
using grapnel::u64;
using grapnel::token_2022::TransferFee;

TransferFee fee(u16 points, u64 maximum) { return {.epoch = u64{0}, .maximum = maximum, .basis_points = points}; }

void holds(const TransferFee& fee, u64 net) {
  const auto gross = before_fee(fee, net);
  ASSERT_TRUE(gross);
  ASSERT_GE(gross.value() - fee.of(gross.value()), net);
  if (gross.value() == 0) return;
  const u64 less = gross.value() - 1;
  ASSERT_LT(less - fee.of(less), net) << "one less would do: " << net << " at " << fee.basis_points.get();
}

TEST(TransferFee, the_least_amount_of_which_enough_arrives) {
  for (const auto points : std::to_array<u16>({0, 1, 50, 100, 3'333, 5'000, 9'999, 10'000})) {
    for (const u64 maximum : {u64{0}, u64{1}, u64{7}, u64{1'000'000}}) {
      for (u64 net = 0; net < 3'000; ++net) holds(fee(points, maximum), net);
    }
  }
}

RC_GTEST_PROP(TransferFeeProperty, enough_arrives_of_any_amount, ()) {
  const TransferFee some = fee(*rc::gen::inRange<u16>(0, 10'001), *rc::gen::arbitrary<u64>());
  const u64 net = *rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<u64>());
  const auto gross = before_fee(some, net);
  if (gross) RC_ASSERT(gross.value() - some.of(gross.value()) >= net);
}

TEST(TransferFee, an_amount_that_cannot_be_sent) {
  EXPECT_FALSE(before_fee(fee(10'000, ~u64{0}), 1));
  EXPECT_FALSE(before_fee(fee(5'000, ~u64{0}), ~u64{0}));
  EXPECT_EQ(before_fee(fee(5'000, 0), ~u64{0}).value(), ~u64{0}) << "a fee of at most nothing";
}

}  // namespace
}  // namespace zestron
