// Steps over the tails of an account: first over bytes that nobody vouches for, afterwards over those that were proven.
#pragma once

#include <grapnel/tail.hpp>

namespace grapnel::detail {

// How many elements a tail has; an option has none or one.
template <class Shape>
[[gnu::always_inline]] inline u64 tail_count(const u8* at) {
  u64 count;
  if constexpr (Shape::kCounted) {
    count = load<u32>(at);
  } else {
    count = *at;
  }
#ifdef __bpf__
  // Else LLVM, which knows its bound, computes in 32 bits, and pays two shifts each time for the way back.
  asm("" : "+r"(count));
#endif
  return count;
}

// How long a tail is whose length is proven.
template <class Shape>
[[gnu::always_inline]] inline u64 tail_size(const u8* at) {
  return Shape::kSizeMin + tail_count<Shape>(at) * Shape::kElementSize;
}

// Whether the tail at `at` is one, and `rest` more bytes follow it before `end`; if so `at` is moved behind it.
// Addresses are numbers here, because a hostile length leads outside of the data before it is compared. It can't lead
// past 2^64: a length is at most Max, and Max elements fit into an account.
template <class Shape>
[[gnu::always_inline]] inline bool step_over_tail(u64& at, u64 end, u64 rest) {
  const u64 count = tail_count<Shape>(reinterpret_cast<const u8*>(at));
  if (count > Shape::kMax) return false;
  at += count * Shape::kElementSize;
  at += Shape::kSizeMin;
  return at + rest <= end;
}

// Whether the `size` bytes at `first` begin with all tails of T; `size` is at least tails_size_min<T>(). Invariant: where a step begins, the
// shortest form of all tails from there on lies before the end; so a length is never read behind it, and one comparison
// a tail is enough.
template <class T>
[[gnu::always_inline]] inline bool tails_are_sound(const u8* first, u64 size) {
  u64 at = reinterpret_cast<u64>(first);
  const u64 end = at + size;
  return with_indices<kTailCount<T>>([&]<usize... I>() __attribute__((always_inline)) {
    return (step_over_tail<TailShapeAt<T, I>>(at, end, tails_size_min<T, I + 1>()) && ...);
  });
}

// Where the tail of that number begins. `first`: where the first one does.
template <class T>
[[gnu::always_inline]] inline u8* tail_at(u8* first, u64 number) {
  with_indices<kTailCount<T>>([&]<usize... I>() __attribute__((always_inline)) {
    ((I < number ? static_cast<void>(first += tail_size<TailShapeAt<T, I>>(first)) : void()), ...);
  });
  return first;
}

// How many bytes the tails behind that number take. `next`: where the first of them begins.
template <class T>
[[gnu::always_inline]] inline u64 size_of_tails_after(const u8* next, u64 number) {
  const u8* at = next;
  with_indices<kTailCount<T>>([&]<usize... I>() __attribute__((always_inline)) {
    ((I > number ? static_cast<void>(at += tail_size<TailShapeAt<T, I>>(at)) : void()), ...);
  });
  return static_cast<u64>(at - next);
}

// The number of the tail that a member pointer names, among those of `head`: a constant once this is inlined.
template <class T, class Member>
[[gnu::always_inline]] inline u64 tail_number(const T* head, Member T::* member) {
  return reinterpret_cast<u64>(&(head->*member)) - reinterpret_cast<u64>(head) - head_end<T>();
}

// What a proven tail holds, as the arguments of its type are seen.
template <class V>
[[gnu::always_inline]] inline V read_tail(const u8* at) {
  V value;
  if constexpr (TailShape<V>::kCounted) {
    value.size = load<u32>(at);
    value.data = reinterpret_cast<decltype(value.data)>(at + sizeof(u32));
  } else {
    value.present = *at != 0;
    if (value.present) value.content = load<typename V::Element>(at + 1);
  }
  return value;
}

}  // namespace grapnel::detail
