#include "chain/history/history_store.hpp"

#include "chain/history/slot_codec.hpp"
#include "chain/testing/folder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::chain {
namespace {

using testing::Folder;

template <class Fixed>
Fixed numbered(std::uint64_t number) {
  Fixed value;
  for (std::size_t at = 0; at < 8; ++at) value.value()[at] = static_cast<std::uint8_t>(number >> (8 * at));
  value.value()[31] = 1;
  return value;
}

Signature signature(std::uint64_t slot, std::uint64_t index) { return numbered<Signature>(slot * 100 + index); }

const Pubkey kEverywhere = numbered<Pubkey>(77);

/// `count` transactions; the odd ones failed; each touches kEverywhere and a key of its own slot.
std::shared_ptr<const SlotRecord> make_slot(std::uint64_t slot, std::size_t count) {
  auto record = std::make_shared<SlotRecord>();
  record->slot = Slot(slot);
  record->parent = Slot(slot == 0 ? 0 : slot - 1);
  record->block_height = slot;
  record->clock = UnixSeconds(static_cast<std::int64_t>(1000 + slot));
  record->blockhash = numbered<Hash>(slot);
  for (std::size_t at = 0; at < count; ++at) {
    record->transactions.push_back({.signature = signature(slot, at),
                                    .wire = Bytes(200, static_cast<std::uint8_t>(at)),
                                    .error_json = at % 2 == 1 ? R"({"InstructionError":[0,{"Custom":1}]})" : "",
                                    .compute_units = 150,
                                    .fee = 5000,
                                    .keys = {kEverywhere, numbered<Pubkey>(1000 + slot)},
                                    .meta = Bytes(300, 7)});
  }
  return record;
}

std::unique_ptr<HistoryStore> open(const Folder& folder, Slot keep, HistoryOptions options = {}) {
  options.directory = folder.path() / "history";
  auto store = HistoryStore::open(std::move(options), keep);
  EXPECT_TRUE(store.has_value()) << (store ? "" : store.error().message);
  return std::move(*store);
}

void add(HistoryStore& store, std::uint64_t first, std::uint64_t last, std::size_t count = 4) {
  for (std::uint64_t slot = first; slot <= last; ++slot) {
    const auto record = make_slot(slot, count);
    store.add(record);
    store.persist(*record);
  }
}

TEST(History, finds_by_slot_signature_and_address_in_memory_and_on_disk) {
  const Folder folder;
  auto store = open(folder, Slot(0), {.slots_cached = 2});
  add(*store, 0, 20);
  for (const std::uint64_t slot : {1U, 19U, 20U}) {
    const auto record = store->slot(Slot(slot));
    ASSERT_TRUE(record) << slot;
    EXPECT_EQ(record->clock, UnixSeconds(static_cast<std::int64_t>(1000 + slot)));
    const auto location = store->transaction(signature(slot, 3));
    ASSERT_TRUE(location);
    EXPECT_EQ(location->index, 3U);
    EXPECT_EQ(location->record->transactions[3].meta, Bytes(300, 7));
    EXPECT_FALSE(store->status(signature(slot, 3))->error_json.empty());
    EXPECT_TRUE(store->status(signature(slot, 2))->error_json.empty());
    EXPECT_EQ(store->signatures_for(numbered<Pubkey>(1000 + slot), Slot(99), 10, {}, {}).size(), 4U);
  }
  EXPECT_FALSE(store->slot(Slot(21)));
  EXPECT_FALSE(store->transaction(signature(21, 0)));
}

TEST(History, addresses_answer_newest_first_between_before_and_until) {
  const Folder folder;
  auto store = open(folder, Slot(0));
  add(*store, 0, 5);
  const auto all = store->signatures_for(kEverywhere, Slot(5), 100, {}, {});
  ASSERT_EQ(all.size(), 24U);
  EXPECT_EQ(all.front().signature, signature(5, 3));
  EXPECT_EQ(all.back().signature, signature(0, 0));
  EXPECT_EQ(store->signatures_for(kEverywhere, Slot(3), 1, {}, {}).front().signature, signature(3, 3));
  const auto between = store->signatures_for(kEverywhere, Slot(5), 100, signature(4, 1), signature(3, 2));
  ASSERT_EQ(between.size(), 2U);
  EXPECT_EQ(between[0].signature, signature(4, 0));
  EXPECT_EQ(between[1].signature, signature(3, 3));
  EXPECT_TRUE(store->signatures_for(kEverywhere, Slot(5), 100, signature(9, 9), {}).empty());
}

TEST(History, status_sees_the_open_slot) {
  const Folder folder;
  auto store = open(folder, Slot(0));
  add(*store, 0, 0);
  const auto record = make_slot(1, 2);
  store->add_open(Slot(1), record->transactions);
  EXPECT_EQ(store->status(signature(1, 1))->slot, Slot(1));
  EXPECT_FALSE(store->transaction(signature(1, 1)));
  store->add(record);
  EXPECT_TRUE(store->transaction(signature(1, 1)));
}

TEST(History, reopened_at_a_snapshot_keeps_what_is_older_and_drops_the_rest) {
  const Folder folder;
  {
    auto store = open(folder, Slot(0), {.segment_bytes_max = 4096});
    add(*store, 0, 30);
  }
  {
    auto store = open(folder, Slot(20), {.segment_bytes_max = 4096});
    EXPECT_TRUE(store->slot(Slot(20)));
    EXPECT_FALSE(store->slot(Slot(21)));
    EXPECT_TRUE(store->transaction(signature(3, 0)));
    EXPECT_FALSE(store->status(signature(21, 0)));
    add(*store, 21, 25);
  }
  auto store = open(folder, Slot(25));
  EXPECT_EQ(store->signatures_for(kEverywhere, Slot(99), 1000, {}, {}).size(), 26U * 4);
}

TEST(History, that_does_not_reach_the_snapshot_begins_anew) {
  const Folder folder;
  {
    auto store = open(folder, Slot(0));
    add(*store, 0, 10);
  }
  auto store = open(folder, Slot(11));
  EXPECT_FALSE(store->slot(Slot(10)));
  add(*store, 12, 13);
  EXPECT_EQ(store->oldest(), Slot(12));
  EXPECT_TRUE(store->transaction(signature(13, 0)));
}

TEST(History, horizon_bounds_slots_and_transactions) {
  const Folder folder;
  auto store =
      open(folder, Slot(0), {.slots_max = 10, .transactions_max = 20, .slots_cached = 2, .segment_bytes_max = 4096});
  add(*store, 0, 40);
  EXPECT_EQ(store->oldest(), Slot(36));
  EXPECT_EQ(store->signatures_for(kEverywhere, Slot(99), 1000, {}, {}).size(), 20U);
  EXPECT_TRUE(store->signatures_for(numbered<Pubkey>(1003), Slot(99), 1000, {}, {}).empty());
  EXPECT_FALSE(store->status(signature(35, 0)));
  EXPECT_TRUE(store->transaction(signature(36, 0)));
  std::size_t segments = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "history"))
    segments += file.is_regular_file() ? 1 : 0;
  EXPECT_LT(segments, 10U);  // of about forty
}

TEST(History, slot_of_many_chunks_reads_back) {
  const Folder folder;
  auto store = open(folder, Slot(0), {.slots_cached = 1});
  auto record = std::make_shared<SlotRecord>(*make_slot(1, 0));
  for (std::uint64_t at = 0; at < 50; ++at) {
    LandedTransaction& transaction = record->transactions.emplace_back();
    transaction.signature = signature(1, at);
    transaction.meta = Bytes(100'000, static_cast<std::uint8_t>(at));
  }
  store->add(record);
  store->persist(*record);
  add(*store, 2, 4);
  const auto location = store->transaction(signature(1, 49));
  ASSERT_TRUE(location);
  EXPECT_EQ(location->record->transactions[49].meta, Bytes(100'000, 49));
}

RC_GTEST_PROP(SlotCodec, any_bytes_are_refused_or_read_without_harm, (const std::vector<Bytes>& chunks)) {
  SlotAssembler assembler;
  for (const Bytes& chunk : chunks) {
    if (!assembler.feed(chunk)) break;
  }
  RC_SUCCEED("no crash");
}

}  // namespace
}  // namespace zestron::chain
