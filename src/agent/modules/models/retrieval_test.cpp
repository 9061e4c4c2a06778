#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

Bench asked() {
  Bench bench("retrieval", {{"collection", "papers"}, {"passages_max", 3}, {"text_bytes_max", 8}});
  EXPECT_FALSE(bench.text(0, "what moves it").step());
  return bench;
}

TEST(RetrievalModule, searches_for_its_query) {
  const auto bench = asked();
  ASSERT_EQ(bench.effects().requests.size(), 1U);
  EXPECT_EQ(std::get<domain::Search>(bench.effects().requests[0].content),
            (domain::Search{"what moves it", "papers", 3, 8}));
}

TEST(RetrievalModule, keeps_as_much_as_fits) {
  auto bench = asked();
  EXPECT_TRUE(bench.feed(domain::Answer{"node", 1, domain::Answer::Text{"a passage that is long"}}));
  EXPECT_EQ(bench.out<Text>().view(), "a passag");
  bench = asked();
  EXPECT_FALSE(bench.feed(domain::Answer{"node", 1, domain::Answer::Failed{"away"}}));
}

}  // namespace
}  // namespace zestron::agent
