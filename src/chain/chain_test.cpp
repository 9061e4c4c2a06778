#include "chain/chain.hpp"

#include "chain/bank_thread.hpp"
#include "chain/clock_ahead.hpp"
#include "chain/ledger/ledger.hpp"
#include "chain/recovery/verify.hpp"
#include "chain/slot/blockhash.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/slots.hpp"
#include "chain/testing/transfer.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace zestron::chain {
namespace {

using namespace std::chrono_literals;
using testing::faucet;
using testing::Folder;
using testing::key;
using testing::Recorder;
using testing::ScriptedSlots;
using testing::transfer;

constexpr std::uint64_t kSol = 1'000'000'000;

/// A chain whose slots end when the test says so.
struct Running {
  explicit Running(const std::filesystem::path& folder, Options options = {})
      : Running(open(folder, std::move(options))) {}
  explicit Running(std::unique_ptr<Chain> opened) : chain(std::move(opened)) {
    chain->observe(recorder);
    chain->start(slots);
  }
  static std::unique_ptr<Chain> open(const std::filesystem::path& folder, Options options) {
    options.data_dir = folder;
    auto chain = Chain::open(std::move(options));
    if (!chain) throw std::runtime_error(chain.error().message);
    return std::move(*chain);
  }

  /// Ends slots up to `slot` and waits until they are confirmed.
  void seal(std::uint64_t slot) {
    slots->allow(*chain, Slot(slot));
    recorder->wait_for(Commitment::kConfirmed, Slot(slot));
  }
  /// Sends a transfer and returns its signature.
  Signature pay(const Pubkey& to, std::uint64_t lamports) {
    const Hash blockhash = chain->latest_blockhash(Commitment::kProcessed)->blockhash;
    const auto sent = chain->send(transfer(payer, to, lamports, blockhash));
    EXPECT_TRUE(sent.has_value()) << (sent ? "" : sent.error().message);
    return *sent;
  }
  /// Stops; the newest slot, which is confirmed then.
  std::uint64_t stop() {
    chain->stop();
    EXPECT_EQ(chain->bounds().processed, chain->bounds().confirmed);
    return chain->bounds().confirmed.value();
  }
  std::uint64_t balance(const Pubkey& of, Commitment commitment = Commitment::kConfirmed) {
    const auto account = chain->account(of, commitment);
    return account && *account ? (*account)->lamports.value() : 0;
  }

  codec::Keypair payer = faucet();
  std::shared_ptr<ScriptedSlots> slots = std::make_shared<ScriptedSlots>();
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  std::unique_ptr<Chain> chain;  // last: its threads end before what they tell
};

TEST(Chain, transaction_lands_and_goes_through_the_commitments) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const Signature signature = running.pay(key(1), kSol);
  running.seal(1);
  const auto status = running.chain->status(signature);
  ASSERT_TRUE(status && *status);
  EXPECT_EQ((*status)->slot, Slot(1));
  EXPECT_EQ((*status)->commitment, Commitment::kConfirmed);
  EXPECT_FALSE((*status)->error_json);
  EXPECT_EQ(running.balance(key(1)), kSol);
  EXPECT_EQ(running.balance(key(1), Commitment::kFinalized), 0U);
  running.seal(40);
  running.seal(41);
  EXPECT_EQ((*running.chain->status(signature))->commitment, Commitment::kFinalized);
  EXPECT_EQ(running.balance(key(1), Commitment::kFinalized), kSol);
  EXPECT_EQ(running.chain->bounds().finalized, Slot(9));
  EXPECT_TRUE(running.recorder->in_order());
  EXPECT_EQ(running.chain->trouble(), "");
}

TEST(Chain, failed_transaction_lands_and_rejected_one_leaves_no_trace) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const Hash blockhash = running.chain->latest_blockhash(Commitment::kProcessed)->blockhash;
  const auto failed = running.chain->send(transfer(running.payer, key(1), UINT64_MAX / 2, blockhash));
  const auto rejected = running.chain->send(transfer(running.payer, key(1), kSol, Hash{}));
  ASSERT_TRUE(failed && rejected);
  running.seal(1);
  const auto status = running.chain->status(*failed);
  ASSERT_TRUE(*status);
  EXPECT_EQ((*status)->error_json.value_or(""), R"({"InstructionError":[0,{"Custom":1}]})");
  EXPECT_FALSE(*running.chain->status(*rejected));
  EXPECT_EQ(running.chain->history().slot(Slot(1))->transactions.size(), 1U);
}

