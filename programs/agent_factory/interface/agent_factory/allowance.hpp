// Allowance: a cap on what is spent in every interval of a window's length, wherever it starts. Pure arithmetic on eight
// numbers; the wallet keeps one for each mint, for lamports, for uses and for flat fees.
//
// The window is cut into sevenths, and the ring holds the last eight of them. An interval of the window's length touches
// eight neighbouring sevenths at most, so the sum over the ring is never less than what was spent in the interval that
// ends now: where the sum stays under the cap, every interval does.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

inline constexpr usize kAllowanceBuckets = 8;

// cap 0: nothing is allowed.
struct Allowance {
  u64 cap;
  u64 window_s;                         // a multiple of 7, above 0 if cap is
  u64 newest_bucket;                    // unix seconds ÷ (window_s ÷ 7); only grows
  Array<u64, kAllowanceBuckets> spent;  // by bucket number modulo 8
};
static_assert(sizeof(Allowance) == 88);

// The functions below take any struct with these fields, so that a test can walk through all states of a small one.

constexpr bool is_valid_window(u64 window_s) { return window_s != 0 && window_s % (kAllowanceBuckets - 1) == 0; }

namespace allowance_detail {

template <class A>
using Word = decltype(A::cap);

// A seventh of the window; of an allowance that was never set, one second: with cap 0 nothing depends on it.
template <class A>
constexpr u64 width_of(const A& allowance) {
  const u64 width = allowance.window_s / (kAllowanceBuckets - 1);
  return width == 0 ? 1 : width;
}

template <class A>
constexpr auto& bucket(A& allowance, u64 number) {
  return allowance.spent[number % kAllowanceBuckets];
}

}  // namespace allowance_detail

// Moves the ring to `now` (unix seconds) and empties what has left the window. A clock that ran back counts in the newest
// bucket. About 15 compute units, in a new bucket 12 more for each that was passed over.
template <class A>
[[gnu::always_inline]] constexpr void advance(A& allowance, i64 now) {
  using Word = allowance_detail::Word<A>;
  const u64 current = now < 0 ? 0 : static_cast<u64>(now) / allowance_detail::width_of(allowance);
  const u64 newest = allowance.newest_bucket;
  if (current <= newest) return;
  const u64 passed = current - newest;
  const u64 emptied = passed < kAllowanceBuckets ? passed : kAllowanceBuckets;
  for (u64 step = 1; step <= emptied; ++step) allowance_detail::bucket(allowance, newest + step) = 0;
  allowance.newest_bucket = static_cast<Word>(current);
}

// What may still be spent in the newest bucket. Of a ring that was advanced.
template <class A>
[[gnu::always_inline]] constexpr u64 left_of(const A& allowance) {
  // Fits: nothing is spent beyond the cap, and set_limits() adds up to a word at most.
  u64 total = 0;
#ifdef __clang__
#pragma clang loop unroll(full)
#endif
  // grapnel-lint: allow(unchecked-arithmetic) as said above
  for (usize at = 0; at < kAllowanceBuckets; ++at) total += allowance.spent[at];
  const u64 cap = allowance.cap;
  // Not a 0 that clang knows: it would make both branches one, at three times the cost.
  return __builtin_expect(cap < total, false) ? grapnel::detail::opaque(0) : cap - total;
}

// Counts `amount` as spent now: at most left_of(), and then nothing overflows, since the sum stays under the cap.
template <class A>
[[gnu::always_inline]] constexpr void spend(A& allowance, u64 amount) {
  auto& newest = allowance_detail::bucket(allowance, allowance.newest_bucket);
  newest = static_cast<allowance_detail::Word<A>>(newest + amount);
}

// Takes back from the newest bucket what was set aside there and not used: at most what this very instruction has spent().
template <class A>
[[gnu::always_inline]] constexpr void unspend(A& allowance, u64 amount) {
  auto& newest = allowance_detail::bucket(allowance, allowance.newest_bucket);
  newest = static_cast<allowance_detail::Word<A>>(newest - amount);
}

// New limits; what was spent stays spent. The buckets of another window can't be cut anew, so everything in the ring is
// counted as spent now: stricter than needed, for one window.
template <class A>
constexpr void set_limits(A& allowance, u64 cap, u64 window_s, i64 now) {
  using Word = allowance_detail::Word<A>;
  advance(allowance, now);
  if (window_s != allowance.window_s) {
    constexpr u64 kMost = static_cast<Word>(~Word{0});
    u64 total = 0;
    for (usize at = 0; at < kAllowanceBuckets; ++at) {
      const u64 spent = allowance.spent[at];
      total = spent > kMost - total ? kMost : total + spent;
      allowance.spent[at] = 0;
    }
    // Where the clock ran back, the time that the ring had reached: buckets only grow.
    const u64 reached = allowance.newest_bucket * allowance_detail::width_of(allowance);
    const u64 time = now > 0 && static_cast<u64>(now) > reached ? static_cast<u64>(now) : reached;
    allowance.window_s = static_cast<Word>(window_s);
    allowance.newest_bucket = static_cast<Word>(time / allowance_detail::width_of(allowance));
    allowance_detail::bucket(allowance, allowance.newest_bucket) = static_cast<Word>(total);
  }
  allowance.cap = static_cast<Word>(cap);
}

}  // namespace agent_factory
