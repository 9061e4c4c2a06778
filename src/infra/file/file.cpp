#include "infra/file/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include <fmt/format.h>

namespace zestron::infra {
namespace {

namespace fs = std::filesystem;

std::unexpected<Failure<FileCode>> fail_errno(const char* verb, const fs::path& path, int error) {
  const FileCode code = error == ENOSPC || error == EDQUOT || error == EFBIG ? FileCode::kNoSpace
                        : error == ENOENT                                    ? FileCode::kNotFound
                                                                             : FileCode::kIo;
  return fail(code, fmt::format("cannot {} {}: {}", verb, path.native(), std::generic_category().message(error)));
}

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

FileResult<Fd> open_file(const fs::path& path, int flags, ::mode_t mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return fail_errno("open", path, errno);
  return Fd(fd);
}

FileResult<void> write_all(const Fd& fd, ByteView bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno("write", path, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

FileResult<Bytes> read_at(const Fd& fd, std::uint64_t offset, std::size_t size, const fs::path& path) {
  Bytes bytes(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd.get(), bytes.data() + done, size - done, static_cast<::off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read", path, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

FileResult<std::uint64_t> file_size(const Fd& fd, const fs::path& path) {
  struct ::stat status{};
  if (::fstat(fd.get(), &status) != 0) return fail_errno("stat", path, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

FileResult<Bytes> read_file(const fs::path& path) {
  auto fd = open_file(path, O_RDONLY);
  if (!fd) return std::unexpected(fd.error());
  const auto size = file_size(*fd, path);
  if (!size) return std::unexpected(size.error());
  return read_at(*fd, 0, static_cast<std::size_t>(*size), path);
}

FileResult<void> sync_data(const Fd& fd, const fs::path& path) {
  if (::fdatasync(fd.get()) != 0) return fail_errno("sync", path, errno);
  return {};
}

FileResult<void> sync_directory(const fs::path& directory) {
  auto fd = open_file(directory, O_RDONLY | O_DIRECTORY);
  if (!fd) return std::unexpected(fd.error());
  if (::fsync(fd->get()) != 0) return fail_errno("sync", directory, errno);
  return {};
}

FileResult<void> make_directory(const fs::path& directory) {
  std::error_code error;
  if (fs::is_directory(directory, error)) return {};
  const fs::path parent = fs::absolute(directory).parent_path();
  if (parent != directory) {
    if (auto made = make_directory(parent); !made) return made;
  }
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("create", directory, errno);
  return sync_directory(parent);
}

FileResult<void> write_file_atomically(const fs::path& path, ByteView bytes, ::mode_t mode) {
  fs::path temporary = path;
  temporary += ".new";
  {
    auto fd = open_file(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode);
    if (!fd) return std::unexpected(fd.error());
    if (auto written = write_all(*fd, bytes, temporary); !written) return written;
    if (auto synced = sync_data(*fd, temporary); !synced) return synced;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail_errno("rename", temporary, errno);
  return sync_directory(path.parent_path().empty() ? fs::path(".") : path.parent_path());
}

FileResult<FileLock> FileLock::take(const fs::path& path) {
  auto fd = open_file(path, O_RDWR | O_CREAT);
  if (!fd) return std::unexpected(fd.error());
  if (::flock(fd->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fail_errno("lock", path, errno);
    const auto holder = read_at(*fd, 0, 20, path);
    std::string pid = holder ? std::string(as_text(*holder)) : std::string();
    while (!pid.empty() && pid.back() == '\n') pid.pop_back();
    return fail(FileCode::kLocked, fmt::format("process {}", pid.empty() ? "?" : pid));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd->get(), 0) != 0) return fail_errno("truncate", path, errno);
  if (auto written = write_all(*fd, as_bytes(pid), path); !written) return std::unexpected(written.error());
  return FileLock(std::move(*fd));
}

FileResult<FileLock> FileLock::wait_for(const fs::path& path) {
  auto fd = open_file(path, O_RDWR | O_CREAT, 0600);
  if (!fd) return std::unexpected(fd.error());
  while (::flock(fd->get(), LOCK_EX) != 0)
    if (errno != EINTR) return fail_errno("lock", path, errno);
  return FileLock(std::move(*fd));
}

}  // namespace zestron::infra
