#include "adapters/onnx/onnx_models.hpp"

#include "adapters/onnx/testing/onnx_file.hpp"
#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

namespace zestron::onnx {
namespace {

using ports::ModelShape;
using ports::PolicyModelError;
using testing::OneNode;
using testing::onnx_file;

const ModelShape kThree{.inputs = {{"input", {3}}}, .outputs = {{"output", {3}}}};

auto load(const Bytes& file, const ModelShape& expected = kThree) {
  return OnnxModels().load(file, codec::sha256(file), expected);
}

void expect_refused(const Bytes& file, PolicyModelError code, const std::string& message,
                    const ModelShape& expected = kThree) {
  const auto model = load(file, expected);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, code) << model.error().message;
  EXPECT_NE(model.error().message.find(message), std::string::npos) << model.error().message;
  EXPECT_EQ(model.error().message.find('\n'), std::string::npos);
}

std::vector<float> run(ports::PolicyModel& model, const std::vector<float>& input) {
  std::vector<float> output(input.size());
  const std::span<const float> in[] = {input};
  const std::span<float> out[] = {output};
  const auto done = model.run(input.size() / 3, in, out);
  EXPECT_TRUE(done) << done.error().message;
  return output;
}

TEST(OnnxModels, evaluates_rows) {
  const auto model = load(onnx_file({.operator_name = "Abs"}));
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(run(**model, {-1, 2, -3, 4, -5, 6}), (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(run(**model, {}), std::vector<float>{});
}

TEST(OnnxModels, agents_of_one_model_share_it) {
  const auto file = onnx_file();
  OnnxModels models;
  const auto first = models.load(file, codec::sha256(file), kThree);
  const auto second = models.load(file, codec::sha256(file), kThree);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
}

TEST(OnnxModels, refuses_other_bytes_than_those_named) {
  const auto file = onnx_file();
  const auto model = OnnxModels().load(file, Hash{}, kThree);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, PolicyModelError::kWrongHash);
}

TEST(OnnxModels, refuses_what_is_too_large) {
  expect_refused(Bytes(ports::kModelBytesMax + 1), PolicyModelError::kTooLarge, "at most 4194304");
  expect_refused(onnx_file(), PolicyModelError::kTooLarge, "expected 1 to 65536",
                 {{{"input", {256, 257}}}, kThree.outputs});
}

TEST(OnnxModels, refuses_what_is_no_model) {
  expect_refused({}, PolicyModelError::kNotAModel, "0 graphs");
  const std::string text = "import torch";
  expect_refused({text.begin(), text.end()}, PolicyModelError::kNotAModel, "no ONNX model");
  auto cut = onnx_file();
  cut.resize(cut.size() / 2);
  expect_refused(cut, PolicyModelError::kNotAModel, "no ONNX model");
  // Well-formed, but Tanh has no second output that the graph could give.
  expect_refused(
      onnx_file({.more_of_graph = testing::bytes(12, testing::value_info("other", testing::kFloat, {-1, 3}))}),
      PolicyModelError::kNotAModel, "ONNX Runtime refuses");
}

TEST(OnnxModels, refuses_weights_in_other_files) {
  const auto elsewhere = testing::bytes(8, "weights") + testing::integer(14, 1);
  expect_refused(onnx_file({.more_of_graph = testing::bytes(5, elsewhere)}), PolicyModelError::kExternalData,
                 "other files");
}

TEST(OnnxModels, refuses_operators_outside_its_list) {
  expect_refused(onnx_file({.operator_name = "Loop"}), PolicyModelError::kRefusedOperator, "the operator Loop");
  expect_refused(onnx_file({.domain = "com.example"}), PolicyModelError::kRefusedOperator, "com.example");
}

TEST(OnnxModels, refuses_other_inputs_and_says_both) {
  const auto code = PolicyModelError::kWrongInputs;
  expect_refused(onnx_file({.in = {-1, 4}, .out = {-1, 4}}), code,
                 "takes input f32 [free, 4]; expected input f32 [rows, 3]");
  expect_refused(onnx_file({.type = testing::kDouble}), code, "takes input f64 [free, 3]");
  expect_refused(onnx_file({.input = "observation"}), code, "takes observation");
  expect_refused(onnx_file({.in = {1, 3}, .out = {1, 3}}), code, "[1, 3]");  // rows are not free
  expect_refused(onnx_file(), code, "expected input f32 [rows, 3]; more f32 [rows]",
                 {{{"input", {3}}, {"more", {}}}, kThree.outputs});
}

TEST(OnnxModels, refuses_other_outputs_and_says_both) {
  expect_refused(onnx_file({.output = "scores"}), PolicyModelError::kWrongOutputs,
                 "gives scores f32 [free, 3]; expected output f32 [rows, 3]");
}

TEST(OnnxModels, refuses_arguments_of_another_size) {
  const auto model = *load(onnx_file());
  std::vector<float> values(4), answers(3);
  const std::span<const float> in[] = {values};
  const std::span<float> out[] = {answers};
  EXPECT_EQ(model->run(1, in, out).error().code, PolicyModelError::kRunFailed);
  EXPECT_EQ(model->run(1, {}, out).error().code, PolicyModelError::kRunFailed);
}

TEST(OnnxModels, says_when_the_library_is_missing) {
  const auto file = onnx_file();
  const auto model = OnnxModels("missing/libonnxruntime.so").load(file, codec::sha256(file), kThree);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, PolicyModelError::kNoRuntime);
  EXPECT_NE(model.error().message.find("libonnxruntime.so"), std::string::npos) << model.error().message;
}

// What an agent decides must not depend on who else asks.
RC_GTEST_PROP(OnnxModels, a_row_is_answered_alike_wherever_it_stands, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 70);
  const auto at = *rc::gen::inRange<std::size_t>(0, rows);
  const auto values = *rc::gen::container<std::vector<std::int16_t>>(rows * 3, rc::gen::arbitrary<std::int16_t>());
  std::vector<float> input;
  for (const auto value : values) input.push_back(static_cast<float>(value) / 1000);
  const auto model = load(onnx_file());
  RC_ASSERT(model.has_value());
  const auto among = run(**model, input);
  const auto first = static_cast<std::ptrdiff_t>(at * 3);
  const auto alone = run(**model, {input.begin() + first, input.begin() + first + 3});
  for (std::size_t i = 0; i < 3; ++i) {
    RC_ASSERT(std::bit_cast<std::uint32_t>(alone[i]) == std::bit_cast<std::uint32_t>(among[at * 3 + i]));
  }
}

}  // namespace
}  // namespace zestron::onnx