TEST(Chain, restart_keeps_everything) {
  const Folder folder;
  std::vector<Signature> signatures;
  std::vector<Hash> bank_hashes;
  std::uint64_t last = 0;
  {
    Running running(folder.path());
    for (std::uint64_t slot = 1; slot <= 50; ++slot) {
      running.recorder->wait_for_open(Slot(slot));
      signatures.push_back(running.pay(key(slot), kSol + slot));
      running.seal(slot);
      bank_hashes.push_back(running.recorder->wait_for(Commitment::kConfirmed, Slot(slot))->bank_hash);
    }
    last = running.stop();
  }
  Running running(folder.path());
  const Recovery& recovery = running.chain->recovery();
  EXPECT_EQ(recovery.snapshot, Slot(0));
  EXPECT_EQ(recovery.last, Slot(last));
  EXPECT_EQ(recovery.slots_replayed, last);
  EXPECT_EQ(recovery.torn_bytes, 0U);
  for (std::uint64_t slot = 1; slot <= 50; ++slot) {
    const auto location = running.chain->history().transaction(signatures[slot - 1]);
    ASSERT_TRUE(location) << slot;
    EXPECT_EQ(location->record->slot, Slot(slot));
    EXPECT_EQ(location->record->bank_hash, bank_hashes[slot - 1]);
    EXPECT_EQ(running.balance(key(slot)), kSol + slot);
  }
  running.recorder->wait_for_open(Slot(last + 1));
  const Signature more = running.pay(key(99), kSol);
  running.seal(last + 1);
  EXPECT_TRUE(*running.chain->status(more));
}

TEST(Chain, restart_from_a_snapshot_replays_only_what_follows_and_keeps_history) {
  const Folder folder;
  const Options options{.snapshot_interval_slots = 20};
  Signature early;
  std::uint64_t last = 0;
  {
    Running running(folder.path(), options);
    running.recorder->wait_for_open(Slot(1));
    early = running.pay(key(1), kSol);
    running.seal(100);
    last = running.stop();
  }
  {
    Running running(folder.path(), options);
    const Recovery& recovery = running.chain->recovery();
    // Written beside the slots: one that is due while the last is being written is of a later root.
    EXPECT_GT(recovery.snapshot, Slot(0));
    EXPECT_EQ(recovery.last, Slot(last));
    EXPECT_EQ(recovery.slots_replayed, last - recovery.snapshot.value());
    EXPECT_EQ(running.balance(key(1)), kSol);
    EXPECT_TRUE(running.chain->history().transaction(early));
    EXPECT_EQ(running.chain->history().oldest(), Slot(0));
    running.seal(last + 5);
    last = running.stop();
  }
  // A damaged snapshot costs time, nothing else.
  for (const auto& file : std::filesystem::directory_iterator(folder.path() / "snapshots")) {
    if (file.is_regular_file()) std::filesystem::resize_file(file.path(), file.file_size() / 2);
  }
  Running running(folder.path(), options);
  EXPECT_EQ(running.chain->recovery().snapshot, Slot(0));
  EXPECT_EQ(running.chain->recovery().last, Slot(last));
  EXPECT_FALSE(running.chain->recovery().damaged_snapshots.empty());
  EXPECT_EQ(running.balance(key(1)), kSol);
}

TEST(Chain, a_long_restart_makes_the_next_one_short) {
  const Folder folder;
  std::uint64_t last = 0;
  {
    Running running(folder.path(), {.snapshot_interval_slots = 0});
    running.seal(100);
    last = running.stop();
  }
  const Options options{.replayed_slots_max = 40, .notice = [](const std::string& line) { ADD_FAILURE() << line; }};
  Running::open(folder.path(), options);  // ends before it has a slot of its own
  const auto chain = Running::open(folder.path(), options);
  EXPECT_GT(chain->recovery().snapshot, Slot(0));
  EXPECT_LE(chain->recovery().slots_replayed, 45U);
  EXPECT_EQ(chain->recovery().last, Slot(last));
}

