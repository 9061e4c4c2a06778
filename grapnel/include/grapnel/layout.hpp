// Which types may lie in accounts, events and arguments: those whose memory equals their Borsh form, so that data is
// read in place and any Borsh client decodes it.
#pragma once

#include <grapnel/array.hpp>
#include <grapnel/lamports.hpp>
#include <grapnel/pubkey.hpp>
#include <grapnel/reflect.hpp>
#include <grapnel/unaligned.hpp>

namespace grapnel {

// `u32` length and N bytes of room. In the IDL a struct {used: u32, chars: [u8; N]}.
template <usize N>
struct FixedString {
  u32 used = 0;
  Array<char, N> chars{};

  static constexpr usize capacity() { return N; }
  constexpr Text text() const { return {chars.items, used < N ? used : N}; }

  // False, and nothing changed, if `text` is longer than N. Unused bytes are zero.
  template <class AnyText>
  [[nodiscard]] constexpr bool assign(const AnyText& text) {
    if (text.size > N) return false;
    for (usize i = 0; i < N; ++i) chars[i] = i < text.size ? text.data[i] : char{0};
    used = static_cast<u32>(text.size);
    return true;
  }
};

// The same bytes as FixedString<N>, as the last field of an account or event. Clients read a Borsh `string` and ignore
// the unused room behind it.
template <usize N>
struct TailString : FixedString<N> {};

namespace detail {

// Plain: sizeof is the Borsh size. kPackedSize 0 means that the type can't be one.
template <class T>
struct Layout {
  static constexpr bool kLeaf = kIsIntegral<T> || __is_enum(T);
  static constexpr bool kAnyBits = kIsIntegral<T> && !kSame<T, bool>;
};
template <>
struct Layout<Pubkey> {
  static constexpr bool kLeaf = true;
  static constexpr bool kAnyBits = true;
};
template <>
struct Layout<Lamports> : Layout<Pubkey> {};
template <>
struct Layout<U128> : Layout<Pubkey> {};
template <>
struct Layout<I128> : Layout<Pubkey> {};
// A T at any address: where a discriminator's length leaves the fields unaligned.
template <class T>
struct Layout<Unaligned<T>> : Layout<T> {
  static_assert(Layout<T>::kLeaf && Layout<T>::kAnyBits, "grapnel: an Unaligned field is an integer or a key");
};
template <usize N>
struct Layout<FixedString<N>> : Layout<Pubkey> {
  static_assert(N % 4 == 0, "grapnel: the capacity of a FixedString is a multiple of 4, so that no padding follows it");
};
template <usize N>
struct Layout<TailString<N>> : Layout<FixedString<N>> {};

template <class T>
inline constexpr bool kIsArray = false;
template <class T, usize N>
inline constexpr bool kIsArray<Array<T, N>> = true;
template <class T>
inline constexpr bool kIsUnaligned = false;
template <class T>
inline constexpr bool kIsUnaligned<Unaligned<T>> = true;
template <class T>
inline constexpr bool kIsTailString = false;
template <usize N>
inline constexpr bool kIsTailString<TailString<N>> = true;

template <class T>
struct ElementOf;
template <class T, usize N>
struct ElementOf<Array<T, N>> {
  using Type = T;
  static constexpr usize kCount = N;
};

// The sum of the fields' sizes: less than sizeof(T) if there is padding, 0 if some type has no fixed layout.
template <class T>
consteval usize packed_size() {
  if constexpr (Layout<T>::kLeaf) {
    return sizeof(T);
  } else if constexpr (kIsArray<T>) {
    return packed_size<typename ElementOf<T>::Type>() * ElementOf<T>::kCount;
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>([]<usize... I>() {
      return ((packed_size<FieldType<T, I>>() == 0) || ... || false)
                 ? usize{0}
                 : (usize{0} + ... + packed_size<FieldType<T, I>>());
    });
  } else {
    return 0;
  }
}

// Whether every bit pattern is a value: false where bool or an enum is inside.
template <class T>
consteval bool any_bits() {
  if constexpr (Layout<T>::kLeaf) {
    return Layout<T>::kAnyBits;
  } else if constexpr (kIsArray<T>) {
    return any_bits<typename ElementOf<T>::Type>();
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>([]<usize... I>() { return (any_bits<FieldType<T, I>>() && ...); });
  } else {
    return false;
  }
}

template <class T, usize I, bool Top>
consteval bool last_tail() {
  return Top && I + 1 == kFieldCount<T> && kIsTailString<FieldType<T, I>>;
}

// TailString only last, and never inside a field.
template <class T, bool Top = true>
consteval bool tails_stand_last() {
  if constexpr (kIsTailString<T>) {
    return false;
  } else if constexpr (Layout<T>::kLeaf) {
    return true;
  } else if constexpr (kIsArray<T>) {
    return tails_stand_last<typename ElementOf<T>::Type, false>();
  } else {
    return with_indices<kFieldCount<T>>([]<usize... I>() {
      return ((last_tail<T, I, Top>() || tails_stand_last<FieldType<T, I>, false>()) && ... && true);
    });
  }
}

// Bytes that memory and Borsh agree on.
template <class T>
inline constexpr bool kPacked = packed_size<T>() == sizeof(T);

template <class T>
consteval bool require_plain_layout() {
  static_assert(__is_trivially_copyable(T), "grapnel: a type in an account or event is plain data");
  static_assert(alignof(T) <= 8, "grapnel: the runtime aligns data to 8 bytes; use U128 for 128-bit integers");
  static_assert(packed_size<T>() != 0,
                "grapnel: a field has a type without a fixed layout (raw arrays: use Array<T, N>)");
  static_assert(packed_size<T>() == 0 || kPacked<T>,
                "grapnel: the struct has padding; order its fields by size or add reserved bytes");
  static_assert(packed_size<T>() == 0 || tails_stand_last<T>(),
                "grapnel: TailString may only be the last field of an account or event");
  return true;
}

}  // namespace detail
}  // namespace grapnel
