#include "chain/bank/bank.hpp"

#include "zestron_bank.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace zestron::chain::bank {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kSol = 1'000'000'000;
constexpr std::int64_t kStart = 1'735'689'600;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "zestron-bank-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Hash blockhash(std::uint64_t number) {
  Hash hash;
  const auto text = "blockhash " + std::to_string(number);
  crypto_hash_sha256(hash.data(), as_bytes(text).data(), text.size());
  return hash;
}

Pubkey key(std::uint64_t number) { return Pubkey(blockhash(1'000'000 + number).value()); }

Pubkey faucet_key() {
  const auto keypair = genesis_key("zestron", "faucet").value();
  return *Pubkey::from(ByteView(keypair).subspan(32));
}

/// A signed transfer from the faucet, built byte by byte: signature count, signature, header, keys, blockhash, one instruction.
Bytes transfer(const Pubkey& to, std::uint64_t lamports, const Hash& recent) {
  const auto keypair = genesis_key("zestron", "faucet").value();
  Bytes message{1, 0, 1, 3};
  const auto append = [&](ByteView bytes) { message.insert(message.end(), bytes.begin(), bytes.end()); };
  append(ByteView(keypair).subspan(32));
  append(to.view());
  append(Pubkey().view());  // the System program
  append(recent.view());
  append(Bytes{1, 2, 2, 0, 1, 12, 2, 0, 0, 0});
  for (int shift = 0; shift < 64; shift += 8) message.push_back(static_cast<std::uint8_t>(lamports >> shift));
  Bytes wire(65);
  wire[0] = 1;
  crypto_sign_detached(wire.data() + 1, nullptr, message.data(), message.size(), keypair.data());
  wire.insert(wire.end(), message.begin(), message.end());
  return wire;
}

/// Slot 1 is open; the blockhash of slot n is blockhash(n).
class BankTest : public ::testing::Test {
 protected:
  void SetUp() override {
    genesis_ = make_genesis(R"({"slotsPerEpoch":32})").value();
    bank_.emplace(Bank::open(genesis_, {.accounts_dir = folder_.path() / "accounts", .snapshot_dir = {}}).value());
    next();
  }
  SlotInfo next() {
    const SlotInfo sealed = bank_->seal(blockhash(slot_)).value();
    ++slot_;
    EXPECT_TRUE(bank_->open_slot(Slot(slot_), UnixSeconds(kStart + static_cast<std::int64_t>(slot_))));
    return sealed;
  }
  Transaction send_to(const Pubkey& to, std::uint64_t lamports) {
    return Transaction::parse(transfer(to, lamports, blockhash(slot_ - 1))).value();
  }
  Results run(Transaction transaction) { return bank_->execute({&transaction, 1}).value(); }

  TemporaryFolder folder_;
  Bytes genesis_;
  std::optional<Bank> bank_;
  std::uint64_t slot_ = 0;
};

