#include "adapters/onnx/runtime_library.hpp"

#include <cstdlib>
#include <system_error>

namespace zestron::onnx {
namespace {

namespace fs = std::filesystem;

// bin/zestron, or build/PRESET/bin/…
std::optional<fs::path> in_checkout() {
  std::error_code ignored;
  const auto program = fs::read_symlink("/proc/self/exe", ignored);
  for (const auto* build : {"../build", "../.."}) {
    const auto library = (program.parent_path() / build / "onnxruntime/libonnxruntime.so").lexically_normal();
    if (fs::exists(library, ignored)) return library;
  }
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> find_runtime_library(const std::optional<std::string>& option) {
  if (option) return fs::absolute(*option);
  const char* named = std::getenv("ZESTRON_ONNXRUNTIME");
  if (named != nullptr && *named != '\0') return fs::absolute(named);
  return in_checkout();
}

}  // namespace zestron::onnx
