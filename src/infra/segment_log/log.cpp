#include "infra/segment_log/log.hpp"

#include "infra/file/file.hpp"
#include "infra/segment_log/detail.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace zestron::infra::segment_log {

namespace fs = std::filesystem;

fs::path segment_path(const fs::path& directory, std::uint64_t first_sequence) {
  return directory / fmt::format("{:020}.seg", first_sequence);
}

LogResult<std::vector<std::uint64_t>> list_segments(const fs::path& directory) {
  std::vector<std::uint64_t> segments;
  std::error_code error;
  if (!fs::exists(directory, error)) return segments;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().native();
    std::uint64_t first = 0;
    if (name.size() != 24 || !name.ends_with(".seg")) continue;
    const auto parsed = std::from_chars(name.data(), name.data() + 20, first);
    if (parsed.ec != std::errc{} || parsed.ptr != name.data() + 20) continue;
    segments.push_back(first);
  }
  if (error) return fail(LogCode::kIo, fmt::format("cannot list {}: {}", directory.native(), error.message()));
  std::ranges::sort(segments);
  return segments;
}

LogResult<std::uint64_t> cut(const fs::path& directory, Position from, const fs::path& aside) {
  const auto segments = list_segments(directory);
  if (!segments) return std::unexpected(segments.error());
  std::uint64_t cut_bytes = 0;
  Bytes kept;
  for (const std::uint64_t segment : *segments) {
    if (segment < from.segment) continue;
    const fs::path path = segment_path(directory, segment);
    const auto fd = open_file(path, O_RDONLY);
    if (!fd) return detail::from_file(fd.error());
    const auto size = file_size(*fd, path);
    if (!size) return detail::from_file(size.error());
    const std::uint64_t skip = segment == from.segment ? std::min(from.byte, *size) : 0;
    cut_bytes += *size - skip;
    if (aside.empty()) continue;
    const auto tail = read_at(*fd, skip, static_cast<std::size_t>(*size - skip), path);
    if (!tail) return detail::from_file(tail.error());
    kept.insert(kept.end(), tail->begin(), tail->end());
  }
  if (!kept.empty()) {
    if (auto made = make_directory(aside.parent_path()); !made) return detail::from_file(made.error());
    if (auto written = write_file_atomically(aside, kept); !written) return detail::from_file(written.error());
  }
  for (const std::uint64_t segment : std::vector(segments->rbegin(), segments->rend())) {
    if (segment < from.segment) break;
    const fs::path path = segment_path(directory, segment);
    // A segment without a whole header is none: the writer makes a new one.
    if (segment > from.segment || from.byte < kHeaderBytes) {
      std::error_code error;
      fs::remove(path, error);
      if (error) return fail(LogCode::kIo, fmt::format("cannot remove {}: {}", path.native(), error.message()));
      continue;
    }
    const auto fd = open_file(path, O_WRONLY);
    if (!fd) return detail::from_file(fd.error());
    if (::ftruncate(fd->get(), static_cast<::off_t>(from.byte)) != 0) {
      return fail(LogCode::kIo, fmt::format("cannot truncate {}: {}", path.native(), std::strerror(errno)));
    }
    if (auto synced = sync_data(*fd, path); !synced) return detail::from_file(synced.error());
  }
  if (cut_bytes > 0) {
    if (auto synced = sync_directory(directory); !synced) return detail::from_file(synced.error());
  }
  return cut_bytes;
}

LogResult<void> drop_before(const fs::path& directory, std::uint64_t sequence) {
  const auto segments = list_segments(directory);
  if (!segments) return std::unexpected(segments.error());
  for (std::size_t at = 0; at + 1 < segments->size() && (*segments)[at + 1] <= sequence; ++at) {
    std::error_code error;
    fs::remove(segment_path(directory, (*segments)[at]), error);
  }
  return {};
}

LogResult<Bytes> read_payload(const fs::path& directory, Position at) {
  const fs::path path = segment_path(directory, at.segment);
  const auto damaged = [&] {
    return fail(LogCode::kDamaged, fmt::format("{} does not check at byte {}", path.native(), at.byte));
  };
  const auto fd = open_file(path, O_RDONLY);
  if (!fd) return detail::from_file(fd.error());
  const auto head = read_at(*fd, 0, kHeaderBytes, path);
  if (!head) return detail::from_file(head.error());
  const auto header = decode_header(*head);
  if (!header) return damaged();
  const auto front = read_at(*fd, at.byte, kRecordHeaderBytes, path);
  if (!front) return detail::from_file(front.error());
  if (front->size() < kRecordHeaderBytes) return damaged();
  std::uint32_t length = 0;
  std::uint64_t sequence = 0;
  std::memcpy(&length, front->data(), sizeof length);
  std::memcpy(&sequence, front->data() + 8, sizeof sequence);
  if (length > kPayloadBytesMax) return damaged();
  auto whole = read_at(*fd, at.byte, kRecordHeaderBytes + length, path);
  if (!whole) return detail::from_file(whole.error());
  if (!record_at(*whole, header->salt, sequence, 0)) return damaged();
  whole->erase(whole->begin(), whole->begin() + static_cast<std::ptrdiff_t>(kRecordHeaderBytes));
  return std::move(*whole);
}

}  // namespace zestron::infra::segment_log