// Ended again and again before a snapshot is due, it would replay all of its lives each time.
TEST(Chain, what_a_restart_replays_does_not_grow_with_the_lives_before) {
  const Folder folder;
  constexpr std::uint64_t kLives = 12, kSlotsOfALife = 30, kReplayedMax = 80;
  const Options options{.replayed_slots_max = kReplayedMax,
                        .notice = [](const std::string& line) { ADD_FAILURE() << line; }};
  std::uint64_t last = 0, most = 0;
  for (std::uint64_t life = 1; life <= kLives; ++life) {
    Running running(folder.path(), options);
    const auto& recovery = running.chain->recovery();
    EXPECT_EQ(recovery.last, Slot(last));
    most = std::max(most, recovery.slots_replayed);
    running.seal(life * kSlotsOfALife);
    last = running.stop();
  }
  // What makes a start write a snapshot, how far behind its end that one lies, and a life.
  EXPECT_LE(most, kReplayedMax + Options{}.root_distance_slots + kReadGraceSlots + kSlotsOfALife);
  EXPECT_GT(most, kReplayedMax) << "too few slots to say so";
}

std::uintmax_t bytes_in(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  return bytes;
}

TEST(Chain, disk_is_bounded_by_the_horizon_and_a_restart_begins_at_a_snapshot) {
  const Folder folder;
  const Options options{.snapshot_interval_slots = 50, .history_slots_max = 100, .segment_bytes_max = 16'384};
  const auto kept = [&] { return bytes_in(folder.path() / "ledger") + bytes_in(folder.path() / "history"); };
  std::uint64_t last = 0;
  std::uintmax_t early = 0;
  {
    Running running(folder.path(), options);
    for (std::uint64_t slot = 1; slot <= 800; ++slot) {
      running.recorder->wait_for_open(Slot(slot));
      running.pay(key(slot % 40), kSol + slot);
      running.seal(slot);
      if (slot == 400) early = kept();
    }
    last = running.stop();
    EXPECT_GE(running.chain->history().oldest(), Slot(last - 100));
  }
  // Whole segments go, and a snapshot may be skipped while the last one is written: twice as much would be growth.
  EXPECT_LT(kept(), 2 * early);
  EXPECT_GT((*ledger::first_slot(folder.path() / "ledger"))->value(), 400U);
  const auto verified = ledger::verify(folder.path());
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_GT(verified->start, Slot(400));
  EXPECT_EQ(verified->last, Slot(last));
  {
    Running running(folder.path(), options);
    EXPECT_EQ(running.chain->recovery().last, Slot(last));
    EXPECT_GT(running.chain->recovery().snapshot, Slot(400));
    EXPECT_TRUE(running.chain->history().slot(Slot(last - 50)));
    EXPECT_FALSE(running.chain->history().slot(Slot(last - 400)));
    running.seal(last + 2);
  }
  std::filesystem::remove_all(folder.path() / "snapshots");
  Options again = options;
  again.data_dir = folder.path();
  const auto opened = Chain::open(std::move(again));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ChainCode::kDamagedLedger);
  EXPECT_NE(opened.error().message.find("begins at slot"), std::string::npos) << opened.error().message;
}

