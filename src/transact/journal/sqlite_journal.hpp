// The journal in SQLite: one row per effect, one per step of its history, every row with a checksum of its own. Sits over
// infra/sqlite; schema.hpp says what the tables are.
//
// Reading it whole reads every row once, every page, and the text of the tables: a bit that turned over, a row that is gone, or a row
// that half of a page was lost of is told then, before anything is sent that a whole journal would have forbidden, and not by the first
// write, which may be of what has landed. 100,000 effects take about half a second. A row's checksum is checked whenever it is read.
#pragma once

#include "infra/sqlite/database.hpp"
#include "ports/journal.hpp"

#include <filesystem>

namespace zestron::transact {

class SqliteJournal final : public ports::Journal {
 public:
  enum class Read : std::uint8_t {
    kWhole,  ///< at every opening
    kWhenDue,  ///< unless this file was read whole within the last hour, and the machine did not go down since (read_whole.hpp)
  };

  /// Creates the file where it is missing and brings an older schema up to date. `vfs`: see infra::Database::open.
  static ports::JournalOutcome<SqliteJournal> open(const std::filesystem::path& path, Read read = Read::kWhole,
                                                   const std::string& vfs = {});

  using ports::Journal::record;
  ports::JournalOutcome<void> record(std::span<const domain::Effect> steps, const ports::Consents* consents) override;
  ports::JournalOutcome<std::optional<domain::Effect>> find(const Pubkey& agent, std::uint64_t sequence) override;
  ports::JournalOutcome<std::vector<domain::Effect>> in_flight() override;
  ports::JournalOutcome<std::vector<ports::Approval>> approvals(UnixMillis since) override;
  ports::JournalOutcome<std::optional<UnixMillis>> last_approval() override;
  ports::JournalOutcome<ports::Consents> consents() override;
  ports::JournalOutcome<std::uint64_t> last_sequence(const Pubkey& agent) override;
  ports::JournalOutcome<std::vector<ports::Step>> history(const Pubkey& agent, std::uint64_t sequence) override;
  /// The effects that changed last, at most `limit`, the newest first.
  ports::JournalOutcome<std::vector<domain::Effect>> newest(std::uint32_t limit);
  /// Of its file, since it was opened.
  [[nodiscard]] std::int64_t pages_read() const { return database_.pages_read(); }

 private:
  SqliteJournal(infra::Database database, std::string path) : database_(std::move(database)), path_(std::move(path)) {}
  ports::JournalOutcome<void> write(std::span<const domain::Effect> steps, const ports::Consents* consents);
  ports::JournalOutcome<void> write_step(const domain::Effect& step);
  ports::JournalOutcome<void> write_consents(const ports::Consents& consents);
  ports::JournalOutcome<void> read_everything();
  ports::JournalOutcome<void> read_when_due();
  static ports::JournalOutcome<SqliteJournal> open_and_read(const std::filesystem::path& path, Read read,
                                                            const std::string& vfs);
  /// Whatever is put in its place is read whole.
  [[nodiscard]] std::unexpected<Failure<ports::JournalError>> damaged(std::string_view what) const;
  ports::JournalOutcome<std::uint64_t> steps();

  infra::Database database_;
  std::string path_;
  std::optional<Failure<ports::JournalError>> broken_;  // what ended it; it accepts nothing more
};

}  // namespace zestron::transact
