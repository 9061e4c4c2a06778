// The bytes of one segment: a header and checked records, encoded and walked in memory. No I/O; the walker is fuzzed.
// Sits below writer.hpp and reader.hpp.
//
//   header, 128 bytes                        record, 24 bytes + payload
//   - [0..8):     magic "ZSEGLOG1"           - [0..4):   payload length, 1 … kPayloadBytesMax
//   - [8..12):    version, 1                 - [4..8):   CRC-32C over salt, [0..4), [8..24) and the payload
//   - [12..16):   zero                       - [8..16):  sequence: the first record of the log is 1, no gaps
//   - [16..80):   identity, the caller's     - [16..24): durable: every record below this sequence was on disk
//   - [80..88):   sequence of first record               when this one was written
//   - [88..96):   salt
//   - [96..124):  zero
//   - [124..128): CRC-32C of [0..124)
//
// `durable` tells a torn tail from damage: writes of one group may reach the disk in any order, so a bad record with good ones
// behind it is still a torn tail, unless one of those says that the bad one had been on disk.
// `salt` is random per segment, so that nobody can plant bytes in a payload that look like a record after a torn write.
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace zestron::infra::segment_log {

inline constexpr std::size_t kHeaderBytes = 128;
inline constexpr std::size_t kRecordHeaderBytes = 24;
inline constexpr std::size_t kPayloadBytesMax = std::size_t{64} << 20;

/// Whose log this is, in the caller's own terms (genesis hash, feature set, …).
using Identity = FixedBytes<64, struct LogIdentityTag>;
/// Of a log that is told by what is in it: `text`, which names its format's version too, and zeros behind.
consteval Identity identity_of(std::string_view text) {
  Identity out;
  std::ranges::copy(text, out.value().begin());
  return out;
}

struct SegmentHeader {
  Identity identity;
  std::uint64_t first_sequence = 1;
  std::uint64_t salt = 0;
};

Bytes encode_header(const SegmentHeader& header);
/// nullopt unless `bytes` begins with a whole, checked header of this version.
std::optional<SegmentHeader> decode_header(ByteView bytes);

struct RecordView {
  std::uint64_t sequence = 0;
  std::uint64_t durable = 0;
  ByteView payload;        ///< into the segment's bytes
  std::uint64_t byte = 0;  ///< where the record begins
  std::uint64_t end = 0;   ///< where the next one begins
};

/// Appends one record to `out`. The payload has 1 … kPayloadBytesMax bytes.
void append_record(Bytes& out, std::uint64_t salt, std::uint64_t sequence, std::uint64_t durable, ByteView payload);
/// The record at `byte`; nullopt when what stands there is not a whole record with this sequence.
std::optional<RecordView> record_at(ByteView segment, std::uint64_t salt, std::uint64_t sequence, std::uint64_t byte);

enum class Stop : std::uint8_t {
  kEnd,      ///< the bytes end with a whole record
  kTorn,     ///< what follows was never promised to anyone
  kDamaged,  ///< what follows was on disk once and does not check now
};

/// Walks a segment's records from the first.
class SegmentWalker {
 public:
  /// `bytes` outlives the walker and begins with `header`.
  SegmentWalker(ByteView bytes, const SegmentHeader& header)
      : bytes_(bytes), salt_(header.salt), sequence_(header.first_sequence) {}

  /// nullopt where the good records end; then stop() says why.
  std::optional<RecordView> next();
  /// Costs a scan of the rest when the next record does not check.
  [[nodiscard]] Stop stop() const;
  [[nodiscard]] std::uint64_t byte() const { return byte_; }          ///< of the next record
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }  ///< of the next record

 private:
  ByteView bytes_;
  std::uint64_t salt_;
  std::uint64_t sequence_;
  std::uint64_t byte_ = kHeaderBytes;
};

}  // namespace zestron::infra::segment_log
