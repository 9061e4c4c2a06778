// The segment walker on bytes of any origin: what it reads, encoded again, is what stood there.
// The input is taken as raw bytes and as a script of records and one blow to them, since random bytes seldom check.
#include "base/assert.hpp"
#include "infra/segment_log/segment.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace zestron;
using namespace zestron::infra::segment_log;

void reads_only_what_stands_there(ByteView bytes) {
  const auto header = decode_header(bytes);
  if (!header) return;
  if (header->first_sequence > UINT64_MAX / 2) return;  // the writer counts from 1
  SegmentWalker walker(bytes, *header);
  Bytes again = encode_header(*header);
  ZESTRON_ASSERT(std::equal(again.begin() + 80, again.end(), bytes.begin() + 80) || bytes.size() < kHeaderBytes);
  Bytes records;
  while (const auto record = walker.next()) {
    append_record(records, header->salt, record->sequence, record->durable, record->payload);
  }
  ZESTRON_ASSERT(walker.byte() == kHeaderBytes + records.size());
  ZESTRON_ASSERT(std::equal(records.begin(), records.end(), bytes.begin() + kHeaderBytes));
  ZESTRON_ASSERT((walker.stop() == Stop::kEnd) == (walker.byte() == bytes.size()));
}

void reads_a_prefix_of_what_was_written(ByteView script) {
  if (script.size() < 4) return;
  const SegmentHeader header{.identity = {}, .first_sequence = 1, .salt = script[0]};
  const std::size_t where = script[1] | static_cast<std::size_t>(script[2]) << 8;
  const std::uint8_t mask = script[3];
  Bytes written = encode_header(header);
  std::uint64_t sequence = 1;
  for (ByteView rest = script.subspan(4); !rest.empty(); ++sequence) {
    const std::size_t length = std::min<std::size_t>(rest.size(), 1U + rest[0] % 64U);
    append_record(written, header.salt, sequence, rest[0] < 128 ? sequence : 1, rest.first(length));
    rest = rest.subspan(length);
  }
  Bytes struck = written;
  if (mask == 0) {
    struck.resize(std::max(kHeaderBytes, where % (written.size() + 1)));
  } else if (written.size() > kHeaderBytes) {
    struck[kHeaderBytes + where % (written.size() - kHeaderBytes)] ^= mask;
  }
  reads_only_what_stands_there(struck);
  SegmentWalker walker(struck, header);
  while (walker.next()) {
  }
  ZESTRON_ASSERT(
      std::equal(struck.begin(), struck.begin() + static_cast<std::ptrdiff_t>(walker.byte()), written.begin()));
  // A blow below two bytes never gets past the checksum, so nothing behind it is read.
  if (mask != 0 && written.size() > kHeaderBytes) {
    ZESTRON_ASSERT(walker.byte() <= kHeaderBytes + where % (written.size() - kHeaderBytes));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  reads_only_what_stands_there({data, size});
  reads_a_prefix_of_what_was_written({data, size});
  return 0;
}
