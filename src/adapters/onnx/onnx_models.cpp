#include "adapters/onnx/onnx_models.hpp"

#include "adapters/onnx/runtime_library.hpp"
#include "base/assert.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <zestron_onnx.h>

namespace zestron::onnx {
namespace {

using ports::PolicyModelError;
using ports::PolicyModelOutcome;

// A line that the Rust side gave us to release.
class Line {
 public:
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { zb_buf_free(&buf_); }
  zb_buf* out() { return &buf_; }
  [[nodiscard]] std::string text() const { return {reinterpret_cast<const char*>(buf_.data), buf_.len}; }

 private:
  zb_buf buf_{};
};

zb_slice slice(ByteView bytes) { return {bytes.data(), bytes.size()}; }
zb_slice slice(std::string_view text) { return slice(as_bytes(text)); }

PolicyModelError error_of(zo_status status) {
  switch (status) {
    case ZO_NO_RUNTIME: return PolicyModelError::kNoRuntime;
    case ZO_TOO_LARGE: return PolicyModelError::kTooLarge;
    case ZO_EXTERNAL_DATA: return PolicyModelError::kExternalData;
    case ZO_OPERATOR: return PolicyModelError::kRefusedOperator;
    case ZO_INPUTS: return PolicyModelError::kWrongInputs;
    case ZO_OUTPUTS: return PolicyModelError::kWrongOutputs;
    case ZO_NOT_A_MODEL: return PolicyModelError::kNotAModel;
    case ZO_OK:
    case ZO_PANIC:
    case ZO_INVALID:
    case ZO_RUN: break;
  }
  return PolicyModelError::kRunFailed;
}

PolicyModelOutcome<void> load_runtime(const std::optional<std::string>& option) {
  if (zo_abi_version() != ZO_ABI_VERSION) {
    return fail(PolicyModelError::kNoRuntime,
                fmt::format("the Rust library speaks version {} of its ABI for models, not {}", zo_abi_version(),
                            ZO_ABI_VERSION));
  }
  const auto library = find_runtime_library(option);
  if (!library) {
    return fail(PolicyModelError::kNoRuntime,
                "ONNX Runtime is not installed: run scripts/onnxruntime.py, or name libonnxruntime.so in "
                "ZESTRON_ONNXRUNTIME");
  }
  Line line;
  const auto status = zo_runtime_load(slice(library->native()), line.out());
  if (status != ZO_OK) return fail(PolicyModelError::kNoRuntime, line.text());
  return {};
}

std::vector<zo_tensor> tensors_of(const std::vector<ports::ModelTensor>& tensors) {
  std::vector<zo_tensor> out;
  out.reserve(tensors.size());
  for (const auto& tensor : tensors) out.push_back({slice(tensor.name), tensor.shape.data(), tensor.shape.size()});
  return out;
}

class OnnxModel final : public ports::PolicyModel {
 public:
  OnnxModel(zo_model* model, const Hash& hash, ports::ModelShape shape)
      : model_(model, zo_model_free), hash_(hash), shape_(std::move(shape)) {
    inputs_.resize(shape_.inputs.size());
    outputs_.resize(shape_.outputs.size());
  }

  [[nodiscard]] const ports::ModelShape& shape() const override { return shape_; }
  [[nodiscard]] const Hash& hash() const override { return hash_; }

  PolicyModelOutcome<void> run(std::size_t rows, std::span<const std::span<const float>> inputs,
                               std::span<const std::span<float>> outputs) override {
    if (!point(rows, shape_.inputs, inputs, inputs_) || !point(rows, shape_.outputs, outputs, outputs_)) {
      return fail(PolicyModelError::kRunFailed, fmt::format("the arguments do not hold {} rows of each tensor", rows));
    }
    Line line;
    const auto status = zo_model_run(model_.get(), rows, inputs_.data(), outputs_.data(), line.out());
    if (status != ZO_OK) return fail(error_of(status), line.text());
    return {};
  }

 private:
  // False when a span is not as long as its tensor wants; the Rust side sees pointers alone.
  template <class Span, class Pointer>
  static bool point(std::size_t rows, const std::vector<ports::ModelTensor>& tensors, std::span<const Span> spans,
                    std::vector<Pointer>& pointers) {
    if (spans.size() != tensors.size()) return false;
    for (std::size_t i = 0; i < spans.size(); ++i) {
      if (spans[i].size() % tensors[i].values() != 0 || spans[i].size() / tensors[i].values() != rows) return false;
      pointers[i] = spans[i].data();
    }
    return true;
  }

  std::unique_ptr<zo_model, void (*)(zo_model*)> model_;
  Hash hash_;
  ports::ModelShape shape_;
  std::vector<const float*> inputs_;  // kept, so that a run allocates nothing here
  std::vector<float*> outputs_;
};

}  // namespace

PolicyModelOutcome<std::shared_ptr<ports::PolicyModel>> OnnxModels::load(ByteView bytes, const Hash& sha256,
                                                                         const ports::ModelShape& expected) {
  if (bytes.size() > ports::kModelBytesMax) {
    return fail(PolicyModelError::kTooLarge,
                fmt::format("the model has {} bytes; at most {} are read", bytes.size(), ports::kModelBytesMax));
  }
  if (const auto found = codec::sha256(bytes); found != sha256) {
    return fail(PolicyModelError::kWrongHash,
                fmt::format("the model's sha256 is {}; expected {}", codec::hex_encode(found.view()),
                            codec::hex_encode(sha256.view())));
  }
  auto& known = loaded_[Bytes(sha256.view().begin(), sha256.view().end())];
  if (auto model = known.lock(); model && model->shape() == expected) return model;
  if (auto runtime = load_runtime(library_); !runtime) return std::unexpected(std::move(runtime).error());
  const auto inputs = tensors_of(expected.inputs);
  const auto outputs = tensors_of(expected.outputs);
  zo_model* model = nullptr;
  Line line;
  const auto status =
      zo_model_load(slice(bytes), inputs.data(), inputs.size(), outputs.data(), outputs.size(), &model, line.out());
  if (status != ZO_OK) return fail(error_of(status), line.text());
  auto out = std::make_shared<OnnxModel>(model, sha256, expected);
  known = out;
  return out;
}

}  // namespace zestron::onnx
