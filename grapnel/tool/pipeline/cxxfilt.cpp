#include "pipeline/cxxfilt.hpp"

#include <algorithm>
#include <ranges>

#include "elf/names.hpp"
#include "pipeline/process.hpp"

namespace grapnel::tool {

std::vector<std::string> cxxfilt(std::vector<std::string> names, std::string_view llvm_suffix) {
  std::vector<std::string> command = {"llvm-cxxfilt" + std::string(llvm_suffix)};
  command.insert(command.end(), names.begin(), names.end());
  const auto finished = run_process(command);
  std::vector<std::string> out;
  if (finished && finished->exit_code == 0) {
    for (const auto line : finished->output | std::views::split('\n')) {
      if (!line.empty()) out.emplace_back(line.begin(), line.end());
    }
  }
  if (out.size() == names.size()) return out;
  std::ranges::transform(names, names.begin(), demangle);
  return names;
}

}  // namespace grapnel::tool
