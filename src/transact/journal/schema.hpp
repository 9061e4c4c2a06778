// What the journal's tables are, and how an older file becomes one of today. Private to transact/journal.
#pragma once

#include "infra/sqlite/database.hpp"
#include "ports/journal.hpp"

#include <string>
#include <string_view>

namespace zestron::transact {

/// Brings the file to the newest version, one step a transaction; refuses a file of another application or a newer version.
ports::JournalOutcome<void> migrate(infra::Database& database, const std::string& path);

/// Whether the file's tables and indexes are, to the letter, those that migrate() makes: SQLite reads rows by this text, and has no
/// checksum of it.
ports::JournalOutcome<void> check_schema(infra::Database& database, const std::string& path);

/// What an operator reads of a file that is not as it was written.
std::unexpected<Failure<ports::JournalError>> journal_damaged(const std::string& path, std::string_view what);
/// A failure of SQLite in the journal's words.
std::unexpected<Failure<ports::JournalError>> journal_failure(const Failure<infra::SqliteCode>& failure);

}  // namespace zestron::transact
