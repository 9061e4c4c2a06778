#include "codec/event_stream.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace zestron::codec {
namespace {

constexpr std::size_t kBytesMax = std::size_t{256} * 1024;

std::vector<std::string> events_of(std::string_view text, std::size_t step) {
  EventStream stream(kBytesMax);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); at += step) {
    EXPECT_TRUE(stream.feed(text.substr(at, step)));
    while (auto event = stream.next()) out.push_back(*std::move(event));
  }
  return out;
}

TEST(EventStream, follows_the_standard_whatever_the_line_ends_and_cuts) {
  const std::vector<std::string> expected{"one", "two\nlines", "", " kept"};
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    std::string text;
    for (const std::string_view line :
         {": comment", "event: x", "data: one", "", "", "data:two", "data: lines", "id: 7", "", "data", "",
          "data:  kept", "", "dataset: other", "", "data: never finished"}) {
      text += line;
      text += end;
    }
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, text.size()})
      EXPECT_EQ(events_of(text, step), expected);
  }
}

TEST(EventStream, refuses_an_event_without_end) {
  EventStream line(kBytesMax), lines(kBytesMax);
  EXPECT_FALSE(line.feed(std::string(kBytesMax + 1, 'x')));
  bool fits = true;
  for (int i = 0; fits && i < 1000; ++i) {
    fits = lines.feed("data: " + std::string(1000, 'x') + "\n");
    EXPECT_FALSE(lines.next());
  }
  EXPECT_FALSE(fits);
}

}  // namespace
}  // namespace zestron::codec
