// Holds what the pages say about their programs to what they are. GRAPNEL_DOCS_MEASURED names a file for the figures.
#include <docs_test.hpp>

#include <fstream>
#include <map>

namespace grapnel::docs {
namespace {

std::map<std::string, std::map<std::string, u64>>& measured() {
  static std::map<std::string, std::map<std::string, u64>> all;
  return all;
}

// After all tests, which measure.
class Figures : public ::testing::Environment {
 public:
  void TearDown() override {
    auto& all = measured();
    for (const PageClaims& page : claims()) {
      auto& of = all[page.program];
      of[""] = std::filesystem::file_size(std::string(GRAPNEL_PROGRAMS) + "/" + page.program + ".so");
      for (const Figure& figure : page.figures) {
        if (!of.contains(figure.name) && ::testing::GTEST_FLAG(filter) != "*") continue;  // it did not run
        EXPECT_EQ(of[figure.name], figure.value) << page.program << " " << figure.name;
      }
    }
    const char* file = std::getenv("GRAPNEL_DOCS_MEASURED");
    if (file == nullptr) return;
    idl::Json out = all;
    for (const PageClaims& page : claims()) out[page.program]["idl"] = page.idl;
    std::ofstream(file) << out.dump(2);
  }
};
[[maybe_unused]] const ::testing::Environment* const kFigures = ::testing::AddGlobalTestEnvironment(new Figures);

TEST(Pages, show_the_rows_of_the_idl) {
  for (const PageClaims& page : claims()) {
    for (const IdlRow& row : page.rows) {
      const idl::Json::json_pointer at("/" + row.pointer);
      ASSERT_TRUE(page.idl.contains(at)) << page.program << ": " << row.pointer << "\n" << page.idl.dump(2);
      EXPECT_EQ(page.idl.at(at), idl::Json::parse(row.json, nullptr, false)) << page.program << " " << row.pointer;
    }
  }
}

}  // namespace

std::vector<PageClaims>& claims() {
  static std::vector<PageClaims> all;
  return all;
}

void note(const std::string& program, const std::string& instruction, const testing::Setting& setting,
          const testing::Outcome& outcome) {
  const bool counts =
      outcome.ok() && setting.ground == testing::Ground::Real && setting.features == testing::Features::Mainnet;
  if (counts) measured()[program].try_emplace(instruction, outcome.compute_units.value_or(0));
}

}  // namespace grapnel::docs
