// SQLite as durable state needs it: one connection that owns its file, prepared statements, errors as values. Sits below what
// keeps records (transact/journal); says nothing about what is in the tables.
//
// WAL with a sync at every commit: what was committed survives a power cut, what was not leaves no trace. Locked exclusively,
// so that a second process that opens the same file is refused instead of acting on it too.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace zestron::infra {

enum class SqliteCode : std::uint16_t {
  kIo = 1,       ///< reading, writing or syncing failed; the connection is of no more use
  kNoSpace = 2,  ///< disk or quota is full; nothing of the transaction was kept
  kLocked = 3,   ///< another process has it open
  kDamaged = 4,  ///< the file is no database, or its pages contradict each other
  kRefused = 5,  ///< a constraint of the schema, or SQL that is wrong
};

template <class T>
using SqliteResult = Outcome<T, SqliteCode>;

/// A prepared statement in use; reset when it goes, kept prepared by its database. Parameters from 1, columns from 0.
/// Columns are valid until the next step().
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle, const std::string& path) : handle_(handle), path_(path) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, ByteView blob);  ///< `blob` outlives the statement's use
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_null(int parameter);

  /// True: a row is there. False: done.
  SqliteResult<bool> step();
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] ByteView blob(int column) const;
  [[nodiscard]] std::string_view text(int column) const;

 private:
  sqlite3_stmt* handle_;
  const std::string& path_;
};

/// For one thread.
class Database {
 public:
  /// Creates the file (mode 0600 by the process's umask) where it is missing. `vfs` names a file system registered with SQLite;
  /// empty: the machine's.
  static SqliteResult<Database> open(const std::filesystem::path& path, const std::string& vfs = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// One or more statements without parameters.
  SqliteResult<void> execute(const char* sql);
  /// `sql` is one statement of our own; prepared once. The result is null when SQLite does not accept it, as execute() would say.
  SqliteResult<std::unique_ptr<Statement>> prepare(const char* sql);
  /// The number that PRAGMA user_version keeps for us.
  SqliteResult<std::int64_t> user_version();
  /// Of the file, since it was opened: what reading costs that does not depend on the machine.
  [[nodiscard]] std::int64_t pages_read() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database(sqlite3* connection, std::string path);

  std::unique_ptr<std::string> path_;  // its address is what statements refer to
  std::unique_ptr<sqlite3, Close> connection_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> statements_;
};

/// All or nothing: rolled back when it goes without commit().
class Transaction {
 public:
  static SqliteResult<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  /// Durable when it returns. After an error it is unknown whether the disk has it.
  SqliteResult<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace zestron::infra
