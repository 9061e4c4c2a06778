// Appends to a segment log. One thread; group commit is the caller's: append many, sync once.
// After any failure the writer refuses everything: what is on disk is then known only by reading it again.
#pragma once

#include "infra/file/file.hpp"
#include "infra/segment_log/log.hpp"

#include <optional>

namespace zestron::infra::segment_log {

struct WriterOptions {
  std::filesystem::path directory;
  Identity identity;
  std::uint64_t segment_bytes_max = std::uint64_t{64} << 20;  ///< a new segment begins above this
};

class Writer {
 public:
  /// Continues a log that ended cleanly (or was cut) at `end`; creates the folder and the first segment of an empty one.
  static LogResult<Writer> open(WriterOptions options, const LogEnd& end);

  /// Buffers one record (1 … kPayloadBytesMax bytes); may write and sync when a segment is full.
  LogResult<Position> append(ByteView payload);
  /// Gives what is buffered to the kernel: readers see it, a killed process does not lose it.
  LogResult<void> flush();
  /// flush(), and one fdatasync: everything appended so far survives a power cut.
  LogResult<void> sync();

  [[nodiscard]] std::uint64_t next_sequence() const { return next_sequence_; }

 private:
  explicit Writer(WriterOptions options) : options_(std::move(options)) {}
  LogResult<void> begin_segment();
  template <class T>
  LogResult<T> give_up(Failure<LogCode> failure);

  WriterOptions options_;
  Fd fd_;
  std::filesystem::path path_;
  std::uint64_t segment_ = 1;
  std::uint64_t salt_ = 0;
  std::uint64_t bytes_ = 0;  ///< of the segment, with what is buffered
  std::uint64_t next_sequence_ = 1;
  std::uint64_t durable_ = 1;  ///< records below are on disk
  Bytes buffer_;
  std::optional<Failure<LogCode>> failed_;
};

}  // namespace zestron::infra::segment_log
