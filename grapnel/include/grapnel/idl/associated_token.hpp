// How a client finds an associated token account by itself: `pda` with the seeds and the program that derives, as
// Anchor's IDL writes it. Host only.
#pragma once

#include <grapnel/idl/types.hpp>
#include <grapnel/programs/token/init.hpp>

namespace grapnel::idl::detail {

inline Json key_bytes(const Pubkey& key) {
  Json out = Json::array();
  for (usize i = 0; i < 32; ++i) out.push_back(key.byte(i));
  return {{"kind", "const"}, {"value", out}};
}

// A key that a token constraint names: an account of the struct, or a constant. Null for one that stands in data.
template <auto Value, class Accounts>
Json token_seed() {
  namespace core = grapnel::detail;
  using T = core::RemoveCvref<decltype(Value)>;
  if constexpr (core::kSame<T, Pubkey>) {
    return key_bytes(Value);
  } else if constexpr (token::detail::names_account<Value, Accounts>()) {
    return {{"kind", "account"},
            {"path", string_of(core::kFieldName<Accounts, core::account_index<Value, Accounts>()>)}};
  } else {
    return nullptr;
  }
}

template <class Constraint, class Accounts, class Field>
Json token_program_seed() {
  namespace core = grapnel::detail;
  if constexpr (Constraint::kHasProgram) {
    return token_seed<Constraint::kProgram, Accounts>();
  } else {
    constexpr usize kProgram = token::detail::only_token_program<Accounts>();
    return []<class First, class... More>(List<First, More...>) -> Json {
      if constexpr (sizeof...(More) == 0) {
        return key_bytes(First::kId);
      } else if constexpr (kProgram != core::kNotFound) {
        return {{"kind", "account"}, {"path", string_of(core::kFieldName<Accounts, kProgram>)}};
      } else {
        return nullptr;
      }
    }(typename core::DataOf<Field>::Owners{});
  }
}

// Null if a client can't know a seed.
template <class Constraint, class Accounts, class Field>
Json associated_token_pda() {
  const Json seeds =
      Json::array({token_seed<Constraint::kWallet, Accounts>(), token_program_seed<Constraint, Accounts, Field>(),
                   token_seed<Constraint::kMint, Accounts>()});
  for (const Json& seed : seeds) {
    if (seed.is_null()) return nullptr;
  }
  return {{"seeds", seeds}, {"program", key_bytes(AssociatedTokenProgram::kId)}};
}

}  // namespace grapnel::idl::detail
