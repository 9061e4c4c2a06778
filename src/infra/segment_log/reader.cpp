#include "infra/segment_log/reader.hpp"

#include "infra/file/file.hpp"
#include "infra/segment_log/detail.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace zestron::infra::segment_log {

LogResult<Reader> Reader::open(std::filesystem::path directory, const Identity& identity, std::uint64_t from_segment,
                               Identity* found) {
  Reader reader(std::move(directory), identity);
  auto segments = list_segments(reader.directory_);
  if (!segments) return std::unexpected(segments.error());
  reader.segments_ = std::move(*segments);
  reader.index_ =
      static_cast<std::size_t>(std::ranges::lower_bound(reader.segments_, from_segment) - reader.segments_.begin());
  if (reader.index_ == reader.segments_.size()) return reader;
  if (auto loaded = reader.load(reader.index_); !loaded) return std::unexpected(loaded.error());
  if (const auto header = decode_header(reader.bytes_); header && header->identity != identity) {
    if (found != nullptr) *found = header->identity;
    return fail(LogCode::kForeign, fmt::format("{} belongs to another log", reader.directory_.native()));
  }
  return reader;
}

LogResult<void> Reader::load(std::size_t index) {
  const std::uint64_t first = segments_[index];
  const bool newest = index + 1 == segments_.size();
  auto bytes = read_file(segment_path(directory_, first));
  if (!bytes) return detail::from_file(bytes.error());
  bytes_ = std::move(*bytes);
  walker_.reset();
  end_.at = {.segment = first, .byte = 0};
  end_.next_sequence = first;
  const auto header = decode_header(bytes_);
  if (header && header->first_sequence == first) {
    walker_.emplace(bytes_, *header);
    return {};
  }
  // The writer gives a segment its name only after its header is on disk, so a bad header is damage. A short file is let pass
  // as torn: it holds nothing that could be lost.
  end_.stop = newest && bytes_.size() < kHeaderBytes ? Stop::kTorn : Stop::kDamaged;
  end_.bad_bytes = bytes_.size();
  end_.what = fmt::format("{} has no valid header (byte 0)", segment_path(directory_, first).native());
  return {};
}

void Reader::stop_here() {
  const bool newest = index_ + 1 == segments_.size();
  const Stop stop = walker_->stop();
  end_.at = {.segment = segments_[index_], .byte = walker_->byte()};
  end_.next_sequence = walker_->sequence();
  end_.bad_bytes = bytes_.size() - walker_->byte();
  // Segments before the newest were synced whole before the next one was begun.
  end_.stop = stop == Stop::kEnd ? Stop::kEnd : newest ? stop : Stop::kDamaged;
  if (end_.stop == Stop::kEnd) return;
  end_.what = fmt::format("{} {} at byte {}", segment_path(directory_, segments_[index_]).native(),
                          end_.stop == Stop::kTorn ? "is torn" : "is damaged", end_.at.byte);
}

LogResult<std::optional<Reader::Record>> Reader::next() {
  while (index_ < segments_.size()) {
    if (!walker_) return std::optional<Record>{};
    if (const auto record = walker_->next()) {
      const std::uint64_t segment = segments_[index_];
      return Record{.sequence = record->sequence,
                    .payload = record->payload,
                    .at = {.segment = segment, .byte = record->byte},
                    .after = {.segment = segment, .byte = record->end}};
    }
    stop_here();
    if (end_.stop != Stop::kEnd || index_ + 1 == segments_.size()) return std::optional<Record>{};
    const std::uint64_t expected = walker_->sequence();
    if (segments_[index_ + 1] != expected) {
      end_.stop = Stop::kDamaged;
      end_.what = fmt::format("{} is missing", segment_path(directory_, expected).native());
      return std::optional<Record>{};
    }
    ++index_;
    if (auto loaded = load(index_); !loaded) return std::unexpected(loaded.error());
    if (const auto header = decode_header(bytes_); walker_ && header->identity != identity_) {
      walker_.reset();
      end_.stop = Stop::kDamaged;
      end_.what = fmt::format("{} belongs to another log", segment_path(directory_, expected).native());
    }
  }
  return std::optional<Record>{};
}

}  // namespace zestron::infra::segment_log
