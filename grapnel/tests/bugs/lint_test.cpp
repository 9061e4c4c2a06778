// What `grapnel lint` says about the twins: exactly what their lines mark with "finds: RULE", so nothing about the safe ones.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "lint/lint.hpp"

namespace {

namespace fs = std::filesystem;
using Place = std::tuple<std::string, unsigned, std::string>;

std::set<Place> expected() {
  static const std::regex kFinds("// finds: (\\S+)");
  std::set<Place> out;
  for (const auto& kind : fs::directory_iterator(fs::path(BUGS_SOURCES) / "src/kinds")) {
    std::ifstream in(kind.path());
    unsigned number = 1;
    for (std::string line; std::getline(in, line); ++number) {
      std::smatch match;
      if (std::regex_search(line, match, kFinds)) out.emplace(kind.path().filename(), number, match[1]);
    }
  }
  return out;
}

TEST(BugsLint, names_each_marked_line_and_no_other) {
  const fs::path root = BUGS_SOURCES;
  grapnel::tool::LintOptions options;
  options.include_dirs = {root / "interface", GRAPNEL_INCLUDE};
  const auto report = grapnel::tool::lint(root / "src/program.hpp", options);
  ASSERT_TRUE(report) << report.error();
  std::set<Place> found;
  for (const auto& finding : *report) found.emplace(fs::path(finding.file).filename(), finding.line, finding.rule);
  EXPECT_EQ(found, expected()) << report_as_text(*report);
}

}  // namespace
