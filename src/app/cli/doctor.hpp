// `zestron doctor`: what this machine and its data folders look like, each finding with what to do about it. Leaves
// nothing changed.
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

/// What to look at beyond this machine.
struct Examination {
  std::vector<std::filesystem::path> folders{};
  std::vector<std::string> endpoints{};  ///< RPC URLs that commands or nodes are configured with
  bool offline = false;                  ///< asks no endpoint
};

/// Looks at the runtime's version, the folders and their versions, disk and its speed, ports, limits, clock, tools and endpoints. Writes
/// 4 KiB into the first folder that is there, and removes it. Takes a second, and three more for each endpoint that is silent.
std::vector<Finding> examine(const Examination& examination);

/// From how long each of several small writes took until it was on disk. A slot is confirmed by one such.
Finding disk_speed(std::vector<double> milliseconds);

}  // namespace zestron::cli
