// Composite accounts: a field of an accounts struct that is itself an accounts struct. The runtime sees one flat list; its
// order is that of the fields, with a composite's own in its place.
#pragma once

#include <grapnel/layout.hpp>
#include <grapnel/reflect.hpp>

namespace grapnel {

struct AccountField;

template <class T>
concept IsAccountField = __is_base_of(AccountField, T) || requires { typename T::OptionalOf; };

namespace detail {

// May be reflected at all: a key or an array is an aggregate too, but has no fields of its own here.
template <class T>
inline constexpr bool kMayBeComposite =
    !IsAccountField<T> && __is_class(T) && __is_aggregate(T) && !Layout<T>::kLeaf && !kIsArray<T>;

template <class Accounts>
consteval bool all_account_fields();

template <class Field>
consteval bool is_account_or_composite() {
  if constexpr (kMayBeComposite<Field>) {
    return kFieldCount<Field> > 0 && all_account_fields<Field>();
  } else {
    return IsAccountField<Field>;
  }
}

template <class Accounts>
consteval bool all_account_fields() {
  return with_indices<kFieldCount<Accounts>>(
      []<usize... I>() { return (is_account_or_composite<FieldType<Accounts, I>>() && ... && true); });
}

// For a field of an accounts struct that is known to be one.
template <class Field>
inline constexpr bool kIsComposite = !IsAccountField<Field>;

template <class Accounts>
inline constexpr usize kAccountCount = with_indices<kFieldCount<Accounts>>([]<usize... I>() {
  return (usize{0} + ... + [] {
    if constexpr (kIsComposite<FieldType<Accounts, I>>) {
      return kAccountCount<FieldType<Accounts, I>>;
    } else {
      return usize{1};
    }
  }());
});

// Calls visit<Struct, I>() for each account in the runtime's order; `Struct` is the accounts struct or the composite that
// has it as its field I.
template <class Accounts, class Visit>
constexpr void for_each_account(Visit&& visit) {
  with_indices<kFieldCount<Accounts>>([&]<usize... I>() {
    (
        [&] {
          if constexpr (kIsComposite<FieldType<Accounts, I>>) {
            for_each_account<FieldType<Accounts, I>>(visit);
          } else {
            visit.template operator()<Accounts, I>();
          }
        }(),
        ...);
  });
}

// Whether the struct, or a composite in it, has an account of that type.
template <class Field, class Accounts>
consteval bool has_account() {
  bool found = false;
  for_each_account<Accounts>([&]<class Struct, usize I>() { found = found || kSame<FieldType<Struct, I>, Field>; });
  return found;
}

template <class Field, class Candidate>
consteval bool holds_account() {
  if constexpr (kIsComposite<Candidate>) {
    return has_account<Field, Candidate>();
  } else {
    return kSame<Candidate, Field>;
  }
}

// The first such account.
template <class Field, class Accounts>
[[gnu::always_inline]] constexpr const Field& account_of_type(const Accounts& accounts) {
  constexpr usize kAt = with_indices<kFieldCount<Accounts>>([]<usize... I>() {
    usize found = kNotFound;
    ((found == kNotFound && holds_account<Field, FieldType<Accounts, I>>() ? static_cast<void>(found = I) : void()),
     ...);
    return found;
  });
  if constexpr (kIsComposite<FieldType<Accounts, kAt>>) {
    return account_of_type<Field>(field_at<kAt>(accounts));
  } else {
    return field_at<kAt>(accounts);
  }
}

// The field of that name that is an account: a constraint can't refer to a composite as a whole.
template <class Accounts>
consteval usize account_named(Text name) {
  return with_indices<kFieldCount<Accounts>>([&]<usize... I>() {
    usize found = kNotFound;
    ((!kIsComposite<FieldType<Accounts, I>> && kFieldName<Accounts, I> == name ? static_cast<void>(found = I) : void()),
     ...);
    return found;
  });
}

}  // namespace detail
}  // namespace grapnel