/// A memo so long that it uses a few hundred thousand compute units; `number` makes it another one.
Bytes costly(const codec::Keypair& payer, std::uint64_t number, const Hash& blockhash) {
  const std::string text = std::to_string(number) + std::string(900, 'a');
  const codec::Instruction instructions[] = {
      testing::unit_limit(800'000),
      {.program = *codec::from_base58<Pubkey>("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"),
       .accounts = {},
       .data = Bytes(text.begin(), text.end())}};
  return testing::transaction(payer, instructions, blockhash);
}

TEST(Chain, a_transaction_that_finds_no_room_in_the_block_waits_for_the_next_slot) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const Hash blockhash = running.chain->latest_blockhash(Commitment::kProcessed)->blockhash;
  // All write their payer's account, of which a block has room for 40 million units; they use some 50 million, less than a slot's 60.
  constexpr std::uint64_t kCount = 150;
  std::vector<Signature> sent;
  for (std::uint64_t at = 0; at < kCount; ++at) {
    sent.push_back(running.chain->send(costly(running.payer, at, blockhash)).value());
  }
  std::uint64_t sealed = 0;
  std::vector<Signature> landed;
  std::vector<std::uint64_t> units;
  while (landed.size() < kCount && sealed < 40) {
    running.seal(++sealed);
    const auto record = running.chain->history().slot(Slot(sealed));
    if (!record->transactions.empty()) units.push_back(0);
    for (const LandedTransaction& transaction : record->transactions) {
      landed.push_back(transaction.signature);
      units.back() += transaction.compute_units;
    }
  }
  ASSERT_EQ(units.size(), 2U);
  EXPECT_LT(units[0], 40'000'000U);
  EXPECT_GT(units[0] + units[1], 40'000'000U);
  EXPECT_LT(units[0] + units[1], kSlotUnits);
  std::ranges::sort(sent);
  std::ranges::sort(landed);
  EXPECT_EQ(landed, sent) << "each of them once";
  running.stop();
  EXPECT_TRUE(ledger::verify(folder.path()));
}

TEST(Chain, two_chains_with_one_ledger_reach_the_same_bank_hash_at_every_slot) {
  const Folder first, second;
  std::map<Slot, std::shared_ptr<const SlotRecord>> slots;
  {
    Running running(first.path());
    for (std::uint64_t slot = 1; slot <= 20; ++slot) {
      running.recorder->wait_for_open(Slot(slot));
      for (std::uint64_t at = 0; at < slot % 4; ++at) running.pay(key(slot * 10 + at), kSol + at);
      running.seal(slot);
    }
    running.stop();
    slots = running.recorder->at(Commitment::kConfirmed);
  }
  std::filesystem::copy(first.path() / "genesis.bin", second.path() / "genesis.bin");
  std::filesystem::copy(first.path() / "ledger", second.path() / "ledger");
  Running running(second.path());
  for (const auto& [slot, record] : slots) {
    const auto again = running.chain->history().slot(slot);
    ASSERT_TRUE(again) << slot.value();
    EXPECT_EQ(again->bank_hash, record->bank_hash) << slot.value();
    EXPECT_EQ(again->blockhash, record->blockhash) << slot.value();
    EXPECT_EQ(again->clock, record->clock) << slot.value();
  }
  EXPECT_EQ(running.chain->recovery().last, slots.rbegin()->first);
}

TEST(Chain, same_input_gives_the_same_blockhashes) {
  std::vector<std::vector<Hash>> runs;
  for (int run = 0; run < 2; ++run) {
    const Folder folder;
    Running running(folder.path());
    std::vector<Hash>& hashes = runs.emplace_back();
    for (std::uint64_t slot = 1; slot <= 10; ++slot) {
      running.recorder->wait_for_open(Slot(slot));
      running.pay(key(slot), kSol);
      running.seal(slot);
      hashes.push_back(running.chain->history().slot(Slot(slot))->blockhash);
    }
  }
  EXPECT_EQ(runs[0], runs[1]);
}

TEST(Chain, clock_never_runs_back) {
  const Folder folder;
  Running running(folder.path());
  running.seal(30);
  for (std::uint64_t slot = 1; slot <= 30; ++slot) {
    EXPECT_GE(running.chain->history().slot(Slot(slot))->clock, running.chain->history().slot(Slot(slot - 1))->clock)
        << slot;
  }
}

TEST(Chain, source_writes_are_visible_in_the_open_slot_and_survive) {
  const Folder folder;
  {
    Running running(folder.path());
    running.recorder->wait_for_open(Slot(1));
    EXPECT_EQ((*running.chain->account(ScriptedSlots::price_key(), Commitment::kProcessed))->data[0], 1);
    running.seal(9);
  }
  Running running(folder.path());
  EXPECT_GE((*running.chain->account(ScriptedSlots::price_key(), Commitment::kConfirmed))->data[0], 9);
}

