// Reference: what a constraint's argument may be: text, a member pointer, Key<"name"> or In<…>. One template parameter
// of deduced type takes them all, since each element of a pack is deduced on its own.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/text.hpp>

namespace grapnel {

template <Literal Name>
struct KeyOfNamed {};
template <auto AccountMember, auto DataMember>
struct FieldInAccount {};

// In seeds: the key of an account that is declared later.
template <Literal Name>
inline constexpr KeyOfNamed<Name> Key{};
// In seeds: a field of the data of one of several accounts of a type.
template <auto AccountMember, auto DataMember>
inline constexpr FieldInAccount<AccountMember, DataMember> In{};

namespace detail {

template <class T>
struct Reference {
  T value;
  constexpr Reference(T v) : value(v) {}
};
template <usize N>
struct Reference<Literal<N>> {
  Literal<N> value;
  consteval Reference(const char (&text)[N]) : value(text) {}
};
template <usize N>
Reference(const char (&)[N]) -> Reference<Literal<N>>;
template <class T>
Reference(T) -> Reference<T>;

template <class T>
inline constexpr bool kIsLiteral = false;
template <usize N>
inline constexpr bool kIsLiteral<Literal<N>> = true;

template <class T>
inline constexpr bool kIsKeyOfNamed = false;
template <Literal Name>
inline constexpr bool kIsKeyOfNamed<KeyOfNamed<Name>> = true;

template <class T>
struct InOf {
  static constexpr bool kIsIn = false;
};
template <auto A, auto D>
struct InOf<FieldInAccount<A, D>> {
  static constexpr bool kIsIn = true;
  static constexpr auto kAccount = A;
  static constexpr auto kData = D;
};

// In<&Args::field, &Field::member>: what lies inside an argument.
template <class T, class Args>
inline constexpr bool kIsInArgument = false;
template <auto A, auto D, class Args>
inline constexpr bool kIsInArgument<FieldInAccount<A, D>, Args> =
    kSame<typename MemberOf<RemoveCvref<decltype(A)>>::Class, Args>;

// The wrapped type, through Optional.
template <class Field>
struct PlainOf {
  using Type = Field;
};
template <class A>
struct PlainOf<Optional<A>> {
  using Type = A;
};
template <class Field>
using Plain = typename PlainOf<Field>::Type;

template <class Field>
struct DataOfField {
  using Type = void;
};
template <class Field>
  requires HoldsData<Plain<Field>>
struct DataOfField<Field> {
  using Type = typename Plain<Field>::Data;
};
template <class Field>
using DataOf = typename DataOfField<Field>::Type;

// The only field of `Accounts` whose data is a T; kNotFound if there is none or more than one.
template <class Accounts, class T>
consteval usize only_account_of() {
  return with_indices<kFieldCount<Accounts>>([]<usize... I>() {
    usize found = kNotFound;
    usize count = 0;
    ((kSame<DataOf<FieldType<Accounts, I>>, T> ? static_cast<void>((found = I, ++count)) : void()), ...);
    return count == 1 ? found : kNotFound;
  });
}

// Where the data member `Value` (of type M C::*) lies: in this field if it holds a C, else in the only account of C.
template <class Accounts, usize Index, class C>
consteval usize account_holding() {
  if constexpr (kSame<DataOf<FieldType<Accounts, Index>>, C>) {
    return Index;
  } else {
    return only_account_of<Accounts, C>();
  }
}

// An account that a check refers to must be there in every call: an absent one has no key to compare with.
template <class Accounts, usize Index>
consteval bool require_always_there() {
  if constexpr (Index != kNotFound) {
    if constexpr (IsAccountField<FieldType<Accounts, Index>>) {
      static_assert(!FieldType<Accounts, Index>::kOptional,
                    "grapnel: a constraint names an Optional account, which may be absent; write a "
                    "Constraint<predicate, error> that asks whether it is there");
    }
  }
  return true;
}

// The account that a text or a member pointer of the accounts struct refers to.
template <auto Value, class Accounts>
consteval usize account_index() {
  constexpr usize kIndex = [] {
    if constexpr (kIsLiteral<RemoveCvref<decltype(Value)>>) {
      return account_named<Accounts>(Value.text());
    } else {
      return account_named<Accounts>(kNameOf<Value>);
    }
  }();
  static_assert(require_always_there<Accounts, kIndex>());
  return kIndex;
}

template <class Data>
[[gnu::always_inline]] inline const Data& data_of(RawAccount* account) {
  return *reinterpret_cast<const Data*>(account->data() + AccountFormat<Data>::kOffset);
}

}  // namespace detail
}  // namespace grapnel
