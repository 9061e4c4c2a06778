// Where ONNX Runtime's library is looked for. Nothing of it is part of a build: it is opened when the first model is loaded.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace zestron::onnx {

/// In this order: `option` (what a command line named), ZESTRON_ONNXRUNTIME, and build/onnxruntime of the checkout that the running
/// program lies in, where scripts/onnxruntime.py puts it. nullopt when nothing was named and nothing lies there. What was named
/// is not looked at: a wrong name is an error, not a reason to take another library.
std::optional<std::filesystem::path> find_runtime_library(const std::optional<std::string>& option);

}  // namespace zestron::onnx
