// A trained model that is evaluated in this process: a policy or a graph network, floats of fixed shape in and out. What it
// answers is untrusted input to whoever asked, like a packet from the network.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace zestron::ports {

enum class PolicyModelError : std::uint16_t {
  kNoRuntime = 1,     ///< the library that evaluates models is missing or unusable on this machine
  kTooLarge = 2,      ///< more than kModelBytesMax, or tensors of more than kModelValuesMax
  kWrongHash = 3,     ///< the bytes are not those that were asked for
  kNotAModel = 4,     ///< no ONNX graph, or one that the runtime refuses
  kExternalData = 5,  ///< its weights lie in other files, which nothing hashed
  kWrongInputs = 6,   ///< names, types or shapes are not the expected ones; the message has both
  kWrongOutputs = 7,
  kRunFailed = 8,        ///< the arguments do not fit the shape, or the runtime gave up
  kRefusedOperator = 9,  ///< a loop, a graph inside the graph, or an operator that is not evaluated here
};

template <class T>
using PolicyModelOutcome = Outcome<T, PolicyModelError>;

inline constexpr std::size_t kModelBytesMax = std::size_t{4} * 1024 * 1024;
/// In one row of one tensor.
inline constexpr std::size_t kModelValuesMax = 65'536;

/// Floats of one name. The first dimension counts rows and is free; `shape` has those after it.
struct ModelTensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  bool operator==(const ModelTensor&) const = default;

  [[nodiscard]] std::size_t values() const {
    std::size_t out = 1;
    for (const auto size : shape) out *= size;
    return out;
  }
};

/// What a model must take and give: 1 to 8 tensors each, in the model's own order.
struct ModelShape {
  std::vector<ModelTensor> inputs;
  std::vector<ModelTensor> outputs;
  bool operator==(const ModelShape&) const = default;
};

class PolicyModel {
 public:
  PolicyModel() = default;
  PolicyModel(const PolicyModel&) = delete;
  PolicyModel& operator=(const PolicyModel&) = delete;
  virtual ~PolicyModel() = default;

  [[nodiscard]] virtual const ModelShape& shape() const = 0;
  /// sha256 of its file.
  [[nodiscard]] virtual const Hash& hash() const = 0;

  /// Evaluates `rows` rows at once, one for each agent that asks. Per tensor one span of rows × values() floats, row after row.
  /// A row's answer depends on that row alone, to the last bit, wherever it stands and however many are asked. Answers may be
  /// NaN or infinite. On failure `outputs` are unspecified. One thread at a time; no allocation grows with the number of runs.
  virtual PolicyModelOutcome<void> run(std::size_t rows, std::span<const std::span<const float>> inputs,
                                       std::span<const std::span<float>> outputs) = 0;
};

class ModelLoader {
 public:
  virtual ~ModelLoader() = default;

  /// `bytes` are an ONNX file with that sha256, whose tensors are exactly the expected ones. Costs milliseconds; the first time
  /// also what it takes to find the runtime.
  virtual PolicyModelOutcome<std::shared_ptr<PolicyModel>> load(ByteView bytes, const Hash& sha256,
                                                                const ModelShape& expected) = 0;
};

}  // namespace zestron::ports
