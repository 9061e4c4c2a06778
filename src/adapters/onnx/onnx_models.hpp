// Models by ONNX Runtime, in this process and on the calling thread. Behind the port of ports/policy_model.hpp; owns the handles
// of the Rust library that loads the runtime.
#pragma once

#include "ports/policy_model.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace zestron::onnx {

/// Agents of one model share it: the same hash and shape give the same object while one of them holds it. One thread.
class OnnxModels final : public ports::ModelLoader {
 public:
  /// `library` as find_runtime_library takes it; looked for when the first model is loaded.
  explicit OnnxModels(std::optional<std::string> library = std::nullopt) : library_(std::move(library)) {}

  ports::PolicyModelOutcome<std::shared_ptr<ports::PolicyModel>> load(ByteView bytes, const Hash& sha256,
                                                                      const ports::ModelShape& expected) override;

 private:
  std::optional<std::string> library_;
  std::map<Bytes, std::weak_ptr<ports::PolicyModel>> loaded_;  // by the bytes of the hash
};

}  // namespace zestron::onnx
