// The trained files of examples/ against what Python's ONNX Runtime answered when they were exported.
#include "adapters/onnx/onnx_models.hpp"
#include "base/testing/fixtures.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>

namespace zestron::onnx {
namespace {

using nlohmann::json;

std::vector<float> floats(const json& rows) {
  std::vector<float> out;
  for (const auto& row : rows) {
    for (const auto& bits : row) out.push_back(std::bit_cast<float>(bits.get<std::uint32_t>()));
  }
  return out;
}

struct Trained {
  const char* name;
  const char* file;  // without its ending
};

class TrainedModel : public ::testing::TestWithParam<Trained> {
 protected:
  [[nodiscard]] static std::filesystem::path file(const char* ending) {
    return std::filesystem::path(ZESTRON_EXAMPLES) / (std::string(GetParam().file) + ending);
  }
  [[nodiscard]] static json document(const char* ending) {
    return json::parse(zestron::testing::read_text(file(ending)));
  }
};

TEST_P(TrainedModel, answers_as_it_did_in_python) {
  const auto text = zestron::testing::read_text(file(".onnx"));
  const auto vectors = document(".vectors.json");
  const auto hash = Hash::from(*codec::hex_decode(vectors["model"].get<std::string>()));
  const ports::ModelShape shape{.inputs = {{"input", vectors["input_shape"]}},
                                .outputs = {{"output", vectors["output_shape"]}}};
  const auto model = OnnxModels().load(as_bytes(text), *hash, shape);
  ASSERT_TRUE(model) << model.error().message;

  const auto input = floats(vectors["inputs"]);
  const auto expected = floats(vectors["outputs"]);
  std::vector<float> output(expected.size());
  const std::span<const float> in[] = {input};
  const std::span<float> out[] = {output};
  ASSERT_TRUE((*model)->run(vectors["inputs"].size(), in, out));
  // Bits depend on the processor's widest instructions, and the recording was made on one of them; the order of scores must not.
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(output[i], expected[i], 1e-4 * std::max(1.0F, std::abs(expected[i])));
  const auto width = static_cast<std::ptrdiff_t>(shape.outputs[0].values());
  for (std::ptrdiff_t at = 0; at < std::ssize(output); at += width) {
    const auto best = [&](const std::vector<float>& of) {
      return std::max_element(of.begin() + at, of.begin() + at + width) - of.begin();
    };
    EXPECT_EQ(best(output), best(expected));
  }
}

TEST_P(TrainedModel, is_the_one_of_its_manifest) {
  const auto text = zestron::testing::read_text(file(".onnx"));
  EXPECT_EQ(codec::hex_encode(codec::sha256(as_bytes(text)).view()),
            document(".json")["model"]["sha256"].get<std::string>());
  EXPECT_LE(text.size(), std::size_t{1024} * 1024);
}

INSTANTIATE_TEST_SUITE_P(Examples, TrainedModel,
                         ::testing::Values(Trained{"policy", "mean_reversion/policy"},
                                           Trained{"graph", "pool_arbitrage/graph"}),
                         [](const auto& row) { return row.param.name; });

// The agent of the example names the policy by its hash.
TEST(TrainedPolicy, is_the_one_that_its_agent_names) {
  const auto folder = std::filesystem::path(ZESTRON_EXAMPLES) / "mean_reversion";
  const auto agent = json::parse(zestron::testing::read_text(folder / "agent.json"));
  const auto manifest = json::parse(zestron::testing::read_text(folder / "policy.json"));
  for (const auto& module : agent["modules"]) {
    if (module["kind"] == "onnx_policy") EXPECT_TRUE(module["params"]["model"] == manifest["model"]["sha256"]);
  }
}

}  // namespace
}  // namespace zestron::onnx
