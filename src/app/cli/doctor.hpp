// `zestron doctor`: what this machine and its data folders look like, each finding with what to do about it. Changes nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace zestron::cli {

struct Finding {
  enum class Level : std::uint8_t { kOk, kWarning, kProblem };
  Level level = Level::kOk;
  std::string what;    ///< "port 8899"
  std::string detail;  ///< "free", "held by process 4711 (zestron)"
  std::string remedy;  ///< empty when ok
};

/// Looks at the runtime's version, the folders, disk, ports, limits, clock and tools. Takes well under a second.
std::vector<Finding> examine(const std::vector<std::filesystem::path>& folders);

}  // namespace zestron::cli
