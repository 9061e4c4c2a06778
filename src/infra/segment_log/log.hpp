// What writer and reader of a segment log share: names of files, places in them, and how a log ends.
// A log is a folder of segments `<first sequence, 20 digits>.seg`; only the newest is ever written.
#pragma once

#include "base/result.hpp"
#include "infra/segment_log/segment.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace zestron::infra::segment_log {

enum class LogCode : std::uint16_t {
  kIo = 1,
  kNoSpace = 2,
  kForeign = 3,  ///< the segments carry another identity
  kDamaged = 4,  ///< the message names file and byte
};

template <class T>
using LogResult = Outcome<T, LogCode>;

/// Where a record begins. The default is the begin of an empty log.
struct Position {
  std::uint64_t segment = 1;  ///< first sequence of its segment, which names the file
  std::uint64_t byte = kHeaderBytes;
  auto operator<=>(const Position&) const = default;
};

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t first_sequence);
/// First sequences of the segments in `directory`, rising; empty when it does not exist.
LogResult<std::vector<std::uint64_t>> list_segments(const std::filesystem::path& directory);

/// How reading ended.
struct LogEnd {
  Stop stop = Stop::kEnd;
  Position at;  ///< where the next record goes (kEnd), or the first bad byte
  std::uint64_t next_sequence = 1;
  std::uint64_t bad_bytes = 0;  ///< from `at` to the end of the log (kTorn)
  std::string what;             ///< one line with file and byte (kTorn, kDamaged)
};

/// Cuts the log off at `from` (a record's begin). With `aside`, the bytes are first copied there, synced. Safe to repeat after a
/// crash: later segments go first, so that what remains is always a log.
LogResult<std::uint64_t> cut(const std::filesystem::path& directory, Position from, const std::filesystem::path& aside);
/// Removes segments all of whose records are below `sequence`; the newest stays.
LogResult<void> drop_before(const std::filesystem::path& directory, std::uint64_t sequence);

/// The payload at `at`, by random access. kDamaged unless it checks.
LogResult<Bytes> read_payload(const std::filesystem::path& directory, Position at);

}  // namespace zestron::infra::segment_log
