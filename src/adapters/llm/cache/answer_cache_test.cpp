#include "adapters/llm/cache/answer_cache.hpp"

#include <gtest/gtest.h>

namespace zestron::llm {
namespace {

Hash hash(std::uint8_t n) {
  Hash out;
  out.value()[0] = n;
  return out;
}
CachedAnswer text(std::size_t bytes) { return {"p", "m", {.text = std::string(bytes, 'x')}}; }

TEST(AnswerCache, the_least_recently_used_goes_first) {
  AnswerCache cache(2, 10'000);
  cache.put(hash(1), text(1));
  cache.put(hash(2), text(1));
  EXPECT_NE(cache.find(hash(1)), nullptr);
  cache.put(hash(3), text(1));
  EXPECT_EQ(cache.find(hash(2)), nullptr);
  EXPECT_NE(cache.find(hash(1)), nullptr);
}

TEST(AnswerCache, keeps_its_bytes_bounded) {
  AnswerCache cache(100, 2'000);
  for (std::uint8_t i = 0; i < 50; ++i) {
    cache.put(hash(i), text(500));
    EXPECT_LE(cache.bytes(), 2'000U);
  }
  EXPECT_EQ(cache.entries(), 2U);
  cache.put(hash(99), text(5'000));
  EXPECT_EQ(cache.find(hash(99)), nullptr);
  cache.put(hash(49), text(1));
  EXPECT_EQ(cache.find(hash(49))->answer.text, "x");
}

TEST(AnswerCache, keeps_only_what_is_the_same_twice_or_was_asked_for) {
  using ports::Caching;
  EXPECT_TRUE(cacheable({.temperature_milli = 0}));
  EXPECT_FALSE(cacheable({.temperature_milli = 1}));
  EXPECT_TRUE(cacheable({.temperature_milli = 1, .caching = Caching::kAlways}));
  EXPECT_FALSE(cacheable({.temperature_milli = 0, .caching = Caching::kNever}));
}

}  // namespace
}  // namespace zestron::llm
