#include "infra/sqlite/database.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace zestron::infra {
namespace {

SqliteCode code_of(int status) {
  switch (status & 0xff) {
    case SQLITE_FULL: return SqliteCode::kNoSpace;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return SqliteCode::kLocked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT: return SqliteCode::kDamaged;
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_MISUSE: return SqliteCode::kRefused;
    default: return SqliteCode::kIo;
  }
}

std::unexpected<Failure<SqliteCode>> failed(sqlite3* connection, int status, const std::string& path) {
  const auto code = code_of(status);
  const char* said = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(status);
  switch (code) {
    case SqliteCode::kLocked:
      return fail(code, fmt::format("{} is open in another process; stop that one first", path));
    case SqliteCode::kDamaged:
      return fail(code,
                  fmt::format("{} is damaged ({}); put back a copy of it, or move it away and read docs/journal.md "
                              "on what begins anew",
                              path, said));
    case SqliteCode::kNoSpace: return fail(code, fmt::format("no room to write {}: free some of the disk", path));
    default: return fail(code, fmt::format("{}: {} (SQLite {})", path, said, sqlite3_errstr(status)));
  }
}

}  // namespace

Statement::~Statement() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

// A bind fails only for a parameter that our own SQL does not have, or without memory.
Statement& Statement::bind(int parameter, std::int64_t value) {
  ZESTRON_ASSERT(sqlite3_bind_int64(handle_, parameter, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int parameter, ByteView blob) {
  // An empty view may have no address, which SQLite would take for NULL.
  static constexpr std::uint8_t kNothing = 0;
  const void* data = blob.empty() ? &kNothing : blob.data();
  ZESTRON_ASSERT(sqlite3_bind_blob64(handle_, parameter, data, blob.size(), SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const char* data = text.empty() ? "" : text.data();
  ZESTRON_ASSERT(sqlite3_bind_text64(handle_, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  ZESTRON_ASSERT(sqlite3_bind_null(handle_, parameter) == SQLITE_OK);
  return *this;
}

SqliteResult<bool> Statement::step() {
  const int status = sqlite3_step(handle_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return failed(sqlite3_db_handle(handle_), sqlite3_extended_errcode(sqlite3_db_handle(handle_)), path_);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

ByteView Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return data == nullptr ? std::string_view()
                         : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
void Database::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(sqlite3* connection, std::string path)
    : path_(std::make_unique<std::string>(std::move(path))), connection_(connection) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&& other) noexcept {
  statements_ = std::move(other.statements_);
  connection_ = std::move(other.connection_);
  path_ = std::move(other.path_);
  return *this;
}
Database::~Database() { statements_.clear(); }

SqliteResult<Database> Database::open(const std::filesystem::path& path, const std::string& vfs) {
  sqlite3* connection = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int status = sqlite3_open_v2(path.c_str(), &connection, kFlags, vfs.empty() ? nullptr : vfs.c_str());
  Database database(connection, path.string());
  if (status != SQLITE_OK) return failed(connection, status, path.string());
  // The lock comes first: in exclusive mode WAL needs no shared memory beside the file. cell_size_check and the checks of the
  // caller find what a disk has spoilt.
  auto prepared = database.execute(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
      "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; BEGIN IMMEDIATE; COMMIT");
  if (!prepared) return std::unexpected(prepared.error());
  return database;
}

SqliteResult<void> Database::execute(const char* sql) {
  const int status = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return failed(connection_.get(), status, *path_);
  return {};
}

SqliteResult<std::unique_ptr<Statement>> Database::prepare(const char* sql) {
  auto known = statements_.find(std::string_view(sql));
  if (known == statements_.end()) {
    sqlite3_stmt* made = nullptr;
    const int status = sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (status != SQLITE_OK) return failed(connection_.get(), status, *path_);
    known = statements_.emplace(sql, std::unique_ptr<sqlite3_stmt, Finalize>(made)).first;
  }
  return std::make_unique<Statement>(known->second.get(), *path_);
}

SqliteResult<std::int64_t> Database::user_version() {
  auto statement = prepare("PRAGMA user_version");
  if (!statement) return std::unexpected(statement.error());
  const auto row = (*statement)->step();
  if (!row) return std::unexpected(row.error());
  return *row ? (*statement)->integer(0) : 0;
}

std::int64_t Database::pages_read() const {
  int count = 0, highest = 0;
  sqlite3_db_status(connection_.get(), SQLITE_DBSTATUS_CACHE_MISS, &count, &highest, 0);
  return count;
}

SqliteResult<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return std::unexpected(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  // A failed COMMIT may have rolled back already; then there is nothing to undo, and SQLite says so.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

SqliteResult<void> Transaction::commit() {
  auto committed = database_->execute("COMMIT");
  if (committed) database_ = nullptr;
  return committed;
}

}  // namespace zestron::infra