TEST_F(BankTest, executes_and_reads_as_of_a_slot) {
  const auto results = run(send_to(key(1), kSol));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::kOk);
  EXPECT_EQ(results[0].fee, Lamports(5'000));
  EXPECT_EQ(results[0].key_count(), 3U);
  EXPECT_EQ(results[0].key(0), faucet_key());
  EXPECT_EQ(results[0].key(1), key(1));
  const SlotInfo sealed = next();
  EXPECT_TRUE(sealed.frozen);
  EXPECT_EQ(sealed.signature_count, 1U);
  EXPECT_EQ(sealed.clock, UnixSeconds(kStart + 1));
  EXPECT_NE(sealed.bank_hash, Hash());
  run(send_to(key(1), kSol));
  EXPECT_EQ(bank_->account(Slot(0), key(1)).value(), std::nullopt);
  EXPECT_EQ(bank_->account(Slot(1), key(1)).value()->lamports, Lamports(kSol));
  EXPECT_EQ(bank_->account(Slot(2), key(1)).value()->lamports, Lamports(2 * kSol));
  EXPECT_EQ(bank_->account(Slot(3), key(1)).error().code, BankError::kNoSuchSlot);
}

TEST_F(BankTest, refuses_what_is_no_transaction) {
  Bytes wire = transfer(key(1), kSol, blockhash(0));
  EXPECT_EQ(Transaction::parse({}).error().code, BankError::kInvalid);
  EXPECT_EQ(Transaction::parse(Bytes(2'000)).error().code, BankError::kInvalid);
  wire[5] ^= 1U;
  EXPECT_EQ(Transaction::parse(wire).error().code, BankError::kSignature);
  EXPECT_TRUE(Transaction::parse(wire, Signatures::kSkip));
}

TEST_F(BankTest, a_transaction_shows_its_parts) {
  const Bytes wire = transfer(key(1), kSol, blockhash(0));
  Transaction first = Transaction::parse(wire).value();
  const Transaction moved = std::move(first);
  EXPECT_TRUE(std::ranges::equal(moved.wire(), wire));
  EXPECT_EQ(moved.blockhash(), blockhash(0));
  EXPECT_TRUE(std::ranges::equal(moved.signature().view(), ByteView(wire).subspan(1, 64)));
}

TEST_F(BankTest, a_rejected_transaction_says_why) {
  const auto results = run(Transaction::parse(transfer(key(1), kSol, blockhash(77))).value());
  EXPECT_EQ(results[0].verdict, Verdict::kRejected);
  EXPECT_EQ(results[0].error_json, R"("BlockhashNotFound")");
  EXPECT_EQ(results[0].error_text, "Blockhash not found");
  EXPECT_TRUE(results[0].meta.empty());
}

TEST_F(BankTest, what_landed_can_be_shown_later) {
  const Transaction transaction = send_to(key(1), kSol);
  const auto results = bank_->execute({&transaction, 1}).value();
  const auto shown = json::parse(
      transaction_json(transaction.wire(), results[0].meta, Slot(1), R"({"encoding":"jsonParsed","blockTime":7})")
          .value());
  EXPECT_EQ(shown["slot"], 1);
  EXPECT_EQ(shown["blockTime"], 7);
  EXPECT_EQ(shown["meta"]["fee"], 5'000);
  EXPECT_EQ(shown["transaction"]["message"]["instructions"][0]["parsed"]["info"]["lamports"], kSol);
  EXPECT_EQ(json::parse(logs(results[0].meta).value()).size(), 2U);
  EXPECT_EQ(memo_json(transaction.wire(), results[0].meta).value(), "null");
  EXPECT_EQ(logs({}).error().code, BankError::kInvalid);
}

TEST_F(BankTest, simulates_without_a_trace) {
  const auto answer = json::parse(bank_->simulate(Slot(1), send_to(key(1), kSol), "").value());
  EXPECT_TRUE(answer["err"].is_null());
  EXPECT_EQ(answer["unitsConsumed"], 150);
  EXPECT_EQ(bank_->account(Slot(1), key(1)).value(), std::nullopt);
}

TEST_F(BankTest, tells_fees_rent_and_blockhashes) {
  const Transaction transaction = send_to(key(1), kSol);
  EXPECT_EQ(bank_->message_fee(Slot(1), transaction.wire().subspan(65)).value(), Lamports(5'000));
  EXPECT_EQ(bank_->rent_exempt_minimum(165), Lamports(2'039'280));
  EXPECT_EQ(bank_->last_valid_block_height(Slot(1), blockhash(0)).value(), 151U);
  EXPECT_EQ(bank_->last_valid_block_height(Slot(1), blockhash(9)).error().code, BankError::kNotFound);
  EXPECT_EQ(bank_->info(Slot(1)).value().last_valid_block_height, 151U);
}

TEST_F(BankTest, shows_changes_of_a_slot_in_key_order) {
  const Bytes data{1, 2, 3};
  ASSERT_TRUE(bank_->set_account({.key = key(1), .lamports = Lamports(kSol), .owner = key(2), .data = data}));
  next();
  ASSERT_TRUE(bank_->set_account({.key = key(1), .lamports = Lamports(0), .owner = {}, .data = {}}));
  const auto changes = [&](std::uint64_t slot) {
    std::vector<std::pair<Pubkey, Lamports>> seen;
    EXPECT_TRUE(bank_->for_each_change(Slot(slot), [&](const ChangedAccount& account) {
      if (account.key == key(1) && account.lamports != Lamports(0)) {
        EXPECT_EQ(account.owner, key(2));
        EXPECT_TRUE(std::ranges::equal(account.data, data));
      }
      seen.emplace_back(account.key, account.lamports);
      return true;
    }));
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_TRUE(std::ranges::adjacent_find(seen, {}, [](const auto& entry) { return entry.first; }) == seen.end());
    return seen;
  };
  EXPECT_EQ(std::ranges::count(changes(1), std::pair(key(1), Lamports(kSol))), 1);
  EXPECT_EQ(std::ranges::count(changes(2), std::pair(key(1), Lamports(0))), 1);
  int visits = 0;
  EXPECT_TRUE(bank_->for_each_change(Slot(1), [&](const ChangedAccount&) { return ++visits < 2; }));
  EXPECT_EQ(visits, 2);
}

TEST_F(BankTest, encodes_accounts) {
  ASSERT_TRUE(bank_->set_account({.key = key(1), .lamports = Lamports(kSol), .owner = key(2), .data = Bytes(200)}));
  EXPECT_EQ(bank_->account_json(Slot(1), key(9), "").value(), "null");
  EXPECT_EQ(bank_->account_json(Slot(1), key(1), "").error().code, BankError::kInvalid);
  EXPECT_EQ(json::parse(bank_->account_json(Slot(1), key(1), R"({"encoding":"base64"})").value())["space"], 200);
  const auto owned = json::parse(bank_->program_accounts_json(Slot(1), key(2), R"({"encoding":"base64"})").value());
  EXPECT_EQ(owned.size(), 1U);
  const auto none = bank_->token_accounts_json(Slot(1), key(1), TokenHolder::kOwner,
                                               R"({"programId":"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"})", "");
  EXPECT_EQ(none.value(), "[]");
}

/// The process' memory at its largest since the last call, and now; in bytes.
struct Resident {
  std::size_t peak = 0, now = 0;
};
Resident resident() {
  Resident found;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) found.peak = std::stoul(line.substr(6)) * 1024;
    if (line.starts_with("VmRSS:")) found.now = std::stoul(line.substr(6)) * 1024;
  }
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak starts anew
  return found;
}

TEST_F(BankTest, refuses_an_answer_that_is_too_large) {
  bank_.reset();
  constexpr std::size_t kMax = 10'000;
  for (const bool indexes : {true, false}) {
    bank_.emplace(Bank::open(genesis_, {.accounts_dir = folder_.path() / "accounts",
                                        .snapshot_dir = {},
                                        .indexes = indexes,
                                        .scan_bytes_max = kMax})
                      .value());
    const auto write = [&](std::uint64_t number) {
      ASSERT_TRUE(
          bank_->set_account({.key = key(number), .lamports = Lamports(kSol), .owner = key(9), .data = Bytes(4'000)}));
    };
    const auto ask = [&](std::string_view options) { return bank_->program_accounts_json(Slot(0), key(9), options); };
    write(1);
    EXPECT_TRUE(ask(R"({"encoding":"base64"})"));
    write(2);
    const auto text = ask(R"({"encoding":"base64"})");  // the data has room, in base64 it has not
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, BankError::kScanAborted);
    EXPECT_EQ(text.error().message, "scan aborted: The accumulated scan results exceeded the limit");
    constexpr std::string_view kSlice = R"({"encoding":"base64","dataSlice":{"offset":3990,"length":100}})";
    EXPECT_TRUE(ask(kSlice));
    write(3);
    const auto data = ask(kSlice);  // what it takes to find them counts, however little is shown
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().message, text.error().message);
  }
}

TEST_F(BankTest, an_answer_that_is_too_large_takes_no_more_memory_than_one_may) {
  bank_.reset();
  constexpr std::size_t kMax = std::size_t{4} << 20U, kAccount = std::size_t{1} << 20U, kAccounts = 60;
  bank_.emplace(
      Bank::open(genesis_, {.accounts_dir = folder_.path() / "accounts", .snapshot_dir = {}, .scan_bytes_max = kMax})
          .value());
  for (std::uint64_t number = 0; number < kAccounts; ++number) {
    ASSERT_TRUE(bank_->set_account(
        {.key = key(number), .lamports = Lamports(kSol), .owner = key(99), .data = Bytes(kAccount)}));
  }
  const std::size_t before = resident().now;
  for (int time = 0; time < 4; ++time) {
    EXPECT_EQ(bank_->program_accounts_json(Slot(0), key(99), R"({"encoding":"base64"})").error().code,
              BankError::kScanAborted);
  }
  EXPECT_LT(resident().peak, before + 3 * kMax);
}

TEST_F(BankTest, comes_back_from_a_snapshot) {
  ASSERT_TRUE(bank_->set_account({.key = key(1), .lamports = Lamports(kSol), .owner = {}, .data = {}}));
  const Transaction landed = send_to(key(2), kSol);
  ASSERT_EQ(bank_->execute({&landed, 1}).value()[0].verdict, Verdict::kOk);
  const SlotInfo sealed = next();
  ASSERT_TRUE(bank_->set_root(Slot(1)));
  const SnapshotInfo snapshot = bank_->collect_snapshot().value().write(folder_.path() / "snapshots", 1).value();
  EXPECT_EQ(snapshot.slot, Slot(1));
  EXPECT_TRUE(fs::exists(snapshot.path));
  bank_.reset();
  const BankOptions options{.accounts_dir = folder_.path() / "accounts", .snapshot_dir = folder_.path() / "snapshots"};
  Bank restored = Bank::open(genesis_, options).value();
  EXPECT_EQ(restored.bounds().newest, Slot(1));
  EXPECT_EQ(restored.info(Slot(1)).value().bank_hash, sealed.bank_hash);
  ASSERT_TRUE(restored.open_slot(Slot(2), UnixSeconds(kStart + 2)));
  EXPECT_EQ(restored.execute({&landed, 1}).value()[0].error_json, R"("AlreadyProcessed")");
  EXPECT_EQ(Bank::open(make_genesis("{}").value(), options).error().code, BankError::kMismatch);
}

TEST_F(BankTest, is_read_beside_the_slot_thread) {
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> reads = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      while (!stop) {
        const Bounds bounds = bank_->bounds();
        for (const Slot slot : {bounds.newest, bounds.root}) {
          // The root may move between the two calls: then the slot is gone, and that is all that may go wrong.
          const auto account = bank_->account(slot, faucet_key());
          if (account) {
            ASSERT_TRUE(account->has_value()) << "slot " << slot.value();
            EXPECT_GT((*account)->lamports, Lamports(0));
          } else {
            EXPECT_EQ(account.error().code, BankError::kNoSuchSlot);
          }
          ++reads;
        }
      }
    });
  }
  for (std::uint64_t round = 0; round < 100 || reads < 100; ++round) {
    EXPECT_EQ(run(send_to(key(round), kSol))[0].verdict, Verdict::kOk);
    next();
    if (slot_ > 10) EXPECT_TRUE(bank_->set_root(Slot(slot_ - 8)));
  }
  stop = true;
  for (auto& reader : readers) reader.join();
}

TEST(BankAbi, says_which_runtime_it_carries) {
  const auto known = json::parse(version().value());
  EXPECT_EQ(known["abi"], ZB_ABI_VERSION);
  EXPECT_EQ(known["agave"], "4.2.2");
  EXPECT_TRUE(known["featureSet"].is_number_unsigned());
}

TEST(BankAbi, null_pointers_are_errors) {
  zb_buf err{};
  EXPECT_EQ(zb_slot_open(nullptr, 1, 0, &err), ZB_INVALID);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(err.data), err.len), "the chain is null");
  zb_buf_free(&err);
  EXPECT_EQ(zb_genesis({}, nullptr, nullptr), ZB_INVALID);
  EXPECT_EQ(zb_genesis({nullptr, 5}, &err, nullptr), ZB_INVALID);
  zb_chain_close(nullptr);
  zb_tx_free(nullptr);
  zb_results_free(nullptr);
  zb_buf_free(nullptr);
  EXPECT_EQ(zb_results_at(nullptr, 0), nullptr);
}

TEST(BankAbi, a_folder_that_cannot_be_made_is_an_error) {
  const Bytes genesis = make_genesis("").value();
  EXPECT_EQ(Bank::open(genesis, {.accounts_dir = "/proc/nowhere", .snapshot_dir = {}}).error().code, BankError::kIo);
  EXPECT_EQ(Bank::open(Bytes{1, 2, 3}, {.accounts_dir = "unused", .snapshot_dir = {}}).error().code,
            BankError::kInvalid);
}

}  // namespace
}  // namespace zestron::chain::bank
