// The accounts of an instruction in the IDL, with all that lets a client fill them in by itself: fixed addresses,
// derived addresses, relations. Host only.
#pragma once

#include <grapnel/idl/associated_token.hpp>
#include <grapnel/idl/types.hpp>

namespace grapnel::idl::detail {

using grapnel::detail::FieldType;
using grapnel::detail::kFieldCount;
using grapnel::detail::kFieldName;

inline Json byte_array(Text text) {
  Json out = Json::array();
  for (usize i = 0; i < text.size; ++i) out.push_back(static_cast<u8>(text.data[i]));
  return out;
}

template <auto Value, class Accounts, class Args, usize Index>
Json seed() {
  namespace core = grapnel::detail;
  using T = core::RemoveCvref<decltype(Value)>;
  if constexpr (core::kIsLiteral<T>) {
    return {{"kind", "const"}, {"value", byte_array(Value.text())}};
  } else if constexpr (core::kIsKeyOfNamed<T>) {
    return [&]<Literal Name>(KeyOfNamed<Name>) {
      return Json{{"kind", "account"}, {"path", string_of(Name.text())}};
    }(Value);
  } else if constexpr (core::kIsInArgument<T, Args>) {
    return {{"kind", "arg"},
            {"path",
             string_of(core::kNameOf<core::InOf<T>::kAccount>) + "." + string_of(core::kNameOf<core::InOf<T>::kData>)}};
  } else if constexpr (core::InOf<T>::kIsIn) {
    using Data = typename core::MemberOf<core::RemoveCvref<decltype(core::InOf<T>::kData)>>::Class;
    return {{"kind", "account"},
            {"path",
             string_of(core::kNameOf<core::InOf<T>::kAccount>) + "." + string_of(core::kNameOf<core::InOf<T>::kData>)},
            {"account", string_of(core::kTypeName<Data>)}};
  } else if constexpr (core::kSame<typename core::MemberOf<T>::Class, Accounts>) {
    return {{"kind", "account"}, {"path", string_of(core::kNameOf<Value>)}};
  } else if constexpr (core::kSame<typename core::MemberOf<T>::Class, Args>) {
    return {{"kind", "arg"}, {"path", string_of(core::kNameOf<Value>)}};
  } else {
    using Data = typename core::MemberOf<T>::Class;
    constexpr usize kHolder = core::account_holding<Accounts, Index, Data>();
    return {{"kind", "account"},
            {"path", string_of(kFieldName<Accounts, kHolder>) + "." + string_of(core::kNameOf<Value>)},
            {"account", string_of(core::kTypeName<Data>)}};
  }
}

// What each constraint says about its account.
template <class Accounts, class Args, usize Index>
struct Describe {
  Json& item;

  template <class C>
  void operator()(List<C>) const {}
  template <auto... Seed>
  void operator()(List<grapnel::detail::SeedList<Seed...>>) const {
    Json seeds = Json::array();
    (seeds.push_back(seed<Seed, Accounts, Args, Index>()), ...);
    item["pda"] = {{"seeds", seeds}};
  }
  template <Pubkey Program, grapnel::detail::Reference... Seed>
  void operator()(List<FoundAt<Program, Seed...>>) const {
    Json seeds = Json::array();
    (seeds.push_back(seed<Seed.value, Accounts, Args, Index>()), ...);
    item["pda"] = {{"seeds", seeds}, {"program", key_bytes(Program)}};
  }
  template <grapnel::detail::Reference Mint, grapnel::detail::Reference Wallet, grapnel::detail::Reference Program>
  void operator()(List<AssociatedToken<Mint, Wallet, Program>>) const {
    const Json pda =
        associated_token_pda<AssociatedToken<Mint, Wallet, Program>, Accounts, FieldType<Accounts, Index>>();
    if (!pda.is_null()) item["pda"] = pda;
  }
  template <Pubkey Key>
  void operator()(List<Address<Key>>) const {
    item["address"] = to_base58(Key);
  }
};

// Whether a constraint of another account compares with the key of the account of that name.
template <class C>
bool relates_to(List<C>, const std::string&) {
  return false;
}
template <auto Member, grapnel::detail::Reference Target>
bool relates_to(List<HasOne<Member, Target>>, const std::string& name) {
  return string_of(HasOne<Member, Target>::target()) == name;
}
template <class... C>
bool any_relates_to(List<C...>, const std::string& name) {
  return (relates_to(List<C>{}, name) || ...);
}

// The field J, if one of its constraints names the account I.
template <class Accounts, usize I, usize J>
void add_relation(Json& relations) {
  using Field = FieldType<Accounts, J>;
  if constexpr (!grapnel::detail::kIsComposite<Field>) {
    if (any_relates_to(typename Field::Constraints{}, string_of(kFieldName<Accounts, I>)))
      relations.push_back(string_of(kFieldName<Accounts, J>));
  }
}

template <class Accounts, class Args>
Json accounts();

template <class Accounts, class Args, usize I>
Json account() {
  using Field = FieldType<Accounts, I>;
  using Plain = grapnel::detail::Plain<Field>;
  Json item;
  item["name"] = string_of(kFieldName<Accounts, I>);
  if (Field::kWritable) item["writable"] = true;
  if (Field::kSigner) item["signer"] = true;
  if (Field::kOptional) item["optional"] = true;
  if constexpr (requires { typename Plain::ProgramType; }) item["address"] = to_base58(Plain::ProgramType::kId);
  if constexpr (requires { Plain::kFixedAddress; }) item["address"] = to_base58(Plain::kFixedAddress);
  const Describe<Accounts, Args, I> describe{item};
  [&]<class... C>(List<C...>) { (describe(List<C>{}), ...); }(typename Field::Constraints{});
  Json relations = Json::array();
  grapnel::detail::with_indices<kFieldCount<Accounts>>(
      [&]<usize... J>() { (add_relation<Accounts, I, J>(relations), ...); });
  if (!relations.empty()) item["relations"] = relations;
  return item;
}

// An account, or a composite with its own: paths inside it are relative to it.
template <class Accounts, class Args, usize I>
Json item() {
  using Field = FieldType<Accounts, I>;
  if constexpr (grapnel::detail::kIsComposite<Field>) {
    return {{"name", string_of(kFieldName<Accounts, I>)}, {"accounts", accounts<Field, Args>()}};
  } else {
    return account<Accounts, Args, I>();
  }
}

template <class Accounts, class Args>
Json accounts() {
  Json out = Json::array();
  grapnel::detail::with_indices<kFieldCount<Accounts>>(
      [&]<usize... I>() { (out.push_back(item<Accounts, Args, I>()), ...); });
  return out;
}

}  // namespace grapnel::idl::detail
