#include "transact/journal/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace zestron::transact {
namespace {

using ports::JournalError;

// Version n is reached from n-1 by entry n-1. Never edited once released: files out there have been through it.
//
// `totals` counts the rows and adds up their checksums (exclusive or), so that a row that vanished, or is there as it was before
// its last change, is missed. `signed` dates every attempt that was signed, with its intent, and stays when the effect's row
// moves on to another attempt: caps count attempts.
constexpr std::array kMigrations{
    "CREATE TABLE effects("
    "  agent BLOB NOT NULL, sequence INTEGER NOT NULL, attempt INTEGER NOT NULL, state INTEGER NOT NULL,"
    "  intent BLOB NOT NULL, approved_at INTEGER, lane BLOB NOT NULL, nonce INTEGER, signature BLOB NOT NULL,"
    "  last_valid INTEGER NOT NULL, wire BLOB NOT NULL, slot INTEGER NOT NULL, reason TEXT NOT NULL, crc INTEGER NOT "
    "NULL,"
    "  PRIMARY KEY(agent, sequence)) WITHOUT ROWID;"
    "CREATE TABLE history("
    "  id INTEGER PRIMARY KEY, agent BLOB NOT NULL, sequence INTEGER NOT NULL, attempt INTEGER NOT NULL,"
    "  state INTEGER NOT NULL, signed INTEGER, intent BLOB NOT NULL, slot INTEGER NOT NULL, reason TEXT NOT NULL,"
    "  crc INTEGER NOT NULL);"
    "CREATE INDEX history_of ON history(agent, sequence);"
    "CREATE TABLE totals(effects INTEGER NOT NULL, history INTEGER NOT NULL, digest INTEGER NOT NULL);"
    "INSERT INTO totals VALUES(0, 0, 0);"
    // "ZJRN": what file(1) and this code tell the file by.
    "PRAGMA application_id=1514820174;"
    "PRAGMA user_version=1",
    // What waits for a person; `action` is an intent's bytes without slot and sequence. totals.consents is the greatest number given.
    "CREATE TABLE consents("
    "  number INTEGER PRIMARY KEY, action BLOB NOT NULL, expires INTEGER NOT NULL, approved INTEGER NOT NULL,"
    "  crc INTEGER NOT NULL);"
    "ALTER TABLE totals ADD COLUMN consents INTEGER NOT NULL DEFAULT 0;"
    "PRAGMA user_version=2",
    // What a start asks for, so that it reads no more of a long past. 2 and 3 are the states of what may land.
    "CREATE INDEX effects_open ON effects(state) WHERE state IN (2, 3);"
    "CREATE INDEX history_signed ON history(signed) WHERE signed IS NOT NULL;"
    "PRAGMA user_version=3",
};
constexpr std::int64_t kApplication = 1514820174;

ports::JournalOutcome<std::int64_t> number(infra::Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  if (!statement) return journal_failure(statement.error());
  const auto row = (*statement)->step();
  if (!row) return journal_failure(row.error());
  return *row ? (*statement)->integer(0) : 0;
}

// Every step behind version `from`.
ports::JournalOutcome<void> make(infra::Database& database, std::size_t from) {
  for (auto at = from; at < kMigrations.size(); ++at) {
    auto transaction = infra::Transaction::begin(database);
    if (!transaction) return journal_failure(transaction.error());
    if (auto done = database.execute(kMigrations[at]); !done) return journal_failure(done.error());
    if (auto done = transaction->commit(); !done) return journal_failure(done.error());
  }
  return {};
}

ports::JournalOutcome<std::vector<std::string>> schema_of(infra::Database& database) {
  auto statement = database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  if (!statement) return journal_failure(statement.error());
  std::vector<std::string> found;
  while (true) {
    const auto row = (*statement)->step();
    if (!row) return journal_failure(row.error());
    if (!*row) return found;
    for (int column = 0; column < 4; ++column) found.emplace_back((*statement)->text(column));
  }
}

}  // namespace

std::unexpected<Failure<JournalError>> journal_damaged(const std::string& path, std::string_view what) {
  return fail(JournalError::kDamaged,
              fmt::format("the journal of effects: {} is damaged: {}; put back a copy of it, or move it away and read "
                          "docs/journal.md on what begins anew",
                          path, what));
}

std::unexpected<Failure<JournalError>> journal_failure(const Failure<infra::SqliteCode>& failure) {
  const auto code = failure.code == infra::SqliteCode::kDamaged ? JournalError::kDamaged : JournalError::kUnavailable;
  return fail(code, "the journal of effects: " + failure.message);
}

ports::JournalOutcome<void> migrate(infra::Database& database, const std::string& path) {
  const auto application = number(database, "PRAGMA application_id");
  const auto tables = number(database, "SELECT count(*) FROM sqlite_schema");
  const auto version = database.user_version();
  if (!application) return std::unexpected(application.error());
  if (!tables) return std::unexpected(tables.error());
  if (!version) return journal_failure(version.error());
  if (*application != kApplication && *tables != 0) {
    return fail(JournalError::kForeign, path + " is not a journal of ours; move it away");
  }
  if (*version < 0 || static_cast<std::size_t>(*version) > kMigrations.size()) {
    return fail(JournalError::kForeign,
                fmt::format("{} was written by a newer zestron (journal version {}, known is {}); "
                            "run that one",
                            path, *version, kMigrations.size()));
  }
  return make(database, static_cast<std::size_t>(*version));
}

ports::JournalOutcome<void> check_schema(infra::Database& database, const std::string& path) {
  auto fresh = infra::Database::open(":memory:");
  if (!fresh) return journal_failure(fresh.error());
  if (auto made = make(*fresh, 0); !made) return made;
  const auto wanted = schema_of(*fresh);
  if (!wanted) return std::unexpected(wanted.error());
  const auto found = schema_of(database);
  if (!found) return std::unexpected(found.error());
  return *found == *wanted ? ports::JournalOutcome<void>()
                           : journal_damaged(path, "its tables are not those that were made");
}

}  // namespace zestron::transact
