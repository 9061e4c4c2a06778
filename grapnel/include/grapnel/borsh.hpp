// Arguments in Borsh. A type without variable parts whose memory equals its Borsh form is read in place; any other is
// decoded into a local. Bytes behind the arguments are allowed, as Anchor allows them.
#pragma once

#include <grapnel/layout.hpp>
#include <grapnel/memory.hpp>
#include <grapnel/strings.hpp>

namespace grapnel::detail {

// Invariant: at <= end, and nothing before `at` is read again.
struct Reader {
  const u8* at;
  const u8* end;

  [[gnu::always_inline]] u64 left() const { return static_cast<u64>(end - at); }
};

template <class T>
inline constexpr bool kIsVector = false;
template <class T, u32 Max>
inline constexpr bool kIsVector<Vec<T, Max>> = true;
template <class T>
inline constexpr bool kIsString = false;
template <u32 Max>
inline constexpr bool kIsString<String<Max>> = true;
template <class T>
inline constexpr bool kIsByteView = false;
template <u32 Max>
inline constexpr bool kIsByteView<ByteView<Max>> = true;
template <class T>
inline constexpr bool kIsOption = false;
template <class T>
inline constexpr bool kIsOption<Option<T>> = true;

template <class T>
inline constexpr bool kReadInPlace = kPacked<T> && any_bits<T>() && alignof(T) <= 8;

// Whether an argument of this type can be decoded at all.
template <class T>
consteval bool is_argument() {
  if constexpr (kIsString<T> || kIsByteView<T> || kIsVector<T> || Layout<T>::kLeaf) {
    return true;
  } else if constexpr (kIsOption<T>) {
    return is_argument<typename T::Element>();
  } else if constexpr (kIsArray<T>) {
    return is_argument<typename ElementOf<T>::Type>();
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>([]<usize... I>() { return (is_argument<FieldType<T, I>>() && ...); });
  } else {
    return false;
  }
}

template <class T>
[[gnu::always_inline]] inline bool decode(Reader& in, T& out);

// u32 count, then count · element_size bytes; the view is put over them.
template <class Pointer>
[[gnu::always_inline]] inline bool decode_view(Reader& in, Pointer& data, u32& size, u32 max, u64 element_size) {
  if (in.left() < 4) return false;
  const u64 count = load<u32>(in.at);
  in.at += 4;
  if (count > max || in.left() < count * element_size) return false;  // max < 2^32, so the product fits
  data = reinterpret_cast<Pointer>(in.at);
  size = static_cast<u32>(count);
  in.at += count * element_size;
  return true;
}

template <class T>
[[gnu::always_inline]] inline bool decode_leaf(Reader& in, T& out) {
  if (in.left() < sizeof(T)) return false;
  if constexpr (kSame<T, bool>) {
    if (*in.at > 1) return false;
    out = *in.at != 0;
  } else if constexpr (__is_enum(T)) {
    static_assert(sizeof(T) == 1,
                  "grapnel: an enum in arguments is one byte wide, as Borsh's; write `enum class E : u8`");
    if (*in.at >= kEnumeratorCount<T>) return false;
    out = static_cast<T>(*in.at);
  } else {
    out = load<T>(in.at);
  }
  in.at += sizeof(T);
  return true;
}

// Types of which any bytes are a value: one bounds check, copied by words. A hash byte by byte costs 220 compute units.
template <class T>
inline constexpr bool kDecodedAsBlock = kReadInPlace<T> && sizeof(T) % sizeof(u64) == 0 && sizeof(T) <= 128;

template <class T>
[[gnu::always_inline]] inline bool decode_block(Reader& in, T& out) {
  if (in.left() < sizeof(T)) return false;
  auto* to = reinterpret_cast<u8*>(&out);
#ifdef __clang__
#pragma clang loop unroll(full)
#endif
  for (usize at = 0; at < sizeof(T); at += sizeof(u64)) store(to + at, load<u64>(in.at + at));
  in.at += sizeof(T);
  return true;
}

// False if the data ends early, a length is above its bound, or a bool or enum has no such value.
template <class T>
[[gnu::always_inline]] inline bool decode(Reader& in, T& out) {
  if constexpr (kIsString<T> || kIsByteView<T>) {
    return decode_view(in, out.data, out.size, T::kMax, 1);
  } else if constexpr (kIsVector<T>) {
    return decode_view(in, out.data, out.size, T::kMax, sizeof(typename T::Element));
  } else if constexpr (kIsOption<T>) {
    return decode_leaf(in, out.present) && (!out.present || decode(in, out.content));
  } else if constexpr (!Layout<T>::kLeaf && kDecodedAsBlock<T>) {
    return decode_block(in, out);
  } else if constexpr (Layout<T>::kLeaf) {
    return decode_leaf(in, out);
  } else if constexpr (kIsArray<T>) {
    for (auto& item : out) {
      if (!decode(in, item)) return false;
    }
    return true;
  } else {
    return visit_fields(out, [&](auto&... field) __attribute__((always_inline)) { return (decode(in, field) && ...); });
  }
}

}  // namespace grapnel::detail
