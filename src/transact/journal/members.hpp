// The members of a plain aggregate, one after the other: how the journal writes an action without naming its fields a second
// time. Up to nine members.
#pragma once

#include <type_traits>
#include <utility>

namespace zestron::transact {

namespace detail {
// Stands for a member of any type where an aggregate is initialised; never evaluated.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor): being implicit is its purpose
};

template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})...}; };
}

template <class T, std::size_t N = 9>
constexpr std::size_t member_count() {
  if constexpr (N == 0 || takes<T>(std::make_index_sequence<N>())) {
    return N;
  } else {
    return member_count<T, N - 1>();
  }
}
}  // namespace detail

/// Calls `visit` with each member of `aggregate`, in order of declaration.
template <class T, class Visit>
constexpr void for_each_member(T& aggregate, Visit visit) {
  constexpr auto kCount = detail::member_count<std::remove_const_t<T>>();
  static_assert(kCount > 0);
  const auto each = [&](auto&... member) { (visit(member), ...); };
  if constexpr (kCount == 1) {
    auto& [a] = aggregate;
    each(a);
  } else if constexpr (kCount == 2) {
    auto& [a, b] = aggregate;
    each(a, b);
  } else if constexpr (kCount == 3) {
    auto& [a, b, c] = aggregate;
    each(a, b, c);
  } else if constexpr (kCount == 4) {
    auto& [a, b, c, d] = aggregate;
    each(a, b, c, d);
  } else if constexpr (kCount == 5) {
    auto& [a, b, c, d, e] = aggregate;
    each(a, b, c, d, e);
  } else if constexpr (kCount == 6) {
    auto& [a, b, c, d, e, f] = aggregate;
    each(a, b, c, d, e, f);
  } else if constexpr (kCount == 7) {
    auto& [a, b, c, d, e, f, g] = aggregate;
    each(a, b, c, d, e, f, g);
  } else if constexpr (kCount == 8) {
    auto& [a, b, c, d, e, f, g, h] = aggregate;
    each(a, b, c, d, e, f, g, h);
  } else {
    auto& [a, b, c, d, e, f, g, h, i] = aggregate;
    each(a, b, c, d, e, f, g, h, i);
  }
}

}  // namespace zestron::transact