TEST(Chain, host_write_is_visible_when_it_is_told_and_survives) {
  const Folder folder;
  {
    Running running(folder.path());
    running.recorder->wait_for_open(Slot(1));
    auto done =
        running.chain->write_account({.key = key(7), .lamports = Lamports(5 * kSol), .owner = Pubkey{}, .data = {}});
    running.slots->allow(*running.chain, Slot(1));
    const auto slot = done.get();
    ASSERT_TRUE(slot.has_value());
    EXPECT_EQ(*slot, Slot(2));
    EXPECT_EQ(running.balance(key(7), Commitment::kProcessed), 5 * kSol);
  }
  Running running(folder.path());
  EXPECT_EQ(running.balance(key(7)), 5 * kSol);
}

TEST(Chain, paused_clock_stands_still_and_slots_wait_for_something_to_do) {
  const Folder folder;
  Running running(folder.path());
  running.seal(3);
  running.chain->pause_clock(true);
  running.slots->allow(*running.chain, Slot(1'000));
  // The slot that was open when the clock was paused may still end; then nothing does by itself.
  std::this_thread::sleep_for(100ms);
  const std::uint64_t held = running.chain->bounds().processed.value();
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(running.chain->bounds().processed.value(), held);

  running.pay(key(1), kSol);
  running.recorder->wait_for(Commitment::kConfirmed, Slot(held));
  EXPECT_EQ(running.balance(key(1)), kSol);
  const auto written =
      running.chain->write_account({.key = key(2), .lamports = Lamports(kSol), .owner = {}, .data = {}}).get();
  ASSERT_TRUE(written);
  running.recorder->wait_for(Commitment::kConfirmed, Slot(written->value() - 1));
  EXPECT_EQ(running.chain->bank().info(*written)->clock, running.chain->history().slot(Slot(held))->clock);

  running.chain->pause_clock(false);
  running.recorder->wait_for(Commitment::kConfirmed, Slot(written->value() + 2));
  EXPECT_GT(running.chain->history().slot(Slot(written->value() + 2))->clock,
            running.chain->history().slot(Slot(held))->clock);
  running.stop();
  EXPECT_TRUE(ledger::verify(folder.path()));
}

TEST(Chain, a_vote_each_slot_earns_stake_its_rewards_also_in_a_replay) {
  const Pubkey stake = *Pubkey::from(ByteView(*bank::genesis_key("zestron", "stake")).subspan(32));
  std::uint64_t earned[2] = {};
  for (const std::string_view voter : {"zestron", ""}) {
    const Folder folder;
    Options options{.genesis_json = R"({"slotsPerEpoch":32})", .snapshot_interval_slots = 0};
    options.voter = voter;
    Running running(folder.path(), options);
    running.recorder->wait_for_open(Slot(1));
    const std::uint64_t before = running.balance(stake, Commitment::kProcessed);
    running.seal(66);
    earned[voter.empty() ? 1 : 0] = running.balance(stake) - before;
    // Epoch 1 is paid in slot 65, and the block says so.
    const auto paid = running.chain->history().slot(Slot(65));
    EXPECT_EQ(paid->paid_json.find(R"("Staking")") == std::string::npos, voter.empty());
    EXPECT_TRUE(paid->transactions.empty());
    running.stop();
    const auto verified = ledger::verify(folder.path());
    EXPECT_TRUE(verified) << verified.error().message;
  }
  EXPECT_GT(earned[0], 0U);
  EXPECT_EQ(earned[1], 0U);
}

TEST(Chain, clock_sent_ahead_goes_on_from_there_also_after_a_restart) {
  const Folder folder;
  constexpr std::int64_t kYear = 31'536'000;
  std::int64_t target = 0, ahead = 0;
  std::uint64_t newest = 0;
  {
    Running running(folder.path());
    running.recorder->wait_for_open(Slot(1));
    target = running.chain->bank().info(Slot(1))->clock.value() + kYear;
    auto done = running.chain->travel(UnixSeconds(target));
    auto back = running.chain->travel(UnixSeconds(target - kYear));
    running.slots->allow(*running.chain, Slot(1));
    EXPECT_EQ(done.get(), Slot(2));
    EXPECT_EQ(back.get().error().code, ports::ChainError::kRejected);
    running.seal(5);
    EXPECT_EQ(running.chain->history().slot(Slot(2))->clock, UnixSeconds(target));
    EXPECT_EQ(running.chain->history().slot(Slot(5))->clock, UnixSeconds(target + 3));
    ahead = running.slots->ahead();
    EXPECT_NEAR(static_cast<double>(ahead), static_cast<double>(kYear), 2);
    newest = running.stop();
  }
  Running running(folder.path());
  running.seal(newest + 1);
  const auto clock = running.chain->history().slot(Slot(newest + 1))->clock.value();
  EXPECT_GE(clock, target + 4);
  EXPECT_LT(clock, target + 100);
  EXPECT_EQ(running.slots->ahead(), ahead);
  EXPECT_GT(running.stop(), newest);
  EXPECT_TRUE(ledger::verify(folder.path()));
}

TEST(Chain, clock_stays_within_what_can_be_summed) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  auto too_far = running.chain->travel(UnixSeconds(ClockAhead::kLatest.value() + 1));
  auto latest = running.chain->travel(ClockAhead::kLatest);
  running.slots->allow(*running.chain, Slot(1));
  EXPECT_EQ(too_far.get().error().code, ports::ChainError::kRejected);
  EXPECT_EQ(latest.get(), Slot(2));
  running.stop();
  EXPECT_EQ(running.chain->travel(ClockAhead::kLatest).get().error().code, ports::ChainError::kUnavailable);
}

TEST(Chain, a_damaged_clock_file_is_named) {
  const Folder folder;
  {
    Running running(folder.path());
  }
  for (const char* text : {"", "soon\n", "-1\n", "12", "99999999999999999999\n"}) {
    std::ofstream(folder.path() / "clock_ahead", std::ios::trunc) << text;
    Options options;
    options.data_dir = folder.path();
    const auto chain = Chain::open(std::move(options));
    ASSERT_FALSE(chain.has_value()) << text;
    EXPECT_TRUE(chain.error().message.contains("clock_ahead")) << chain.error().message;
  }
}

TEST(Chain, idle_slots_advance_with_time_and_not_without) {
  const Folder folder;
  auto timer = std::make_shared<testing::ManualTimer>();
  Running::open(folder.path(), {});  // makes the folder
  Options options{.timer = timer};
  options.data_dir = folder.path();
  auto chain = Chain::open(std::move(options));
  ASSERT_TRUE(chain.has_value());
  auto recorder = std::make_shared<Recorder>();
  (*chain)->observe(recorder);
  (*chain)->start(std::make_shared<WallClockSlots>(400ms));
  recorder->wait_for_open(Slot(1));
  for (std::uint64_t slot = 1; slot <= 5; ++slot) {
    timer->advance(399ms);
    (*chain)->wake();
    EXPECT_EQ((*chain)->bounds().processed, Slot(slot));
    timer->advance(1ms);
    (*chain)->wake();
    recorder->wait_for_open(Slot(slot + 1));
    EXPECT_TRUE(recorder->at(Commitment::kProcessed).contains(Slot(slot)));
  }
}

TEST(Chain, source_that_holds_a_slot_is_asked_again_only_when_woken) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const Signature signature = running.pay(key(1), kSol);
  // Executed in the open slot while the source holds it.
  while (!*running.chain->status(signature)) std::this_thread::yield();
  EXPECT_EQ((*running.chain->status(signature))->commitment, Commitment::kProcessed);
  EXPECT_EQ(running.balance(key(1), Commitment::kProcessed), kSol);
  EXPECT_EQ(running.balance(key(1), Commitment::kConfirmed), 0U);
  EXPECT_EQ(running.slots->asked(), 1U);
  running.seal(1);
  EXPECT_EQ(running.chain->bounds().confirmed, Slot(1));
}

