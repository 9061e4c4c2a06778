// Reflection without macros: the fields of an aggregate with their types and names, the names of types, functions,
// member pointers and enumerators. Everything is read from what clang and GCC print in __PRETTY_FUNCTION__; of programs'
// names the last identifier is the same in both.
#pragma once

#include <grapnel/detail/fields.hpp>
#include <grapnel/meta.hpp>
#include <grapnel/text.hpp>

namespace grapnel::detail {

consteval bool is_identifier_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// clang: "consteval Text f() [Value = &counter::Counter::authority]" -> "authority"
// GCC:   "consteval Text f() [with auto Value = &counter::Counter::authority]"
consteval Text last_identifier(Text signature) {
  usize end = signature.size;
  while (end > 0 && !is_identifier_char(signature.data[end - 1])) --end;
  usize begin = end;
  while (begin > 0 && is_identifier_char(signature.data[begin - 1])) --begin;
  return {signature.data + begin, end - begin};
}

template <auto Value>
consteval Text raw_name_of() {
  return last_identifier(__PRETTY_FUNCTION__);
}

template <class T>
consteval Text raw_type_name() {
  return last_identifier(__PRETTY_FUNCTION__);
}

// A name in an array of its own. A Text into __PRETTY_FUNCTION__ would pull the whole signature into the program.
template <usize N>
struct NameStorage {
  char chars[N + 1]{};
  constexpr Text text() const { return {chars, N}; }
};

template <auto Value>
inline constexpr auto kNameStorage = [] {
  constexpr Text name = raw_name_of<Value>();
  NameStorage<name.size> out;
  for (usize i = 0; i < name.size; ++i) out.chars[i] = name.data[i];
  return out;
}();

template <class T>
inline constexpr auto kTypeNameStorage = [] {
  constexpr Text name = raw_type_name<T>();
  NameStorage<name.size> out;
  for (usize i = 0; i < name.size; ++i) out.chars[i] = name.data[i];
  return out;
}();

// Of a function, a member pointer or an enumerator. For a value that no enumerator has, the text starts with a digit.
template <auto Value>
inline constexpr Text kNameOf = kNameStorage<Value>.text();

template <class T>
inline constexpr Text kTypeName = kTypeNameStorage<T>.text();

// An object of each aggregate that is declared, never defined: only the addresses of its fields are named.
template <class T>
struct Phantom {
  T value;
};
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif
template <class T>
extern const Phantom<T> kPhantom;

template <class T>
struct FieldPointer {
  T pointer;
};
template <class T>
FieldPointer(T) -> FieldPointer<T>;

// clang: "… [Field = FieldPointer<const u64 *>{&kPhantom<Counter>.value.count}]"
// GCC:   "… FieldPointer<const u64*>{(& kPhantom<Counter>.Phantom<Counter>::value.Counter::count)}]"
template <FieldPointer Field>
consteval Text raw_field_name() {
  return last_identifier(__PRETTY_FUNCTION__);
}

template <class T, usize I>
inline constexpr auto kFieldNameStorage = [] {
  constexpr auto pointer =
      visit_fields(kPhantom<T>.value, [](auto&... field) { return FieldPointer{&nth<I>(field...)}; });
  constexpr Text name = raw_field_name<pointer>();
  NameStorage<name.size> out;
  for (usize i = 0; i < name.size; ++i) out.chars[i] = name.data[i];
  return out;
}();

template <class T, usize I>
inline constexpr Text kFieldName = kFieldNameStorage<T, I>.text();

// A functor, because GCC 12 loses a lambda in an alias that is itself used in a lambda.
template <usize I>
struct Pick {
  template <class... Field>
  [[gnu::always_inline]] constexpr auto& operator()(Field&... field) const {
    return nth<I>(field...);
  }
};

template <class T, usize I>
struct FieldTypeOf {
  using Type = RemoveCvref<decltype(visit_fields(kPhantom<T>.value, Pick<I>{}))>;
};
template <class T, usize I>
using FieldType = typename FieldTypeOf<T, I>::Type;
#ifdef __clang__
#pragma clang diagnostic pop
#endif

inline constexpr usize kNotFound = ~usize{0};

// The position of the field of that name, or kNotFound.
template <class T>
consteval usize field_index(Text name) {
  return with_indices<kFieldCount<T>>([&]<usize... I>() {
    usize found = kNotFound;
    ((kFieldName<T, I> == name ? static_cast<void>(found = I) : void()), ...);
    return found;
  });
}

template <usize I, class T>
[[gnu::always_inline]] constexpr auto& field_at(T& object) {
  return visit_fields(object, [](auto&... field) __attribute__((always_inline)) -> auto& { return nth<I>(field...); });
}

template <class E, u64 First, u64 Offset = 0>
consteval usize count_enumerators() {
  constexpr Text name = raw_name_of<static_cast<E>(First + Offset)>();
  if constexpr (Offset < 256 && !(name.data[0] >= '0' && name.data[0] <= '9')) {
    return count_enumerators<E, First, Offset + 1>();
  } else {
    return Offset;
  }
}

// How many enumerators follow each other from the value First on.
template <class E, u64 First = 0>
inline constexpr usize kEnumeratorCount = count_enumerators<E, First>();

// The type and class of a pointer to data member.
template <class T>
struct MemberOf {
  static constexpr bool kIsMember = false;
};
template <class M, class C>
struct MemberOf<M C::*> {
  static constexpr bool kIsMember = true;
  using Class = C;
  using Type = M;
};

}  // namespace grapnel::detail
