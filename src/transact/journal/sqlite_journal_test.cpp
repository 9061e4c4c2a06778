#include "transact/journal/sqlite_journal.hpp"

#include "codec/sha256.hpp"
#include "transact/journal/read_whole.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace zestron::transact {
namespace {

using domain::Effect;
using enum domain::EffectState;
using ports::JournalError;

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

Effect effect(std::uint64_t sequence, domain::EffectState state = kProposed, std::string_view agent = "agent") {
  Effect out;
  out.intent = {key(agent), Slot(3), sequence, domain::ClaimPerformance{1, 2, 3, 4, {}}};
  out.state = state;
  if (state >= kApproved) out.approved_at = UnixMillis(1'000 + static_cast<std::int64_t>(sequence));
  if (state >= kBuilt) {
    out.lane = key("executor");
    out.nonce = 9;
    out.signature.value()[0] = static_cast<std::uint8_t>(sequence);
    out.last_valid_block_height = 150;
    out.wire = Bytes(300, 0xab);
  }
  return out;
}

constexpr std::uint64_t kEffects = 12;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Effect> built(std::uint64_t sequence) {
  return {effect(sequence, kProposed), effect(sequence, kApproved), effect(sequence, kBuilt)};
}

class JournalTest : public ::testing::Test {
 public:
  ~JournalTest() override { std::filesystem::remove_all(folder_); }

 protected:
  JournalTest() {
    std::string name = (std::filesystem::temp_directory_path() / "zestron-journal-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    reopen();
  }

  [[nodiscard]] std::filesystem::path path() const { return folder_ / "journal.db"; }
  void close() { journal_.reset(); }
  void reopen() {
    close();
    auto opened = SqliteJournal::open(path());
    ASSERT_TRUE(opened) << opened.error().message;
    journal_ = std::make_unique<SqliteJournal>(*std::move(opened));
  }
  std::optional<JournalError> refusal(const std::vector<Effect>& steps) {
    const auto written = journal_->record(steps);
    return written ? std::nullopt : std::optional(written.error().code);
  }

  std::filesystem::path folder_;
  std::unique_ptr<SqliteJournal> journal_;
};

TEST_F(JournalTest, gives_back_what_was_recorded_after_a_restart) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  auto other = effect(7, kRefused, "another");
  other.approved_at = std::nullopt;
  other.reason = "over the cap";
  ASSERT_EQ(refusal({effect(7, kProposed, "another"), other}), std::nullopt);
  reopen();
  EXPECT_EQ(**journal_->find(key("agent"), 1), effect(1, kBuilt));
  EXPECT_EQ(**journal_->find(key("another"), 7), other);
  EXPECT_EQ(*journal_->find(key("agent"), 2), std::nullopt);
  EXPECT_EQ(*journal_->last_sequence(key("another")), 7U);
  EXPECT_EQ(*journal_->last_sequence(key("nobody")), 0U);
}

TEST_F(JournalTest, tells_what_may_still_land) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  ASSERT_EQ(refusal(built(2)), std::nullopt);
  ASSERT_EQ(refusal({effect(2, kSent), effect(2, kLanded)}), std::nullopt);
  const auto open = *journal_->in_flight();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0], effect(1, kBuilt));
}

TEST_F(JournalTest, keeps_the_history_of_an_effect) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  auto landed = effect(1, kLanded);
  landed.slot = Slot(44);
  ASSERT_EQ(refusal({effect(1, kSent), landed}), std::nullopt);
  const auto steps = *journal_->history(key("agent"), 1);
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_EQ(steps[0].state, kProposed);
  EXPECT_EQ(steps[4], (ports::Step{1, kLanded, Slot(44), ""}));
}

TEST_F(JournalTest, gives_the_effects_that_changed_last_first) {
  ASSERT_FALSE(refusal(built(1)));
  ASSERT_FALSE(refusal(built(2)));
  ASSERT_FALSE(refusal({effect(1, kSent)}));
  const auto both = journal_->newest(5);
  ASSERT_TRUE(both) << both.error().message;
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[0], effect(1, kSent));
  EXPECT_EQ((*both)[1], effect(2, kBuilt));
  EXPECT_EQ(journal_->newest(1)->size(), 1U);
}

