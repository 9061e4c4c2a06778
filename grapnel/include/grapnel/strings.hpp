// Variable-length arguments: views into the instruction data, bounded by their type, and Option. Valid while the
// instruction runs; none of them may lie in an account or event.
#pragma once

#include <grapnel/layout.hpp>
#include <grapnel/memory.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

// Borsh string, at most Max bytes. Not checked to be UTF-8.
template <u32 Max>
struct String {
  static constexpr u32 kMax = Max;
  const char* data = nullptr;
  u32 size = 0;

  constexpr String() = default;
  constexpr String(Text text) : data(text.data), size(static_cast<u32>(text.size)) {}
  constexpr String(const char* text) : String(Text{text}) {}

  constexpr Text text() const { return {data, size}; }
  Slice as_seed() const { return {data, size}; }
};

// Borsh Vec<u8> (IDL: bytes), at most Max bytes.
template <u32 Max>
struct ByteView {
  static constexpr u32 kMax = Max;
  const u8* data = nullptr;
  u32 size = 0;
};

// Borsh Vec<T> of types with a fixed layout, at most Max elements. Elements may be unaligned: they are read by value.
template <class T, u32 Max>
struct Vec {
  static_assert(detail::kPacked<T>, "grapnel: the elements of a Vec have a fixed layout without padding");
  static_assert(detail::any_bits<T>(), "grapnel: the elements of a Vec are integers, keys or structs of them");
  static constexpr u32 kMax = Max;
  using Element = T;
  const u8* data = nullptr;
  u32 size = 0;

  T operator[](u64 index) const { return load<T>(data + index * sizeof(T)); }  // index < size
};

// Borsh Option<T>.
template <class T>
struct Option {
  using Element = T;
  bool present = false;
  T content{};

  constexpr Option() = default;
  constexpr Option(const T& value) : present(true), content(value) {}
  constexpr explicit operator bool() const { return present; }
  constexpr const T& operator*() const { return content; }
  constexpr const T* operator->() const { return &content; }
};

}  // namespace grapnel
