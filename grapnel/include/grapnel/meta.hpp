// The few type traits that the framework needs; <type_traits> does not exist for the BPF target.
#pragma once

#include <grapnel/detail/compiler.hpp>

namespace grapnel {

template <class... T>
struct List {};

namespace detail {

template <class A, class B>
inline constexpr bool kSame = __is_same(A, B);

template <class T, class... Options>
inline constexpr bool kIsOneOf = (kSame<T, Options> || ...);

template <class T, class ListOfTypes>
inline constexpr bool kContains = false;
template <class T, class... Options>
inline constexpr bool kContains<T, List<Options...>> = kIsOneOf<T, Options...>;

template <bool Condition, class A, class B>
struct ConditionalOf {
  using Type = A;
};
template <class A, class B>
struct ConditionalOf<false, A, B> {
  using Type = B;
};
template <bool Condition, class A, class B>
using Conditional = typename ConditionalOf<Condition, A, B>::Type;

template <class A, class B>
struct JoinOf;
template <class... A, class... B>
struct JoinOf<List<A...>, List<B...>> {
  using Type = List<A..., B...>;
};
template <class A, class B>
using Join = typename JoinOf<A, B>::Type;

template <usize... I, class F>
[[gnu::always_inline]] constexpr decltype(auto) call_with_indices(IntegerPack<usize, I...>, F&& f) {
  return f.template operator()<I...>();
}

// Calls f<0, 1, …, N-1>(). An explicit lambda given here needs __attribute__((always_inline)), or LLVM leaves a copy of
// it out of line and the compute units of a call are paid.
template <usize N, class F>
[[gnu::always_inline]] constexpr decltype(auto) with_indices(F&& f) {
  return call_with_indices(Indices<N>{}, f);
}

template <usize I, class First, class... Rest>
[[gnu::always_inline]] constexpr auto& nth(First& first, Rest&... rest) {
  if constexpr (I == 0) {
    return first;
  } else {
    return nth<I - 1>(rest...);
  }
}

template <class T>
inline constexpr bool kAlwaysFalse = false;

}  // namespace detail
}  // namespace grapnel
