// Reads a segment log from a chosen segment on, one record after the other, and says exactly how it ended.
// Holds one segment in memory. Only reads: it may run beside a writer, whose unfinished tail then looks torn.
#pragma once

#include "infra/segment_log/log.hpp"

namespace zestron::infra::segment_log {

class Reader {
 public:
  /// `from_segment`: the first sequence of an existing segment; 0 for the oldest. kForeign when the first segment read carries
  /// another identity; `found` (where given) is then set to it.
  static LogResult<Reader> open(std::filesystem::path directory, const Identity& identity,
                                std::uint64_t from_segment = 0, Identity* found = nullptr);

  struct Record {
    std::uint64_t sequence = 0;
    ByteView payload;  ///< until the next call of next()
    Position at, after;
  };

  /// nullopt at the end; kIo when a file cannot be read. Damage is an end, not an error.
  LogResult<std::optional<Record>> next();
  /// After next() gave nullopt.
  [[nodiscard]] const LogEnd& end() const { return end_; }

 private:
  Reader(std::filesystem::path directory, const Identity& identity)
      : directory_(std::move(directory)), identity_(identity) {}
  LogResult<void> load(std::size_t index);
  void stop_here();

  std::filesystem::path directory_;
  Identity identity_;
  std::vector<std::uint64_t> segments_;
  std::size_t index_ = 0;
  Bytes bytes_;
  std::optional<SegmentWalker> walker_;
  LogEnd end_;
};

}  // namespace zestron::infra::segment_log
