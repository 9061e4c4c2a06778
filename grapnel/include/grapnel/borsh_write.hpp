// Borsh written by a program: events and return data that hold strings, vectors or options. Everything has a largest size
// that its type says, and is put together in a buffer of that size on the stack.
#pragma once

#include <grapnel/borsh.hpp>

namespace grapnel::detail {

// Whether a T's Borsh form has no fixed length.
template <class T>
consteval bool is_variable() {
  if constexpr (kIsString<T> || kIsByteView<T> || kIsVector<T> || kIsOption<T>) {
    return true;
  } else if constexpr (Layout<T>::kLeaf) {
    return false;
  } else if constexpr (kIsArray<T>) {
    return is_variable<typename ElementOf<T>::Type>();
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>([]<usize... I>() { return (is_variable<FieldType<T, I>>() || ... || false); });
  } else {
    return false;
  }
}

// Whether a T points at bytes elsewhere.
template <class T>
consteval bool has_views() {
  if constexpr (kIsString<T> || kIsByteView<T> || kIsVector<T>) {
    return true;
  } else if constexpr (Layout<T>::kLeaf) {
    return false;
  } else if constexpr (kIsOption<T>) {
    return has_views<typename T::Element>();
  } else if constexpr (kIsArray<T>) {
    return has_views<typename ElementOf<T>::Type>();
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>([]<usize... I>() { return (has_views<FieldType<T, I>>() || ... || false); });
  } else {
    return false;
  }
}

template <class T>
consteval u64 borsh_size_max() {
  if constexpr (kIsString<T> || kIsByteView<T>) {
    return sizeof(u32) + T::kMax;
  } else if constexpr (kIsVector<T>) {
    return sizeof(u32) + u64{T::kMax} * sizeof(typename T::Element);
  } else if constexpr (kIsOption<T>) {
    return 1 + borsh_size_max<typename T::Element>();
  } else if constexpr (Layout<T>::kLeaf) {
    return sizeof(T);
  } else if constexpr (kIsArray<T>) {
    return borsh_size_max<typename ElementOf<T>::Type>() * ElementOf<T>::kCount;
  } else {
    return with_indices<kFieldCount<T>>(
        []<usize... I>() { return (u64{0} + ... + borsh_size_max<FieldType<T, I>>()); });
  }
}

template <class T>
[[gnu::always_inline]] inline bool write(u8*& at, const T& value);

[[gnu::always_inline]] inline bool write_view(u8*& at, const void* data, u64 count, u64 max, u64 element_size) {
  if (count > max) return false;
  store(at, static_cast<u32>(count));
  at += sizeof(u32);
  if (count != 0) sol_memcpy_(at, data, count * element_size);
  at += count * element_size;
  return true;
}

// Moves `at` behind what it writes. False if a view is longer than its type says: its constructor takes any text.
template <class T>
[[gnu::always_inline]] inline bool write(u8*& at, const T& value) {
  if constexpr (kIsString<T> || kIsByteView<T>) {
    return write_view(at, value.data, value.size, T::kMax, 1);
  } else if constexpr (kIsVector<T>) {
    return write_view(at, value.data, value.size, T::kMax, sizeof(typename T::Element));
  } else if constexpr (kIsTailString<T>) {
    return write_view(at, value.text().data, value.text().size, T::capacity(), 1);
  } else if constexpr (kIsOption<T>) {
    *at++ = value.present ? 1 : 0;
    return !value.present || write(at, value.content);
  } else if constexpr (Layout<T>::kLeaf) {
    store(at, value);
    at += sizeof(T);
    return true;
  } else if constexpr (kPacked<T> && sizeof(T) > 128) {
    sol_memcpy_(at, &value, sizeof(T));
    at += sizeof(T);
    return true;
  } else if constexpr (kIsArray<T>) {
    for (const auto& item : value) {
      if (!write(at, item)) return false;
    }
    return true;
  } else {
    return visit_fields(
        value, [&](const auto&... field) __attribute__((always_inline)) { return (write(at, field) && ... && true); });
  }
}

}  // namespace grapnel::detail
