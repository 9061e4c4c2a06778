#include "chain/ledger/record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::chain::ledger {
namespace {

template <class Fixed>
Fixed fixed(const Bytes& bytes) {
  Fixed value;
  std::copy_n(bytes.begin(), std::min(bytes.size(), Fixed::kSize), value.data());
  return value;
}

RC_GTEST_PROP(LedgerRecord, decoding_undoes_encoding,
              (std::uint64_t slot, const Bytes& a, const Bytes& b, std::uint64_t n, bool flag,
               const std::vector<Bytes>& wires)) {
  const std::vector<Record> records{
      {Slot(slot), SlotOpened{.parent = Slot(n), .clock = UnixSeconds(static_cast<std::int64_t>(n))}},
      {Slot(slot),
       HostWrite{
           .key = fixed<Pubkey>(a), .lamports = Lamports(n), .owner = fixed<Pubkey>(b), .data = a, .executable = flag}},
      {Slot(slot), Transactions{wires}},
      {Slot(slot), Vote{std::string(as_text(a)).substr(0, 256)}},
      {Slot(slot),
       Sealed{.blockhash = fixed<Hash>(a), .bank_hash = fixed<Hash>(b), .transactions = n, .host_writes = slot}},
  };
  for (const Record& record : records) {
    const Bytes bytes = encode(record);
    const auto again = decode(bytes);
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == record);
    RC_ASSERT(decode_slot(bytes) == Slot(slot));
  }
}

RC_GTEST_PROP(LedgerRecord, truncated_or_lengthened_is_refused, (std::uint64_t slot, const std::vector<Bytes>& wires)) {
  Bytes bytes = encode({Slot(slot), Transactions{wires}});
  bytes.push_back(0);
  RC_ASSERT(!decode(bytes));
  for (std::size_t size = 0; size + 1 < bytes.size(); ++size) RC_ASSERT(!decode(ByteView(bytes).first(size)));
}

TEST(LedgerRecord, count_beyond_the_bytes_reserves_nothing) {
  Bytes bytes = encode({Slot(1), Transactions{}});
  bytes[9] = bytes[10] = bytes[11] = bytes[12] = 0xff;
  EXPECT_FALSE(decode(bytes));
}

TEST(LedgerRecord, unknown_type_is_refused) {
  Bytes bytes = encode({Slot(1), SlotOpened{}});
  bytes[0] = 6;
  EXPECT_FALSE(decode(bytes));
}

}  // namespace
}  // namespace zestron::chain::ledger
