// Where a run's bundle is written: runs/ of the data folder, a folder for each start of the node. The newest few are kept.
#pragma once

#include "app/node/data_folder.hpp"
#include "app/node/market.hpp"
#include "base/types.hpp"
#include "bundle/recorder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace zestron::node {

inline constexpr std::size_t kRunsKept = 4;

struct RunFolder {
  std::string id;  ///< the folder's name
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};
/// Oldest first.
std::vector<RunFolder> runs_of(const DataFolder& folder);

/// Begins the next bundle, `runs/00000001` and so on, and deletes the oldest beyond kRunsKept.
bundle::BundleOutcome<bundle::Recorder> open_bundle(const DataFolder& folder, std::uint64_t bytes_max,
                                                    const MarketRecord& market, const Hash& genesis);

}  // namespace zestron::node
