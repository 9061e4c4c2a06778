// The table of docs/grapnel/security.md: a row for each kind, and what each row names is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What the first group of the pattern is, wherever it stands.
std::set<std::string> all(const std::string& text, const std::string& pattern) {
  const std::regex searched(pattern);
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), searched), end; it != end; ++it) out.insert((*it)[1]);
  return out;
}

const fs::path kRoot = REPOSITORY;
const fs::path kBugs = BUGS_SOURCES;

TEST(SecurityTable, has_a_row_for_each_kind_and_attack_and_none_besides) {
  std::set<std::string> kinds;
  for (const auto& kind : fs::directory_iterator(kBugs / "src/kinds")) kinds.insert(kind.path().stem());
  EXPECT_EQ(kinds.size(), 20u);
  EXPECT_EQ(all(read(kBugs / "attacks_test.cpp"), "TEST_F\\(\\w+, (\\w+)\\)"), kinds);
  EXPECT_EQ(all(read(SECURITY_TABLE), "\n\\|[^\n]*\\[`(\\w+)`\\]\\(\\.\\./\\.\\./grapnel/tests/bugs/src/kinds/"),
            kinds);
}

TEST(SecurityTable, names_files_that_are_there) {
  const auto links = all(read(SECURITY_TABLE), "\\]\\((\\.\\./[^)#]+)\\)");
  EXPECT_FALSE(links.empty());
  for (const std::string& link : links) EXPECT_TRUE(fs::exists(fs::path(SECURITY_TABLE).parent_path() / link)) << link;
}

TEST(SecurityTable, gives_the_numbers_and_rules_that_the_tests_hold) {
  const std::string table = read(SECURITY_TABLE), attacks = read(kBugs / "attacks_test.cpp");
  const std::string codes = read(kRoot / "grapnel/include/grapnel/detail/framework_error.hpp");
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::smatch row;
    if (!std::regex_search(line, row,
                           std::regex("^\\|[^\n]*\\[`(\\w+)`\\]\\(\\.\\./\\.\\./grapnel/tests/bugs/src/kinds/")))
      continue;
    const std::string kind = row[1];
    const std::size_t begin = attacks.find(", " + kind + ")");
    ASSERT_NE(begin, std::string::npos) << kind;
    const std::string test = attacks.substr(begin, attacks.find("\n}\n", begin) - begin);
    for (const std::string& name : all(test, "ErrorCode::(\\w+)")) {
      std::smatch number;
      ASSERT_TRUE(std::regex_search(codes, number, std::regex("  " + name + " = (\\d+)"))) << name;
      EXPECT_NE(line.find(number[1]), std::string::npos) << kind << ": " << name << " is " << number[1];
    }
    const std::string source = read(kBugs / "src/kinds" / (kind + ".hpp"));
    for (const std::string& rule : all(source, "// finds: (\\S+)"))
      EXPECT_NE(line.find("`" + rule + "`"), std::string::npos) << kind << ": " << rule;
  }
}

}  // namespace
