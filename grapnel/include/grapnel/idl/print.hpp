// The Anchor IDL (spec 0.1.0) of a module, from its types alone. A printer is one line:
//
//   int main() { return grapnel::idl::print<counter::CounterProgram>(); }
#pragma once

#include <grapnel/idl/accounts.hpp>
#include <grapnel/idl/types.hpp>

#include <cstdio>
#include <exception>

namespace grapnel::idl {

namespace detail {

template <auto F>
Json instruction(TypeTable& types) {
  using Traits = grapnel::detail::HandlerTraits<decltype(F)>;
  Json out;
  out["name"] = string_of(grapnel::detail::kNameOf<grapnel::detail::kFunction<F>>);
  out["discriminator"] = discriminator_bytes(grapnel::detail::kInstructionTag<F>);
  out["accounts"] = accounts<typename Traits::AccountsType, typename Traits::Args>();
  out["args"] = types.template fields<typename Traits::Args>();
  if constexpr (!grapnel::detail::kSame<typename Traits::Returns, void>)
    out["returns"] = types.template type<typename Traits::Returns>();
  return out;
}

// {name, discriminator} of an account or event, once.
template <class T, usize N>
void add_named(Json& list, TypeTable& types, const Array<u8, N>& discriminator) {
  const std::string name = string_of(grapnel::detail::kTypeName<T>);
  for (const Json& known : list) {
    if (known["name"] == name) return;
  }
  list.push_back({{"name", name}, {"discriminator", discriminator_bytes(discriminator)}});
  types.template define<T>();
}

template <class Data>
void add_data(Json& list, TypeTable& types) {
  if constexpr (!grapnel::detail::kSame<Data, void>) {
    if constexpr (AccountFormat<Data>::kOurs) add_named<Data>(list, types, grapnel::detail::kAccountTag<Data>);
  }
}

template <class Accounts>
void add_accounts(Json& list, TypeTable& types) {
  grapnel::detail::for_each_account<Accounts>([&]<class Struct, usize I>() {
    add_data<grapnel::detail::DataOf<grapnel::detail::FieldType<Struct, I>>>(list, types);
  });
}

template <class E>
Json errors() {
  Json out = Json::array();
  if constexpr (!grapnel::detail::kSame<E, void>) {
    grapnel::detail::with_indices<grapnel::detail::UserErrors<E>::kCount>([&]<usize... I>() {
      (out.push_back({{"code", 6000 + I},
                      {"name", string_of(grapnel::detail::kNameOf<static_cast<E>(6000 + I)>)},
                      {"msg", string_of(message(static_cast<E>(6000 + I)))}}),
       ...);
    });
  }
  return out;
}

template <class C>
Json constant(TypeTable& types) {
  using T = grapnel::detail::RemoveCvref<decltype(C::kValue)>;
  std::string value;
  if constexpr (grapnel::detail::kSame<T, Pubkey>) {
    value = to_base58(C::kValue);
  } else if constexpr (grapnel::detail::kSame<T, bool>) {
    value = C::kValue ? "true" : "false";
  } else {
    value = std::to_string(C::kValue);
  }
  return {{"name", string_of(C::kName)}, {"type", types.template type<T>()}, {"value", value}};
}

template <class... C>
Json constants([[maybe_unused]] TypeTable& types, List<C...>) {
  Json out = Json::array();
  (out.push_back(constant<C>(types)), ...);
  return out;
}

template <class Program, Literal Name, Pubkey Id, auto... Handlers>
Json print_module(Module<Name, Id, Handlers...>*) {
  TypeTable types;
  Json accounts = Json::array();
  Json events = Json::array();
  Json out;
  out["address"] = to_base58(Id);
  out["metadata"] = {{"name", string_of(Program::kName)}, {"version", string_of(Program::kVersion)}, {"spec", "0.1.0"}};
  out["instructions"] = Json::array();
  (out["instructions"].push_back(instruction<Handlers>(types)), ...);
  (add_accounts<typename grapnel::detail::HandlerTraits<decltype(Handlers)>::AccountsType>(accounts, types), ...);
  [&]<class... E>(List<E...>) {
    (add_named<E>(events, types, grapnel::detail::kEventTag<E>), ...);
  }(typename Program::Events{});
  [&]<class... T>(List<T...>) { (types.template define<T>(), ...); }(typename Program::Types{});
  const Json listed_constants = constants(types, typename Program::Constants{});
  const Json listed_errors = errors<typename Program::Errors>();
  if (!accounts.empty()) out["accounts"] = accounts;
  if (!events.empty()) out["events"] = events;
  if (!listed_errors.empty()) out["errors"] = listed_errors;
  if (!types.list().empty()) out["types"] = types.list();
  if (!listed_constants.empty()) out["constants"] = listed_constants;
  return out;
}

}  // namespace detail

// The whole IDL. Throws std::invalid_argument if two types share a name.
template <class Program>
Json make() {
  return detail::print_module<Program>(static_cast<typename Program::ModuleType*>(nullptr));
}

template <class Program>
int print() {
  static_assert(grapnel::detail::require_sound_program<Program>());
  try {
    std::puts(make<Program>().dump(2).c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace grapnel::idl
