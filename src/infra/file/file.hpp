// The few file operations that durable state needs, with errors that name the path and what the system said. Linux.
// Nothing here retries after a failed sync: the kernel may have dropped the pages (see "fsyncgate"), so callers stop.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <utility>

namespace zestron::infra {

enum class FileCode : std::uint16_t {
  kIo = 1,
  kNoSpace = 2,  ///< disk or quota is full
  kNotFound = 3,
  kLocked = 4,  ///< another process holds the lock; the message names its pid
};

template <class T>
using FileResult = Outcome<T, FileCode>;

/// An open file descriptor, closed when it goes.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// `flags` as of open(2); O_CLOEXEC is added.
FileResult<Fd> open_file(const std::filesystem::path& path, int flags, ::mode_t mode = 0644);
/// Writes all of `bytes` at the descriptor's position. After an error an unknown part has been written.
FileResult<void> write_all(const Fd& fd, ByteView bytes, const std::filesystem::path& path);
/// At most `size` bytes from `offset`; fewer only where the file ends.
FileResult<Bytes> read_at(const Fd& fd, std::uint64_t offset, std::size_t size, const std::filesystem::path& path);
FileResult<Bytes> read_file(const std::filesystem::path& path);
FileResult<std::uint64_t> file_size(const Fd& fd, const std::filesystem::path& path);
/// fdatasync: contents and size are on disk.
FileResult<void> sync_data(const Fd& fd, const std::filesystem::path& path);
/// Names that were created, renamed or removed in `directory` are on disk.
FileResult<void> sync_directory(const std::filesystem::path& directory);
/// Creates it and its parents; each new name is synced.
FileResult<void> make_directory(const std::filesystem::path& directory);
/// After success the file has exactly these bytes, also after a power cut; before it, what it had.
FileResult<void> write_file_atomically(const std::filesystem::path& path, ByteView bytes, ::mode_t mode = 0644);

/// Exclusive use of a folder: an flock on `path`, which then holds our pid. Released when it goes, or the process dies.
class FileLock {
 public:
  static FileResult<FileLock> take(const std::filesystem::path& path);
  /// Waits until whoever has it is done, instead of kLocked. For what takes milliseconds.
  static FileResult<FileLock> wait_for(const std::filesystem::path& path);

 private:
  explicit FileLock(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}  // namespace zestron::infra
