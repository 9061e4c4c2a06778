#include "infra/segment_log/writer.hpp"

#include "infra/segment_log/detail.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace zestron::infra::segment_log {
namespace {

/// Buffered bytes are written at this size even without flush(), so that memory stays bounded.
constexpr std::size_t kBufferBytesMax = std::size_t{1} << 20;

}  // namespace

LogResult<Writer> Writer::open(WriterOptions options, const LogEnd& end) {
  Writer writer(std::move(options));
  if (auto made = make_directory(writer.options_.directory); !made) return detail::from_file(made.error());
  writer.next_sequence_ = end.next_sequence;
  writer.durable_ = end.next_sequence;
  writer.segment_ = end.at.segment;
  writer.path_ = segment_path(writer.options_.directory, writer.segment_);
  auto fd = open_file(writer.path_, O_RDWR | O_APPEND);
  if (!fd && fd.error().code != FileCode::kNotFound) return detail::from_file(fd.error());
  if (!fd) {
    if (auto begun = writer.begin_segment(); !begun) return std::unexpected(begun.error());
    return writer;
  }
  const auto head = read_at(*fd, 0, kHeaderBytes, writer.path_);
  if (!head) return detail::from_file(head.error());
  const auto header = decode_header(*head);
  const auto size = file_size(*fd, writer.path_);
  if (!size) return detail::from_file(size.error());
  if (!header || header->identity != writer.options_.identity || *size != end.at.byte) {
    return fail(LogCode::kDamaged, fmt::format("{} changed while it was opened", writer.path_.native()));
  }
  writer.fd_ = std::move(*fd);
  writer.salt_ = header->salt;
  writer.bytes_ = *size;
  // A killed process leaves bytes that the kernel has but the disk may not: they count as durable only from here.
  if (auto synced = sync_data(writer.fd_, writer.path_); !synced) return detail::from_file(synced.error());
  return writer;
}

LogResult<void> Writer::begin_segment() {
  segment_ = next_sequence_;
  path_ = segment_path(options_.directory, segment_);
  if (::getrandom(&salt_, sizeof salt_, 0) != static_cast<ssize_t>(sizeof salt_)) {
    return fail(LogCode::kIo, fmt::format("cannot draw a salt for {}: {}", path_.native(), std::strerror(errno)));
  }
  const Bytes header = encode_header({.identity = options_.identity, .first_sequence = segment_, .salt = salt_});
  if (auto written = write_file_atomically(path_, header); !written) return detail::from_file(written.error());
  auto fd = open_file(path_, O_WRONLY | O_APPEND);
  if (!fd) return detail::from_file(fd.error());
  fd_ = std::move(*fd);
  bytes_ = header.size();
  return {};
}

template <class T>
LogResult<T> Writer::give_up(Failure<LogCode> failure) {
  failed_ = std::move(failure);
  buffer_.clear();
  return std::unexpected(*failed_);
}

LogResult<Position> Writer::append(ByteView payload) {
  if (failed_) return std::unexpected(*failed_);
  const std::uint64_t record_bytes = kRecordHeaderBytes + payload.size();
  if (bytes_ > kHeaderBytes && bytes_ + record_bytes > options_.segment_bytes_max) {
    if (auto synced = sync(); !synced) return std::unexpected(synced.error());
    if (auto begun = begin_segment(); !begun) return give_up<Position>(begun.error());
  }
  const Position at{.segment = segment_, .byte = bytes_};
  append_record(buffer_, salt_, next_sequence_, durable_, payload);
  ++next_sequence_;
  bytes_ += record_bytes;
  if (buffer_.size() >= kBufferBytesMax) {
    if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  }
  return at;
}

LogResult<void> Writer::flush() {
  if (failed_) return std::unexpected(*failed_);
  if (buffer_.empty()) return {};
  if (auto written = write_all(fd_, buffer_, path_); !written)
    return give_up<void>(detail::from_file(written.error()).error());
  buffer_.clear();
  return {};
}

LogResult<void> Writer::sync() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (durable_ == next_sequence_) return {};
  if (auto synced = sync_data(fd_, path_); !synced) return give_up<void>(detail::from_file(synced.error()).error());
  durable_ = next_sequence_;
  return {};
}

}  // namespace zestron::infra::segment_log
