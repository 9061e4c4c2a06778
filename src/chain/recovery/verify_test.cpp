#include "chain/recovery/verify.hpp"

#include "chain/ledger/ledger.hpp"
#include "chain/recovery/recovery.hpp"
#include "chain/replay/replayer.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/transfer.hpp"

#include <gtest/gtest.h>

namespace zestron::chain::ledger {
namespace {

using testing::Folder;

struct Change {
  std::uint64_t slot = 0;  ///< whose records are changed; 0: none
  bool wrong_hash = false;
  bool wrong_signature = false;
  bool no_seal = false;
};

/// Writes a ledger of `slots` slots with one transfer each as the chain does, with one change.
void write_ledger(const Folder& folder, std::uint64_t slots, Change change = {}) {
  auto recovered = recover({.folder = {folder.path()}, .genesis_json = "", .root_distance_slots = 40});
  ASSERT_TRUE(recovered.has_value()) << recovered.error().message;
  const codec::Keypair payer = testing::faucet();
  Tip tip = recovered->tip;
  for (std::uint64_t at = 1; at <= slots; ++at) {
    auto slot = OpenSlot::open(recovered->bank, tip, UnixSeconds(tip.clock.value() + 1));
    ASSERT_TRUE(slot.has_value());
    const bool changed = at == change.slot;
    Bytes wire = testing::transfer(payer, testing::key(at), 1'000'000'000, tip.blockhash);
    auto transaction = bank::Transaction::parse(wire);
    ASSERT_EQ(slot->execute({&*transaction, 1})->landed, 1U);
    if (changed && change.wrong_signature) wire[10] ^= 1;
    std::vector<Bytes> records{encode({slot->slot(), SlotOpened{.parent = slot->parent(), .clock = slot->clock()}}),
                               encode({slot->slot(), Transactions{{wire}}})};
    const auto record = *slot->seal();
    Sealed sealed{.blockhash = record->blockhash, .bank_hash = record->bank_hash, .transactions = 1, .host_writes = 0};
    if (changed && change.wrong_hash) sealed.bank_hash.value()[0] ^= 1;
    if (!(changed && change.no_seal)) records.push_back(encode({record->slot, sealed}));
    for (const Bytes& bytes : records) ASSERT_TRUE(recovered->ledger.append(bytes));
    tip = {.slot = record->slot, .blockhash = record->blockhash, .clock = record->clock};
  }
  ASSERT_TRUE(recovered->ledger.sync());
}

TEST(LedgerVerify, agrees_with_what_was_executed_also_beside_a_lock_holder) {
  const Folder folder;
  write_ledger(folder, 40);
  const auto lock = lock_data_folder({folder.path()});
  std::uint64_t told = 0;
  const auto report = verify(folder.path(), [&](const VerifyReport& so_far) { told = so_far.slots; });
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->last, Slot(40));
  EXPECT_EQ(report->slots, 40U);
  EXPECT_EQ(report->transactions, 40U);
  EXPECT_EQ(report->unconfirmed_bytes, 0U);
  EXPECT_EQ(told, 40U);
}

TEST(LedgerVerify, names_the_slot_whose_bank_hash_differs) {
  const Folder folder;
  write_ledger(folder, 5, {.slot = 3, .wrong_hash = true});
  const auto report = verify(folder.path());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ChainCode::kDiverged);
  EXPECT_NE(report.error().message.find("slot 3 re-executes"), std::string::npos) << report.error().message;
}

TEST(LedgerVerify, finds_a_signature_that_does_not_verify) {
  const Folder folder;
  write_ledger(folder, 5, {.slot = 4, .wrong_signature = true});
  const auto report = verify(folder.path());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ChainCode::kDiverged);
  EXPECT_NE(report.error().message.find("slot 4"), std::string::npos) << report.error().message;
}

TEST(LedgerVerify, unfinished_slot_at_the_end_is_counted_not_executed) {
  const Folder folder;
  write_ledger(folder, 5, {.slot = 5, .no_seal = true});
  const auto report = verify(folder.path());
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->last, Slot(4));
  EXPECT_GT(report->unconfirmed_bytes, 0U);
}

TEST(LedgerVerify, missing_seal_in_the_middle_is_damage) {
  const Folder folder;
  write_ledger(folder, 5, {.slot = 3, .no_seal = true});
  const auto report = verify(folder.path());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ChainCode::kDamagedLedger);
}

TEST(LedgerVerify, folder_without_a_chain_is_told_so) {
  const Folder folder;
  const auto report = verify(folder.path());
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().message.find("holds no chain"), std::string::npos);
}

}  // namespace
}  // namespace zestron::chain::ledger