TEST_F(JournalTest, counts_every_attempt_that_was_signed_against_the_caps) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  ASSERT_EQ(refusal({effect(1, kExpired)}), std::nullopt);
  auto again = built(1);
  for (auto& step : again) step.attempt = 2;
  again[1].approved_at = again[2].approved_at = UnixMillis(2'000);
  ASSERT_EQ(refusal(again), std::nullopt);
  const auto approvals = *journal_->approvals(UnixMillis(0));
  ASSERT_EQ(approvals.size(), 2U);
  EXPECT_EQ(approvals[0].at, UnixMillis(1'001));
  EXPECT_EQ(approvals[1].at, UnixMillis(2'000));
  EXPECT_EQ(approvals[1].intent, effect(1).intent);
  EXPECT_EQ(journal_->approvals(UnixMillis(1'500))->size(), 1U);
}

TEST_F(JournalTest, the_same_effect_is_never_begun_twice) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  EXPECT_EQ(refusal({effect(1)}), JournalError::kForbidden) << "it may still land";
  ASSERT_EQ(refusal({effect(1, kLanded)}), std::nullopt);
  auto again = effect(1);
  again.attempt = 2;
  EXPECT_EQ(refusal({again}), JournalError::kForbidden) << "it has landed";
  EXPECT_EQ(refusal({effect(1, kLanded)}), JournalError::kForbidden) << "once";
}

TEST_F(JournalTest, a_signature_stays_while_it_may_land) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  auto other = effect(1, kSent);
  other.signature.value()[5] = 1;
  EXPECT_EQ(refusal({other}), JournalError::kForbidden);
  other.signature = effect(1, kSent).signature;
  std::get<domain::ClaimPerformance>(other.intent.action).gain += 1;
  EXPECT_EQ(refusal({other}), JournalError::kForbidden);
}

TEST_F(JournalTest, steps_are_written_together_or_not_at_all) {
  EXPECT_EQ(refusal({effect(1, kProposed), effect(1, kBuilt)}), JournalError::kForbidden) << "no approval";
  EXPECT_EQ(*journal_->find(key("agent"), 1), std::nullopt);
  EXPECT_EQ(refusal(built(1)), std::nullopt) << "a forbidden step does not end the journal";
}

ports::Consents queue(bool approved) {
  return {9,
          {{4, key("agent"), domain::ClaimPerformance{1, 2, 3, 4, {}}, UnixMillis(500), approved},
           {9, key("another"), domain::ClaimPerformance{5, 0, 1, 1, {}}, UnixMillis(700), false}}};
}

TEST_F(JournalTest, keeps_what_waits_for_a_person) {
  EXPECT_EQ(*journal_->consents(), ports::Consents{});
  ASSERT_TRUE(journal_->keep(queue(false)));
  ASSERT_TRUE(journal_->keep(queue(true)));
  reopen();
  EXPECT_EQ(*journal_->consents(), queue(true));
  ASSERT_TRUE(journal_->keep({9, {}}));
  reopen();
  EXPECT_EQ(journal_->consents()->newest, 9U) << "a number is never given again";
}

TEST_F(JournalTest, a_consent_is_used_up_with_the_effect_or_not_at_all) {
  ASSERT_TRUE(journal_->keep(queue(true)));
  const ports::Consents used{9, {queue(true).waiting[1]}};
  const std::vector steps{effect(1, kProposed), effect(1, kBuilt)};
  EXPECT_FALSE(journal_->record(steps, &used)) << "no approval between them";
  EXPECT_EQ(*journal_->consents(), queue(true));
  ASSERT_TRUE(journal_->record(built(1), &used));
  EXPECT_EQ(*journal_->consents(), used);
}

TEST_F(JournalTest, a_journal_of_the_first_version_goes_on) {
  ASSERT_EQ(refusal(built(1)), std::nullopt);
  close();
  {
    auto database = *infra::Database::open(path());
    ASSERT_TRUE(
        database.execute("DROP TABLE consents; ALTER TABLE totals DROP COLUMN consents; DROP INDEX effects_open; "
                         "DROP INDEX history_signed; PRAGMA user_version=1"));
  }
  reopen();
  EXPECT_EQ(**journal_->find(key("agent"), 1), effect(1, kBuilt));
  ASSERT_TRUE(journal_->keep(queue(true)));
  reopen();
  EXPECT_EQ(*journal_->consents(), queue(true));
}

// Whether a journal with one bit turned over is refused. One that opens holds all that was written, and takes more.
bool is_told(const std::filesystem::path& path, std::string bytes, std::size_t at, char bit) {
  bytes[at] = static_cast<char>(bytes[at] ^ bit);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  auto opened = SqliteJournal::open(path);
  if (!opened) {
    EXPECT_FALSE(opened.error().message.empty());
    return true;
  }
  for (std::uint64_t sequence = 1; sequence <= kEffects; ++sequence) {
    EXPECT_EQ(**opened->find(key("agent"), sequence), effect(sequence, kBuilt)) << at;
    EXPECT_EQ(opened->history(key("agent"), sequence)->size(), 3U) << at;
  }
  EXPECT_EQ(opened->approvals(UnixMillis(0))->size(), kEffects);
  const auto more = opened->record(effect(1, kSent));
  EXPECT_TRUE(more) << at << ": " << more.error().message;
  return false;
}

TEST_F(JournalTest, a_turned_bit_anywhere_is_told_or_changes_nothing) {
  for (std::uint64_t sequence = 1; sequence <= kEffects; ++sequence) ASSERT_EQ(refusal(built(sequence)), std::nullopt);
  close();
  const auto whole = bytes_of(path());
  ASSERT_GT(whole.size(), 8'000U);
  std::size_t told = 0, tried = 0;
  for (std::size_t at = 0; at < whole.size(); at += 401) {
    tried += 1;
    told += is_told(path(), whole, at, 0x10);
  }
  EXPECT_GT(told, tried / 4) << "of so few rows most pages are half empty";
}

// SQLite reads rows by the text of the tables: with a letter of "INTEGER PRIMARY KEY" changed it reads all of them as before, and
// fails when it writes one.
TEST_F(JournalTest, a_turned_bit_in_what_the_tables_are_is_told) {
  for (std::uint64_t sequence = 1; sequence <= kEffects; ++sequence) ASSERT_EQ(refusal(built(sequence)), std::nullopt);
  close();
  const auto whole = bytes_of(path());
  const auto key_column = whole.find("id INTEGER PRIMARY KEY");
  ASSERT_NE(key_column, std::string::npos);
  EXPECT_TRUE(is_told(path(), whole, key_column + 9, 4));
  for (const auto* table : {"CREATE TABLE effects", "CREATE INDEX", "CREATE TABLE totals", "CREATE TABLE consents"}) {
    const auto begin = whole.find(table);
    ASSERT_NE(begin, std::string::npos);
    for (const auto at : {begin, begin + 16, begin + 27, begin + 41}) EXPECT_TRUE(is_told(path(), whole, at, 4)) << at;
  }
}

// Opening reads no row through it, so only its pages tell.
TEST_F(JournalTest, a_turned_bit_in_the_index_is_told) {
  for (std::uint64_t sequence = 1; sequence <= kEffects; ++sequence) ASSERT_EQ(refusal(built(sequence)), std::nullopt);
  close();
  const auto whole = bytes_of(path());
  // An entry is the agent, a sequence and an id.
  const auto agent = key("agent");
  const auto page = 3 * std::size_t{4'096};
  const auto entry = whole.find(std::string(agent.view().begin(), agent.view().end()), page);
  ASSERT_LT(entry, page + 4'096);
  EXPECT_TRUE(is_told(path(), whole, entry, 1));
  EXPECT_TRUE(is_told(path(), whole, entry + agent.view().size(), 1));
  EXPECT_TRUE(is_told(path(), whole, page, 1));
}

// All that a start asks for, of a journal with so many effects, the newest of them in flight; in pages.
std::int64_t start_reads(const std::filesystem::path& path, std::uint64_t effects) {
  auto journal = SqliteJournal::open(path, SqliteJournal::Read::kWhenDue);
  EXPECT_TRUE(journal) << journal.error().message;
  const auto last = *journal->last_approval();
  EXPECT_EQ(last, UnixMillis(1'000 + static_cast<std::int64_t>(effects)));
  EXPECT_EQ(journal->approvals(UnixMillis(last->value() - 9))->size(), 10U);
  EXPECT_EQ(journal->in_flight()->size(), 1U);
  EXPECT_EQ(journal->newest(20)->size(), 20U);
  EXPECT_EQ(*journal->last_sequence(key("agent")), effects);
  EXPECT_TRUE(*journal->find(key("agent"), effects));
  return journal->pages_read();
}

TEST_F(JournalTest, what_a_start_reads_does_not_grow_with_the_past) {
  const auto grow = [&](std::uint64_t from, std::uint64_t to) {
    reopen();
    for (auto sequence = from; sequence < to; ++sequence) {
      auto steps = built(sequence);
      steps.push_back(effect(sequence, kLanded));
      ASSERT_EQ(refusal(steps), std::nullopt);
    }
    ASSERT_EQ(refusal(built(to)), std::nullopt);
    close();
  };
  grow(1, 60);
  const auto whole = start_reads(path(), 60);
  const auto young = start_reads(path(), 60);
  reopen();
  ASSERT_EQ(refusal({effect(60, kLanded)}), std::nullopt);
  grow(61, 600);
  const auto old = start_reads(path(), 600);
  EXPECT_LT(young, whole) << "it was read whole a moment ago";
  EXPECT_LE(old, young + 10) << "indices have a level more";
}

TEST_F(JournalTest, is_read_whole_when_it_is_due) {
  using enum SqliteJournal::Read;
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) ASSERT_EQ(refusal(built(sequence)), std::nullopt);
  close();
  const auto reads_all = [&](SqliteJournal::Read read) {
    const auto first = SqliteJournal::open(path(), read);
    return first ? first->pages_read() : -1;
  };
  const auto whole = reads_all(kWhole);
  EXPECT_EQ(reads_all(kWhenDue), whole) << "nobody has yet";
  EXPECT_LT(reads_all(kWhenDue), whole);
  // Another file in its place, by the same name.
  std::filesystem::copy_file(path(), folder_ / "copy");
  std::filesystem::rename(folder_ / "copy", path());
  EXPECT_EQ(reads_all(kWhenDue), whole);
  // Damaged meanwhile: its next user is told as it reads the row, and every later one at once.
  {
    auto database = *infra::Database::open(path());
    ASSERT_TRUE(database.execute("UPDATE effects SET crc=crc+1 WHERE sequence=2"));
  }
  {
    auto journal = SqliteJournal::open(path(), kWhenDue);
    ASSERT_TRUE(journal);
    EXPECT_TRUE(journal->find(key("agent"), 1));
    EXPECT_EQ(journal->find(key("agent"), 2).error().code, JournalError::kDamaged);
  }
  for (int i = 0; i < 2; ++i) EXPECT_EQ(SqliteJournal::open(path(), kWhenDue).error().code, JournalError::kDamaged);
}

TEST_F(JournalTest, a_row_that_is_gone_is_missed) {
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) ASSERT_EQ(refusal(built(sequence)), std::nullopt);
  close();
  {
    auto database = *infra::Database::open(path());
    ASSERT_TRUE(database.execute("DELETE FROM effects WHERE sequence=2"));
  }
  const auto opened = SqliteJournal::open(path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, JournalError::kDamaged);
  EXPECT_NE(opened.error().message.find("docs/journal.md"), std::string::npos);
}

TEST_F(JournalTest, refuses_what_is_no_journal_of_ours) {
  close();
  {
    auto database = *infra::Database::open(path());
    ASSERT_TRUE(database.execute("PRAGMA user_version=99"));
  }
  EXPECT_EQ(SqliteJournal::open(path()).error().code, JournalError::kForeign) << "newer";
  {
    auto database = *infra::Database::open(folder_ / "foreign.db");
    ASSERT_TRUE(database.execute("CREATE TABLE t(a)"));
  }
  EXPECT_EQ(SqliteJournal::open(folder_ / "foreign.db").error().code, JournalError::kForeign);
}

TEST(ReadWhole, holds_for_an_hour_of_this_machine_and_this_file) {
  const ReadWhole then{.at = 10'000, .machine = 1, .file = 2, .steps = 30};
  const auto holds = [&](auto change) {
    auto now = then;
    now.at += 60;
    change(now);
    return still_holds(then, now);
  };
  EXPECT_TRUE(holds([](ReadWhole&) {}));
  EXPECT_TRUE(holds([](ReadWhole& now) { now.steps += 500; }));
  EXPECT_FALSE(holds([](ReadWhole& now) { now.steps -= 1; })) << "an earlier copy";
  EXPECT_FALSE(holds([](ReadWhole& now) { now.machine = 7; })) << "it went down since";
  EXPECT_FALSE(holds([](ReadWhole& now) { now.file = 7; }));
  EXPECT_FALSE(holds([](ReadWhole& now) { now.at += 3'600; }));
  EXPECT_FALSE(holds([](ReadWhole& now) { now.at = 9'999; })) << "the clock was set back";
}

TEST_F(JournalTest, is_open_once) { EXPECT_EQ(SqliteJournal::open(path()).error().code, JournalError::kUnavailable); }

}  // namespace
}  // namespace zestron::transact
