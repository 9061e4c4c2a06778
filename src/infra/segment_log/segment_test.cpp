#include "infra/segment_log/segment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::infra::segment_log {
namespace {

constexpr SegmentHeader kHeader{.identity = {}, .first_sequence = 7, .salt = 0x5a17};

constexpr auto kNamed = identity_of("a log 1");
static_assert(kNamed.value()[0] == 'a' && kNamed.value()[6] == '1' && kNamed.value()[7] == 0);

struct Walk {
  std::vector<Bytes> payloads;
  Stop stop = Stop::kEnd;
  std::uint64_t byte = 0;
};

Walk walk(ByteView bytes) {
  Walk result;
  SegmentWalker walker(bytes, kHeader);
  while (const auto record = walker.next())
    result.payloads.emplace_back(record->payload.begin(), record->payload.end());
  result.stop = walker.stop();
  result.byte = walker.byte();
  return result;
}

/// Every record in a group of its own: all but the last are known durable by the next.
Bytes encode(const std::vector<Bytes>& payloads) {
  Bytes bytes = encode_header(kHeader);
  std::uint64_t sequence = kHeader.first_sequence;
  for (const Bytes& payload : payloads) {
    append_record(bytes, kHeader.salt, sequence, sequence, payload);
    ++sequence;
  }
  return bytes;
}

const std::vector<Bytes> kThree{Bytes{1, 2, 3}, Bytes(40, 0xee), Bytes{9}};

TEST(Segment, truncated_anywhere_gives_the_whole_records_before_and_a_torn_tail) {
  const Bytes bytes = encode(kThree);
  std::vector<std::size_t> ends{kHeaderBytes};
  for (const Bytes& payload : kThree) ends.push_back(ends.back() + kRecordHeaderBytes + payload.size());
  for (std::size_t size = kHeaderBytes; size <= bytes.size(); ++size) {
    const Walk got = walk(ByteView(bytes).first(size));
    std::size_t whole = 0;
    while (whole + 1 < ends.size() && ends[whole + 1] <= size) ++whole;
    ASSERT_EQ(got.payloads.size(), whole) << size;
    EXPECT_EQ(got.byte, ends[whole]) << size;
    EXPECT_EQ(got.stop, size == ends[whole] ? Stop::kEnd : Stop::kTorn) << size;
  }
}

TEST(Segment, any_flipped_bit_is_found_in_the_record_that_has_it) {
  const Bytes bytes = encode(kThree);
  std::size_t begin = kHeaderBytes;
  for (std::size_t record = 0; record < kThree.size(); ++record) {
    const std::size_t end = begin + kRecordHeaderBytes + kThree[record].size();
    for (std::size_t bit = begin * 8; bit < end * 8; ++bit) {
      Bytes flipped = bytes;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      const Walk got = walk(flipped);
      ASSERT_EQ(got.payloads.size(), record) << bit;
      EXPECT_EQ(got.byte, begin) << bit;
      // Of the last record nothing says that it was ever on disk.
      EXPECT_EQ(got.stop, record + 1 == kThree.size() ? Stop::kTorn : Stop::kDamaged) << bit;
    }
    begin = end;
  }
}

TEST(Segment, header_with_any_flipped_bit_is_refused) {
  const Bytes bytes = encode_header(kHeader);
  ASSERT_TRUE(decode_header(bytes));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes flipped = bytes;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(decode_header(flipped)) << bit;
  }
}

// The disk may have written the later half of a group first.
TEST(Segment, bad_record_before_good_ones_of_its_own_group_is_torn) {
  Bytes bytes = encode_header(kHeader);
  for (std::uint64_t sequence = 7; sequence < 10; ++sequence) {
    append_record(bytes, kHeader.salt, sequence, 7, Bytes(30, 1));
  }
  for (std::size_t at = kHeaderBytes; at < kHeaderBytes + 20; ++at) bytes[at] = 0;
  EXPECT_EQ(walk(bytes).stop, Stop::kTorn);
}

TEST(Segment, payload_that_imitates_a_record_does_not_make_a_torn_tail_look_damaged) {
  Bytes planted;
  append_record(planted, kHeader.salt + 1, 8, 8, Bytes{1});  // the salt is not known outside
  Bytes bytes = encode({planted});
  bytes[kHeaderBytes + 4] ^= 1;
  EXPECT_EQ(walk(bytes).stop, Stop::kTorn);
}

TEST(Segment, zeros_at_the_end_are_torn) {
  Bytes bytes = encode(kThree);
  bytes.resize(bytes.size() + 4096);
  const Walk got = walk(bytes);
  EXPECT_EQ(got.payloads.size(), 3U);
  EXPECT_EQ(got.stop, Stop::kTorn);
}

RC_GTEST_PROP(Segment, gives_back_what_was_written, ()) {
  const auto payloads = *rc::gen::container<std::vector<Bytes>>(rc::gen::nonEmpty<Bytes>());
  const Walk got = walk(encode(payloads));
  RC_ASSERT(got.payloads == payloads);
  RC_ASSERT(got.stop == Stop::kEnd);
}

}  // namespace
}  // namespace zestron::infra::segment_log
