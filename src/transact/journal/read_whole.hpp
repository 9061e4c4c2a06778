// When a journal was last read whole, in a file beside it, so that a node which is killed and started again and again does not read all
// its past each time. Reading it all is for what a disk does to a file over time, and for what a machine loses that goes down; neither
// happens because a process ends: SQLite takes its log up to the last whole commit, by checksums.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace zestron::transact {

struct ReadWhole {
  std::int64_t at = 0;        ///< seconds of the system's clock
  std::uint64_t machine = 0;  ///< of the machine since it came up
  std::uint64_t file = 0;     ///< which one it was, by its inode
  std::uint64_t steps = 0;    ///< that its history held; an earlier copy of it holds fewer
};

/// As of now, for the journal in `path`. Empty where the system does not tell.
std::optional<ReadWhole> read_whole_now(const std::filesystem::path& path, std::uint64_t steps);
/// Whether what was read whole then need not be read again now.
bool still_holds(const ReadWhole& then, const ReadWhole& now);

/// Empty when there is none, or none that can be read.
std::optional<ReadWhole> load_read_whole(const std::filesystem::path& path);
/// What cannot be kept costs the next start its time, nothing else.
void keep_read_whole(const std::filesystem::path& path, const ReadWhole& mark);
void forget_read_whole(const std::filesystem::path& path);

}  // namespace zestron::transact
