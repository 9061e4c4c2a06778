// Borsh of arguments on chain, the inverse of borsh.hpp's decode, into a buffer whose size follows from the type.
#pragma once

#include <grapnel/borsh.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel::detail {

// The most bytes that a T takes.
template <class T>
consteval u64 encoded_max() {
  if constexpr (kIsString<T> || kIsByteView<T>) {
    return 4 + u64{T::kMax};
  } else if constexpr (kIsVector<T>) {
    return 4 + u64{T::kMax} * sizeof(typename T::Element);
  } else if constexpr (kIsOption<T>) {
    return 1 + encoded_max<typename T::Element>();
  } else if constexpr (kIsArray<T>) {
    return encoded_max<typename ElementOf<T>::Type>() * ElementOf<T>::kCount;
  } else if constexpr (Layout<T>::kLeaf) {
    return sizeof(T);
  } else {
    return with_indices<kFieldCount<T>>([]<usize... I>() { return (u64{0} + ... + encoded_max<FieldType<T, I>>()); });
  }
}

// `size` bytes of a run-time length; the target's compiler has no memcpy for that.
inline void copy_bytes(u8* to, const void* from, u64 size) {
#ifdef __bpf__
  sol_memcpy_(to, from, size);
#else
  if (size != 0) __builtin_memcpy(to, from, size);
#endif
}

[[gnu::always_inline]] inline u8* encode_view(u8* to, const void* data, u32 count, u64 bytes) {
  store(to, count);
  copy_bytes(to + 4, data, bytes);
  return to + 4 + bytes;
}

// The end of what was written. A view longer than its type allows is cut: the callee would refuse it anyway.
template <class T>
[[gnu::always_inline]] inline u8* encode_to(u8* to, const T& value) {
  if constexpr (kIsString<T> || kIsByteView<T>) {
    const u32 size = value.size < T::kMax ? value.size : T::kMax;
    return encode_view(to, value.data, size, size);
  } else if constexpr (kIsVector<T>) {
    const u32 size = value.size < T::kMax ? value.size : T::kMax;
    return encode_view(to, value.data, size, u64{size} * sizeof(typename T::Element));
  } else if constexpr (kIsOption<T>) {
    *to = value.present ? 1 : 0;
    return value.present ? encode_to(to + 1, value.content) : to + 1;
  } else if constexpr (Layout<T>::kLeaf) {
    store(to, value);
    return to + sizeof(T);
  } else if constexpr (kIsArray<T>) {
    for (const auto& item : value) to = encode_to(to, item);
    return to;
  } else {
    visit_fields(value,
                 [&](const auto&... field) __attribute__((always_inline)) { ((to = encode_to(to, field)), ...); });
    return to;
  }
}

}  // namespace grapnel::detail
