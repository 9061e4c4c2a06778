#include "infra/segment_log/segment.hpp"

#include "base/assert.hpp"
#include "infra/crc32c/crc32c.hpp"

#include <array>
#include <cstring>

namespace zestron::infra::segment_log {
namespace {

constexpr std::string_view kMagic = "ZSEGLOG1";
constexpr std::uint32_t kVersion = 1;

template <class T>
void put(std::uint8_t* at, T value) {
  std::memcpy(at, &value, sizeof value);
}
template <class T>
T get(const std::uint8_t* at) {
  T value{};
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// `record` is a record's header; its own checksum field is left out.
std::uint32_t record_crc(std::uint64_t salt, const std::uint8_t* record, ByteView payload) {
  std::array<std::uint8_t, 8> salt_bytes{};
  put(salt_bytes.data(), salt);
  std::uint32_t crc = crc32c(salt_bytes);
  crc = crc32c(ByteView(record, 4), crc);
  crc = crc32c(ByteView(record + 8, kRecordHeaderBytes - 8), crc);
  return crc32c(payload, crc);
}

}  // namespace

Bytes encode_header(const SegmentHeader& header) {
  Bytes bytes(kHeaderBytes);
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  put(bytes.data() + 8, kVersion);
  std::memcpy(bytes.data() + 16, header.identity.data(), Identity::kSize);
  put(bytes.data() + 80, header.first_sequence);
  put(bytes.data() + 88, header.salt);
  put(bytes.data() + 124, crc32c(ByteView(bytes).first(124)));
  return bytes;
}

std::optional<SegmentHeader> decode_header(ByteView bytes) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  if (as_text(bytes.first(8)) != kMagic || get<std::uint32_t>(bytes.data() + 8) != kVersion) return std::nullopt;
  if (get<std::uint32_t>(bytes.data() + 124) != crc32c(bytes.first(124))) return std::nullopt;
  return SegmentHeader{.identity = *Identity::from(bytes.subspan(16, Identity::kSize)),
                       .first_sequence = get<std::uint64_t>(bytes.data() + 80),
                       .salt = get<std::uint64_t>(bytes.data() + 88)};
}

void append_record(Bytes& out, std::uint64_t salt, std::uint64_t sequence, std::uint64_t durable, ByteView payload) {
  ZESTRON_ASSERT(!payload.empty() && payload.size() <= kPayloadBytesMax);
  std::array<std::uint8_t, kRecordHeaderBytes> header{};
  put(header.data(), static_cast<std::uint32_t>(payload.size()));
  put(header.data() + 8, sequence);
  put(header.data() + 16, durable);
  put(header.data() + 4, record_crc(salt, header.data(), payload));
  out.insert(out.end(), header.begin(), header.end());
  out.insert(out.end(), payload.begin(), payload.end());
}

std::optional<RecordView> record_at(ByteView segment, std::uint64_t salt, std::uint64_t sequence, std::uint64_t byte) {
  if (byte > segment.size() || segment.size() - byte < kRecordHeaderBytes) return std::nullopt;
  const std::uint8_t* at = segment.data() + byte;
  if (get<std::uint64_t>(at + 8) != sequence) return std::nullopt;
  const std::size_t length = get<std::uint32_t>(at);
  if (length == 0 || length > kPayloadBytesMax) return std::nullopt;
  if (segment.size() - byte - kRecordHeaderBytes < length) return std::nullopt;
  const ByteView payload = segment.subspan(static_cast<std::size_t>(byte) + kRecordHeaderBytes, length);
  if (get<std::uint32_t>(at + 4) != record_crc(salt, at, payload)) return std::nullopt;
  return RecordView{.sequence = sequence,
                    .durable = get<std::uint64_t>(at + 16),
                    .payload = payload,
                    .byte = byte,
                    .end = byte + kRecordHeaderBytes + length};
}

std::optional<RecordView> SegmentWalker::next() {
  auto record = record_at(bytes_, salt_, sequence_, byte_);
  if (!record) return std::nullopt;
  byte_ = record->end;
  ++sequence_;
  return record;
}

Stop SegmentWalker::stop() const {
  if (byte_ >= bytes_.size()) return Stop::kEnd;
  // A later record's sequence is at most this: none is shorter than its header and one byte.
  const std::uint64_t sequence_max = sequence_ + (bytes_.size() - byte_) / (kRecordHeaderBytes + 1);
  for (std::uint64_t byte = byte_ + 1; byte + kRecordHeaderBytes < bytes_.size(); ++byte) {
    const auto sequence = get<std::uint64_t>(bytes_.data() + byte + 8);
    if (sequence <= sequence_ || sequence > sequence_max) continue;
    const auto later = record_at(bytes_, salt_, sequence, byte);
    if (later && later->durable > sequence_) return Stop::kDamaged;
  }
  return Stop::kTorn;
}

}  // namespace zestron::infra::segment_log
