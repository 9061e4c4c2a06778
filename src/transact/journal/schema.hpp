// What the journal's tables are, and how an older file becomes one of today. Private to transact/journal.
#pragma once

#include "infra/sqlite/database.hpp"
#include "ports/journal.hpp"

#include <string>

namespace zestron::transact {

/// Brings the file to the newest version, one step a transaction; refuses a file of another application or a newer version.
ports::JournalOutcome<void> migrate(infra::Database& database, const std::string& path);

/// A failure of SQLite in the journal's words.
std::unexpected<Failure<ports::JournalError>> journal_failure(const Failure<infra::SqliteCode>& failure);

}  // namespace zestron::transact
