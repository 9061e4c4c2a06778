// Each rule of `grapnel lint` on a sample that breaks it and one that doesn't. Where a finding is expected the sample says
// "finds: RULE" on its line.
#include "lint/lint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

#include "files.hpp"
#include "lint/seeds_text.hpp"

namespace grapnel::tool {
namespace {

namespace fs = std::filesystem;

using Places = std::set<std::pair<unsigned, std::string>>;

LintOptions options() {
  LintOptions out;
  out.include_dirs = {GRAPNEL_INCLUDE};
  return out;
}

Places expected_in(const fs::path& sample) {
  static const std::regex finds("// finds: (\\S+)");
  Places out;
  std::ifstream in(sample);
  unsigned number = 1;
  for (std::string line; std::getline(in, line); ++number) {
    std::smatch match;
    if (std::regex_search(line, match, finds)) out.emplace(number, match[1]);
  }
  return out;
}

std::string underscored(std::string_view id) {
  std::string out(id);
  std::ranges::replace(out, '-', '_');
  return out;
}

class LintRule : public ::testing::TestWithParam<std::string_view> {
 protected:
  void holds(const std::string& which) {
    const fs::path sample = fs::path(GRAPNEL_LINT_SAMPLES) / (underscored(GetParam()) + which);
    const auto report = lint(sample, options());
    ASSERT_TRUE(report) << report.error();
    Places found;
    for (const Finding& finding : *report) found.emplace(finding.line, finding.rule);
    EXPECT_EQ(found, expected_in(sample)) << report_as_text(*report);
  }
};

TEST_P(LintRule, finds_the_bad_sample) {
  const auto expected = expected_in(fs::path(GRAPNEL_LINT_SAMPLES) / (underscored(GetParam()) + "_bad.cpp"));
  EXPECT_TRUE(std::ranges::any_of(expected, [](const auto& place) { return place.second == GetParam(); }));
  holds("_bad.cpp");
}

TEST_P(LintRule, is_silent_on_the_good_sample) { holds("_good.cpp"); }

std::vector<std::string_view> ids() {
  std::vector<std::string_view> out;
  for (const Rule& rule : rules()) out.push_back(rule.id);
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rules, LintRule, ::testing::ValuesIn(ids()),
                         [](const auto& tested) { return underscored(tested.param); });

TEST(Lint, says_why_and_what_instead) {
  const auto report = lint(fs::path(GRAPNEL_LINT_SAMPLES) / "cpi_target_bad.cpp", options());
  ASSERT_TRUE(report);
  const std::string text = report_as_text(*report);
  EXPECT_NE(text.find("ctx.target.key()"), std::string::npos) << text;
  EXPECT_NE(text.find("instead: take the program as Program<P>"), std::string::npos) << text;
  EXPECT_NE(report_as_json(*report).find("\"rule\": \"cpi-target\""), std::string::npos);
}

TEST(Lint, source_that_does_not_compile_is_an_error_with_its_place) {
  const TemporaryFolder folder;
  const fs::path source = folder.path() / "broken.cpp";
  ASSERT_TRUE(write_file(source, "namespace broken {\nint x = nothing;\n}\n"));
  const auto report = lint(source, options());
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().find("broken.cpp:2:9: error: use of undeclared identifier 'nothing'"), std::string::npos)
      << report.error();
}

TEST(Lint, a_folder_without_sources_is_an_error) {
  const TemporaryFolder folder;
  EXPECT_FALSE(lint(folder.path(), options()));
}

TEST(SeedsText, takes_seeds_apart) {
  EXPECT_EQ(seeds_in("Init<T, Payer<&S::p>, Seeds<\"a, >b\", &S::owner, In<&S::x, &T::y>>>"),
            (std::vector<std::string>{"\"a, >b\"", "&S::owner", "In<&S::x,&T::y>"}));
  EXPECT_TRUE(seeds_in("Mut<Signer>").empty());
  EXPECT_EQ(data_type("Mut<Account<Vault, Seeds<\"v\">>>"), "Vault");
  EXPECT_EQ(data_type("Mut<Signer>"), "");
}

}  // namespace
}  // namespace grapnel::tool
