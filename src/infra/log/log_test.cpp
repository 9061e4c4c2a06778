#include "infra/log/log.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace zestron::log {
namespace {

constexpr std::int64_t kTime = 1'700'000'000'042;

TEST(Log, text_has_time_level_event_and_fields) {
  EXPECT_EQ(
      line(Format::kText, kTime, Level::kWarning, "slow call", {{"method", "getBlock"}, {"ms", std::int64_t{1'204}}}),
      R"(2023-11-14T22:13:20.042Z warning slow call method="getBlock" ms=1204)");
}

TEST(Log, json_is_one_object) {
  EXPECT_EQ(line(Format::kJson, kTime, Level::kInfo, "ready", {{"port", std::int64_t{8'899}}, {"seconds", 0.25}}),
            R"({"time":"2023-11-14T22:13:20.042Z","level":"info","event":"ready","port":8899,"seconds":0.25})");
}

TEST(Log, text_from_outside_cannot_forge_a_line) {
  for (const auto format : {Format::kText, Format::kJson}) {
    const std::string text = line(format, kTime, Level::kInfo, "x", {{"method", "a\n2023 error b\" c=\"\xff"}});
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_NE(text.find(R"(a\n2023 error b\" c=\")"), std::string::npos) << text;
  }
}

TEST(Log, writes_whole_lines_to_its_sink_and_none_without) {
  std::vector<std::string> lines;
  const Log log(Format::kText, [&](std::string_view text) { lines.emplace_back(text); });
  log.write(Level::kError, "disk", {});
  Log().write(Level::kError, "disk", {});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].ends_with(" error   disk")) << lines[0];
}

}  // namespace
}  // namespace zestron::log