TEST(Chain, full_queue_answers_busy) {
  const Folder folder;
  auto chain = Running::open(folder.path(), {.submit_queue_max = 3});
  const codec::Keypair payer = faucet();
  const Hash blockhash = chain->latest_blockhash(Commitment::kConfirmed)->blockhash;
  for (std::uint64_t at = 0; at < 3; ++at) EXPECT_TRUE(chain->send(transfer(payer, key(at), kSol, blockhash)));
  const auto refused = chain->send(transfer(payer, key(9), kSol, blockhash));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ports::ChainError::kBusy);
  // What was accepted before the start lands.
  Running running(std::move(chain));
  running.seal(1);
  EXPECT_EQ(running.balance(key(2)), kSol);
}

/// While the first slot is being sealed, a transfer is accepted and the chain is asked to end.
class StopWhileSealing final : public Observer {
 public:
  StopWhileSealing(Chain& chain, codec::Keypair payer) : chain_(chain), payer_(std::move(payer)) {}
  void opened(Slot, Slot, Slot) override {}
  void reached(Commitment level, const std::shared_ptr<const SlotRecord>& record) override {
    if (level != Commitment::kProcessed || record->slot != Slot(1)) return;
    const Bytes wire = transfer(payer_, key(1), kSol, record->parent_blockhash);
    accepted_ = chain_.send(wire).has_value();
    stopping_ = std::jthread([this] { chain_.stop(); });
    while (chain_.send(wire)) std::this_thread::yield();  // the same one, which lands once
  }
  void join() { stopping_.join(); }
  [[nodiscard]] bool accepted() const { return accepted_; }

