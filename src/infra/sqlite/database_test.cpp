#include "infra/sqlite/database.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace zestron::infra {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  DatabaseTest() {
    std::string name = (std::filesystem::temp_directory_path() / "zestron-sqlite-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~DatabaseTest() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "test.db"; }

  static std::int64_t count(Database& database) {
    auto statement = database.prepare("SELECT count(*) FROM t");
    EXPECT_TRUE((*statement)->step());
    return (*statement)->integer(0);
  }

  std::filesystem::path folder_;
};

TEST_F(DatabaseTest, keeps_what_was_committed_and_nothing_else) {
  {
    auto database = *Database::open(path());
    ASSERT_TRUE(database.execute("CREATE TABLE t(a INTEGER, b BLOB, c TEXT)"));
    {
      auto transaction = *Transaction::begin(database);
      const Bytes blob{1, 2, 3};
      auto insert = *database.prepare("INSERT INTO t VALUES(?,?,?)");
      insert->bind(1, std::int64_t{-7}).bind(2, ByteView(blob)).bind(3, std::string_view("x"));
      ASSERT_EQ(insert->step().value(), false);
      ASSERT_TRUE(transaction.commit());
    }
    auto transaction = *Transaction::begin(database);
    ASSERT_TRUE(database.execute("INSERT INTO t VALUES(1,x'',NULL)"));
  }
  auto database = *Database::open(path());
  EXPECT_EQ(count(database), 1);
  auto row = *database.prepare("SELECT a, b, c FROM t");
  ASSERT_EQ(row->step().value(), true);
  EXPECT_EQ(row->integer(0), -7);
  EXPECT_EQ(row->blob(1).size(), 3U);
  EXPECT_EQ(row->text(2), "x");
}

TEST_F(DatabaseTest, an_empty_blob_is_not_null) {
  auto database = *Database::open(path());
  ASSERT_TRUE(database.execute("CREATE TABLE t(b BLOB NOT NULL)"));
  auto insert = *database.prepare("INSERT INTO t VALUES(?)");
  EXPECT_TRUE(insert->bind(1, ByteView()).step());
}

TEST_F(DatabaseTest, a_second_connection_is_refused) {
  const auto first = Database::open(path());
  const auto second = Database::open(path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, SqliteCode::kLocked);
  EXPECT_NE(second.error().message.find("another process"), std::string::npos);
}

TEST_F(DatabaseTest, a_file_that_is_no_database_is_told) {
  std::ofstream(path()) << std::string(8'192, 'x');
  const auto opened = Database::open(path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, SqliteCode::kDamaged);
}

TEST_F(DatabaseTest, a_constraint_refuses) {
  auto database = *Database::open(path());
  ASSERT_TRUE(database.execute("CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES(1)"));
  const auto again = database.execute("INSERT INTO t VALUES(1)");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, SqliteCode::kRefused);
}

}  // namespace
}  // namespace zestron::infra
