// What clang and GCC spell differently. Programs are compiled by clang alone; the host also by GCC. Every such difference
// stands here, but for the forms of __PRETTY_FUNCTION__, which reflect.hpp reads.
#pragma once

#include <grapnel/integers.hpp>

// clang's own attributes are advice for programs; GCC may pass over them.
#ifndef __clang__
#pragma GCC diagnostic ignored_attributes "clang::minsize,clang::noescape"
#endif

namespace grapnel::detail {

template <class T, T... Values>
struct IntegerPack {};

#ifdef __clang__

template <class T>
using RemoveCvref = __remove_cvref(T);

template <usize N>
using Indices = __make_integer_seq<IntegerPack, usize, N>;

template <class T>
inline constexpr bool kIsIntegral = __is_integral(T);

[[gnu::always_inline]] inline void assume(bool condition) { __builtin_assume(condition); }

#else

template <class T>
struct RemoveCvrefOf {
  using Type = T;
};
template <class T>
struct RemoveCvrefOf<const T> : RemoveCvrefOf<T> {};
template <class T>
struct RemoveCvrefOf<volatile T> : RemoveCvrefOf<T> {};
template <class T>
struct RemoveCvrefOf<const volatile T> : RemoveCvrefOf<T> {};
template <class T>
struct RemoveCvrefOf<T&> : RemoveCvrefOf<T> {};
template <class T>
struct RemoveCvrefOf<T&&> : RemoveCvrefOf<T> {};
template <class T>
using RemoveCvref = typename RemoveCvrefOf<T>::Type;

template <usize N>
using Indices = IntegerPack<usize, __integer_pack(N)...>;

template <class T>
inline constexpr bool kIsIntegral = false;
template <>
inline constexpr bool kIsIntegral<bool> = true;
template <>
inline constexpr bool kIsIntegral<char> = true;
template <>
inline constexpr bool kIsIntegral<signed char> = true;
template <>
inline constexpr bool kIsIntegral<unsigned char> = true;
template <>
inline constexpr bool kIsIntegral<wchar_t> = true;
template <>
inline constexpr bool kIsIntegral<char8_t> = true;
template <>
inline constexpr bool kIsIntegral<char16_t> = true;
template <>
inline constexpr bool kIsIntegral<char32_t> = true;
template <>
inline constexpr bool kIsIntegral<short> = true;
template <>
inline constexpr bool kIsIntegral<unsigned short> = true;
template <>
inline constexpr bool kIsIntegral<int> = true;
template <>
inline constexpr bool kIsIntegral<unsigned> = true;
template <>
inline constexpr bool kIsIntegral<long> = true;
template <>
inline constexpr bool kIsIntegral<unsigned long> = true;
template <>
inline constexpr bool kIsIntegral<long long> = true;
template <>
inline constexpr bool kIsIntegral<unsigned long long> = true;

[[gnu::always_inline]] inline void assume(bool condition) {
  if (!condition) __builtin_unreachable();
}

#endif

template <class T>
consteval bool is_unsigned() {
  if constexpr (kIsIntegral<T>) {
    return static_cast<T>(-1) > static_cast<T>(0);
  } else {
    return false;
  }
}

}  // namespace grapnel::detail
