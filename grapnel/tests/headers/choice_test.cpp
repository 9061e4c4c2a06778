// Choice: each tag finds its handler, and nothing else finds one.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/detail/choice.hpp>
#include <utility>

namespace grapnel::detail {
namespace {

template <u64 I>
u64 give(u8*, const u8*, u64) {
  return I;
}

// Discriminators are hashes; these are as good.
template <usize N>
consteval Array<u64, N> tags_of() {
  Array<u64, N> tags{};
  u64 state = N;
  for (u64& tag : tags) {
    state = state * 2862933555777941757u + 3037000493u;
    tag = state ^ state >> 29;
  }
  return tags;
}

template <usize N>
constexpr Choice<N> kChoice = []<u64... I>(std::integer_sequence<u64, I...>) {
  return Choice<N>{tags_of<N>(), Array<SmallHandler, N>{{give<I>...}}};
}(std::make_integer_sequence<u64, N>{});

template <usize N>
void finds_each_and_no_other(u64 other) {
  constexpr auto kTags = tags_of<N>();
  bool is_one = false;
  for (usize i = 0; i < N; ++i) {
    const SmallHandler handler = kChoice<N>.of(kTags[i]);
    RC_ASSERT(handler != nullptr);
    RC_ASSERT(handler(nullptr, nullptr, 0) == i);
    is_one |= kTags[i] == other;
    // The nearest that is none: one bit away.
    const u64 near = kTags[i] ^ u64 { 1 } << other % 64;
    bool known = false;
    for (const u64 tag : kTags) known |= tag == near;
    if (!known) RC_ASSERT(kChoice<N>.of(near) == nullptr);
  }
  if (!is_one) RC_ASSERT(kChoice<N>.of(other) == nullptr);
}

RC_GTEST_PROP(Choice, finds_each_of_a_few_and_no_other, (u64 other)) { finds_each_and_no_other<1>(other); }
RC_GTEST_PROP(Choice, finds_each_of_a_program_and_no_other, (u64 other)) { finds_each_and_no_other<22>(other); }
RC_GTEST_PROP(Choice, finds_each_of_many_and_no_other, (u64 other)) { finds_each_and_no_other<40>(other); }

TEST(Choice, zero_is_not_found_in_empty_places) { EXPECT_EQ(kChoice<22>.of(0), nullptr); }

}  // namespace
}  // namespace grapnel::detail