 private:
  Chain& chain_;
  codec::Keypair payer_;
  std::atomic<bool> accepted_ = false;
  std::jthread stopping_;
};

TEST(Chain, what_was_accepted_lands_although_the_chain_ends) {
  const Folder folder;
  {
    auto chain = Running::open(folder.path(), {});
    const auto stop = std::make_shared<StopWhileSealing>(*chain, faucet());
    chain->observe(stop);
    Running running(std::move(chain));
    running.seal(1);
    stop->join();
    EXPECT_TRUE(stop->accepted());
    EXPECT_EQ(running.balance(key(1)), kSol);
  }
  Running again(folder.path());
  EXPECT_EQ(again.balance(key(1)), kSol);
}

TEST(Chain, data_folder_in_use_names_the_holder) {
  const Folder folder;
  const Running running(folder.path());
  const auto second = Chain::open({.data_dir = folder.path()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ChainCode::kDataFolderInUse);
  EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos) << second.error().message;
}

TEST(Chain, ledger_of_another_genesis_is_refused_and_left_alone) {
  const Folder ours, theirs;
  {
    Running a(ours.path());
    a.seal(3);
    Running b(theirs.path(), {.genesis_json = R"({"label":"another"})"});
    b.seal(3);
  }
  std::filesystem::remove_all(ours.path() / "ledger");
  std::filesystem::copy(theirs.path() / "ledger", ours.path() / "ledger");
  const auto opened = Chain::open({.data_dir = ours.path()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ChainCode::kForeignLedger);
  EXPECT_NE(opened.error().message.find("genesis"), std::string::npos) << opened.error().message;
  std::filesystem::remove(ours.path() / "genesis.bin");
  EXPECT_EQ(Chain::open({.data_dir = ours.path()}).error().code, ChainCode::kForeignLedger);
  EXPECT_TRUE(std::filesystem::exists(ours.path() / "ledger"));
}

TEST(Chain, torn_tail_is_set_aside_and_everything_before_it_is_kept) {
  const Folder original;
  {
    Running running(original.path());
    for (std::uint64_t slot = 1; slot <= 12; ++slot) {
      running.recorder->wait_for_open(Slot(slot));
      running.pay(key(slot), kSol);
      running.seal(slot);
    }
  }
  const auto segment = infra::segment_log::segment_path(original.path() / "ledger", 1);
  const auto size = std::filesystem::file_size(segment);
  std::uint64_t lucky = 88172645463325252;  // xorshift
  for (int run = 0; run < 6; ++run) {
    lucky ^= lucky << 13, lucky ^= lucky >> 7, lucky ^= lucky << 17;
    const std::uint64_t end = run == 0 ? 60 : run == 1 ? size - 1 : lucky % size;
    const Folder folder;
    std::filesystem::copy(original.path(), folder.path(), std::filesystem::copy_options::recursive);
    std::filesystem::resize_file(infra::segment_log::segment_path(folder.path() / "ledger", 1), end);
    Running running(folder.path());
    const Recovery recovery = running.chain->recovery();
    EXPECT_LT(recovery.last, Slot(13)) << end;
    if (recovery.torn_bytes > 0) EXPECT_EQ(std::filesystem::file_size(recovery.torn_file), recovery.torn_bytes);
    for (std::uint64_t slot = 1; slot <= recovery.last.value(); ++slot)
      EXPECT_EQ(running.balance(key(slot)), kSol) << end;
    running.seal(recovery.last.value() + 2);
  }
}

TEST(Chain, damage_before_the_tail_is_refused_by_file_and_byte) {
  const Folder folder;
  {
    Running running(folder.path());
    running.seal(20);
  }
  const auto segment = infra::segment_log::segment_path(folder.path() / "ledger", 1);
  {
    std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(300);
    file.put('\xff');
  }
  const auto opened = Chain::open({.data_dir = folder.path()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ChainCode::kDamagedLedger);
  EXPECT_NE(opened.error().message.find(segment.native()), std::string::npos) << opened.error().message;
  EXPECT_NE(opened.error().message.find("at byte"), std::string::npos) << opened.error().message;
}

// RLIMIT_FSIZE makes real writes fail as a full disk does. The first 40 slots write no other file of that size.
TEST(Chain, full_disk_stops_the_chain_and_loses_nothing_confirmed) {
  const Folder folder;
  std::uint64_t confirmed = 0;
  {
    Running running(folder.path());
    running.seal(3);
    const auto size = std::filesystem::file_size(infra::segment_log::segment_path(folder.path() / "ledger", 1));
    ::rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const ::rlimit small{.rlim_cur = size + 400, .rlim_max = old.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    running.slots->allow(*running.chain, Slot(30));
    while (running.chain->trouble().empty()) std::this_thread::yield();
    running.chain->stop();
    confirmed = running.chain->bounds().confirmed.value();
    EXPECT_NE(running.chain->trouble().find("ledger"), std::string::npos) << running.chain->trouble();
    const auto refused = running.chain->send(
        transfer(running.payer, key(1), kSol, running.chain->latest_blockhash(Commitment::kConfirmed)->blockhash));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ports::ChainError::kUnavailable);
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
  }
  EXPECT_GE(confirmed, 3U);
  Running running(folder.path());
  // What the failed write still brought to disk may be there too.
  EXPECT_GE(running.chain->recovery().last, Slot(confirmed));
  running.seal(running.chain->recovery().last.value() + 1);
}

TEST(Chain, simulates_with_logs_and_accounts_afterwards) {
  const Folder folder;
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const Hash blockhash = running.chain->latest_blockhash(Commitment::kProcessed)->blockhash;
  const Pubkey asked[] = {key(1), key(2)};
  const auto simulated = running.chain->simulate(transfer(running.payer, key(1), kSol, blockhash), asked);
  ASSERT_TRUE(simulated.has_value()) << simulated.error().message;
  EXPECT_FALSE(simulated->error_json);
  EXPECT_FALSE(simulated->logs.empty());
  EXPECT_EQ(simulated->compute_units, 150U);
  ASSERT_EQ(simulated->accounts.size(), 2U);
  EXPECT_EQ(simulated->accounts[0]->lamports, Lamports(kSol));
  EXPECT_EQ(running.balance(key(1), Commitment::kProcessed), 0U);
}

TEST(Chain, blockhash_depends_on_every_part) {
  LandedTransaction one;
  one.signature.value()[0] = 1;
  const Hash base = derive_blockhash(Hash{}, Slot(1), UnixSeconds(2), {&one, 1});
  Hash parent;
  parent.value()[31] = 1;
  EXPECT_NE(base, derive_blockhash(parent, Slot(1), UnixSeconds(2), {&one, 1}));
  EXPECT_NE(base, derive_blockhash(Hash{}, Slot(2), UnixSeconds(2), {&one, 1}));
  EXPECT_NE(base, derive_blockhash(Hash{}, Slot(1), UnixSeconds(3), {&one, 1}));
  EXPECT_NE(base, derive_blockhash(Hash{}, Slot(1), UnixSeconds(2), {}));
}

TEST(Chain, empty_folder_is_ready_quickly) {
  const Folder folder;
  const auto began = std::chrono::steady_clock::now();
  Running running(folder.path());
  running.recorder->wait_for_open(Slot(1));
  const auto took = std::chrono::steady_clock::now() - began;
  RecordProperty("ready_us", static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  EXPECT_LT(took, 2s) << "a few tens of milliseconds on an idle machine";
}

}  // namespace
}  // namespace zestron::chain
