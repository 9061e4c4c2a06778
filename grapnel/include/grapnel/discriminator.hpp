// The bytes by which instructions, accounts and events are told apart: Anchor's eight, or a type's own.
//
//   struct Ticket {                                               an account or event that begins with one byte 7
//     static constexpr Array<u8, 1> kDiscriminator{{7}};
//     …
//   };
//   Module<"box_office", kProgramId, Tagged<sell, 0>, refund>     an instruction that begins with one byte 0
//
// Any length above zero. No instruction's may begin with the whole of another's, no account's with that of another
// account, no event's with that of another event: Module and GRAPNEL_ENTRYPOINT refuse it.
#pragma once

#include <grapnel/array.hpp>
#include <grapnel/memory.hpp>
#include <grapnel/reflect.hpp>
#include <grapnel/sha256.hpp>

namespace grapnel {

template <auto Handler, u8... Bytes>
struct TaggedHandler {
  static_assert(sizeof...(Bytes) > 0, "grapnel: a discriminator has at least one byte");
  static constexpr auto kFunction = Handler;
  static constexpr Array<u8, sizeof...(Bytes)> kDiscriminator{{Bytes...}};
};

// A handler with a discriminator of its own, where a handler can stand.
template <auto Handler, u8... Bytes>
inline constexpr TaggedHandler<Handler, Bytes...> Tagged{};

namespace detail {

template <class T>
concept HasDiscriminator = requires { T::kDiscriminator.size(); };

template <class T>
inline constexpr bool kIsHot = requires { T::kHot; };

consteval Array<u8, 8> eight_bytes(u64 value) {
  Array<u8, 8> bytes;
  for (usize i = 0; i < 8; ++i) bytes[i] = static_cast<u8>(value >> (8 * i));
  return bytes;
}

template <class T>
consteval auto tag_of(Text prefix) {
  if constexpr (HasDiscriminator<T>) {
    return T::kDiscriminator;
  } else {
    return eight_bytes(discriminator(prefix, kTypeName<T>));
  }
}

template <class T>
inline constexpr auto kAccountTag = tag_of<T>("account:");
template <class T>
inline constexpr auto kEventTag = tag_of<T>("event:");

template <auto Handler>
consteval auto function_of() {
  if constexpr (requires { Handler.kFunction; }) {
    return Handler.kFunction;
  } else {
    return Handler;
  }
}

template <auto Handler>
consteval auto instruction_tag_of() {
  if constexpr (HasDiscriminator<decltype(Handler)>) {
    return Handler.kDiscriminator;
  } else {
    return eight_bytes(discriminator("global:", kNameOf<function_of<Handler>()>));
  }
}

// The function of a handler, tagged, hot or neither.
template <auto Handler>
inline constexpr auto kFunction = function_of<Handler>();
template <auto Handler>
inline constexpr auto kInstructionTag = instruction_tag_of<Handler>();

template <usize N>
inline constexpr Array<u8, N> kZeroTag{};

// A tag is named by reference, so that its bytes don't stand in every mangled name. sizeof(Word) bytes of a tag as one
// little-endian number.
template <class Word, const auto& Tag, usize At>
consteval Word tag_word() {
  u64 word = 0;
  for (usize i = 0; i < sizeof(Word); ++i) word |= u64{Tag[At + i]} << (8 * i);
  return static_cast<Word>(word);
}

template <usize Left>
using TagWord = Conditional<(Left >= 8), u64, Conditional<(Left >= 4), u32, Conditional<(Left >= 2), u16, u8>>>;

// Whether the bytes begin with the tag: one load and comparison for eight bytes.
template <const auto& Tag, usize At = 0>
[[gnu::always_inline]] inline bool begins_with(const u8* bytes) {
  using Word = TagWord<Tag.size() - At>;
  if constexpr (At + sizeof(Word) == Tag.size()) {
    return load<Word>(bytes + At) == tag_word<Word, Tag, At>();
  } else {
    return load<Word>(bytes + At) == tag_word<Word, Tag, At>() && begins_with<Tag, At + sizeof(Word)>(bytes);
  }
}

template <const auto& Tag, usize At = 0>
[[gnu::always_inline]] inline void write_tag(u8* bytes) {
  using Word = TagWord<Tag.size() - At>;
  store<Word>(bytes + At, tag_word<Word, Tag, At>());
  if constexpr (At + sizeof(Word) < Tag.size()) write_tag<Tag, At + sizeof(Word)>(bytes);
}

template <usize N>
consteval bool all_zero(const Array<u8, N>& tag) {
  for (const u8 byte : tag) {
    if (byte != 0) return false;
  }
  return true;
}

// Tags that must be told apart.
struct TagList {
  const u8* bytes[256]{};
  usize sizes[256]{};
  usize count = 0;

  template <usize N>
  constexpr void add(const Array<u8, N>& tag) {
    for (usize i = 0; i < count; ++i) {
      if (bytes[i] == tag.items) return;  // the same type again
    }
    bytes[count] = tag.items;
    sizes[count++] = N;
  }
  constexpr bool begins(usize a, usize b) const {
    if (sizes[a] > sizes[b]) return false;
    for (usize i = 0; i < sizes[a]; ++i) {
      if (bytes[a][i] != bytes[b][i]) return false;
    }
    return true;
  }
  // None begins with the whole of another.
  constexpr bool distinct() const {
    for (usize a = 0; a < count; ++a) {
      for (usize b = 0; b < count; ++b) {
        if (a != b && begins(a, b)) return false;
      }
    }
    return true;
  }
};

}  // namespace detail
}  // namespace grapnel
