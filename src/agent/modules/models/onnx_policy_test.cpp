#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace zestron::agent {
namespace {

using testing::Bench;

Bench asked() {
  Bench bench("onnx_policy", {{"model", std::string(64, 'a')}, {"actions", 3}});
  EXPECT_FALSE(bench.vector(0, {1, 2, 3, 4, 5, 6}).step());
  return bench;
}

domain::Answer tensor(std::vector<double> values, std::uint64_t sequence = 1) {
  return {"node", sequence, domain::Answer::Tensor{std::move(values)}};
}

TEST(OnnxPolicyModule, asks_with_what_it_reads) {
  const auto bench = asked();
  ASSERT_EQ(bench.effects().requests.size(), 1U);
  const auto& inference = std::get<domain::Inference>(bench.effects().requests[0].content);
  EXPECT_EQ(inference.input, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(inference.shape, (std::vector<std::uint32_t>{1, 6}));
  EXPECT_EQ(inference.outputs, 3U);
  EXPECT_EQ(inference.model.value()[0], 0xaa);
}

TEST(OnnxPolicyModule, takes_the_largest_and_the_first_of_equals) {
  auto bench = asked();
  EXPECT_TRUE(bench.feed(tensor({0.5, 2, 2})));
  EXPECT_EQ(bench.out<Number>(0).value, 1);
  EXPECT_EQ(bench.out<Vector>(1).view().size(), 3U);
}

TEST(OnnxPolicyModule, takes_no_answer_but_its_own_of_the_right_shape) {
  auto bench = asked();
  EXPECT_FALSE(bench.feed(tensor({1, 2, 3}, 9)));
  EXPECT_FALSE(bench.feed(tensor({1, 2})));
  EXPECT_FALSE(bench.out<Number>(0).ready);
  bench = asked();
  EXPECT_FALSE(bench.feed(tensor({1, 2, std::nan("")})));
  bench = asked();
  EXPECT_FALSE(bench.feed(domain::Answer{"node", 1, domain::Answer::Failed{"no such model"}}));
  EXPECT_FALSE(bench.out<Number>(0).ready);
}

}  // namespace
}  // namespace zestron::agent
