// What an account must be to hold a mint or token account, and how Init makes one: System creates it, the token program
// initialises it; an associated account is made by its program.
//
//   Init<token::Mint, Payer<&S::payer>, MintDecimals<6>, MintAuthority<&S::payer>> mint;
//   Init<token::Account, Payer<&S::payer>, Seeds<"vault">, TokenMint<&S::mint>, TokenAuthority<"vault">> vault;
//   Init<token::Account, Payer<&S::payer>, AssociatedToken<&S::mint, &S::owner>> account;
#pragma once

#include <grapnel/init.hpp>
#include <grapnel/programs/token/constraints.hpp>
#include <grapnel/programs/token/extensions.hpp>

namespace grapnel {

namespace token::detail {

// The programs that a field of the accounts struct may be.
template <class Field>
struct ProgramsOf {
  using Type = List<>;
};
template <class P>
struct ProgramsOf<grapnel::Program<P>> {
  using Type = List<P>;
};
template <class... P>
struct ProgramsOf<ProgramInterface<P...>> {
  using Type = List<P...>;
};

template <class Field, class P>
inline constexpr bool kIsExactly = kSame<typename ProgramsOf<Field>::Type, List<P>>;

template <class... P>
consteval bool any_token_program(List<P...>) {
  return (kIsOneOf<P, Token, Token2022> || ...);
}
template <class... P, class... Owner>
consteval bool all_among(List<P...>, List<Owner...>) {
  return (kIsOneOf<P, Owner...> && ...);
}

// The only field that is a token program; kNotFound if there is none or more than one.
template <class Accounts>
consteval usize only_token_program() {
  return with_indices<kFieldCount<Accounts>>([]<usize... I>() {
    usize found = kNotFound;
    usize count = 0;
    ((any_token_program(typename ProgramsOf<FieldType<Accounts, I>>::Type{}) ? static_cast<void>((found = I, ++count))
                                                                             : void()),
     ...);
    return count == 1 ? found : kNotFound;
  });
}

template <class Accounts, class P>
consteval usize program_field() {
  return with_indices<kFieldCount<Accounts>>([]<usize... I>() {
    usize found = kNotFound;
    ((kIsExactly<FieldType<Accounts, I>, P> ? static_cast<void>(found = I) : void()), ...);
    return found;
  });
}

// Where the token program of an account that is created stands: as TokenProgram or AssociatedToken says, else the only
// one there is.
template <class Accounts, class Field>
consteval usize token_program_field() {
  using Given = RoleOf<Role::Program, Field>;
  using Associated = RoleOf<Role::Associated, Field>;
  if constexpr (!kSame<Given, void>) {
    return account_index<Given::kKey, Accounts>();
  } else if constexpr (!kSame<Associated, void>) {
    if constexpr (Associated::kHasProgram) {
      return account_index<Associated::kProgram, Accounts>();
    } else {
      return only_token_program<Accounts>();
    }
  } else {
    return only_token_program<Accounts>();
  }
}

template <class Accounts, class Field>
consteval usize require_token_program() {
  constexpr usize kAt = token_program_field<Accounts, Field>();
  static_assert(
      kAt != kNotFound,
      "grapnel: Init of a mint or token account needs a Program<Token> (or Token2022, or TokenInterface) among "
      "the accounts; where there are several, TokenProgram<&Accounts::field> names one");
  if constexpr (kAt != kNotFound) {
    static_assert(all_among(typename ProgramsOf<FieldType<Accounts, kAt>>::Type{}, typename DataOf<Field>::Owners{}),
                  "grapnel: Init: the token program may be one that this account type excludes; use token_interface:: "
                  "or token_2022:: types, or Program<Token>");
  }
  return kAt;
}

template <class Site>
[[gnu::always_inline]] inline u64 create_associated(Site& site, RawAccount* payer) {
  using Accounts = typename Site::AccountsType;
  using Field = typename Site::Field;
  using Associated = RoleOf<Role::Associated, Field>;
  constexpr usize kProgram = require_token_program<Accounts, Field>();
  constexpr usize kMaker = program_field<Accounts, AssociatedTokenProgram>();
  constexpr usize kSystem = program_field<Accounts, System>();
  static_assert(kMaker != kNotFound,
                "grapnel: Init with AssociatedToken needs a Program<AssociatedTokenProgram> among the accounts");
  constexpr bool kNamed =
      names_account<Associated::kMint, Accounts>() && names_account<Associated::kWallet, Accounts>();
  static_assert(kNamed, "grapnel: Init with AssociatedToken: mint and wallet are accounts of the struct");
  if constexpr (kNamed && kProgram != kNotFound && kMaker != kNotFound && kSystem != kNotFound) {
    constexpr usize kMint = account_index<Associated::kMint, Accounts>();
    constexpr usize kWallet = account_index<Associated::kWallet, Accounts>();
    static_assert(kMint != kNotFound && kWallet != kNotFound,
                  "grapnel: AssociatedToken: no account of that name in the accounts struct");
    // The program derives the address itself and refuses any other.
    return associated_token::create(
               {AccountView{payer}, AccountView{site.account()}, AccountView{field_at<kWallet>(site.accounts).raw()},
                AccountView{field_at<kMint>(site.accounts).raw()}, AccountView{field_at<kSystem>(site.accounts).raw()},
                AccountView{field_at<kProgram>(site.accounts).raw()}})
        .code();
  }
  return 0;
}

template <class Site>
[[gnu::always_inline]] inline u64 create_mint(Site& site, RawAccount* payer, const SignerSeeds* seeds) {
  using Accounts = typename Site::AccountsType;
  using Field = typename Site::Field;
  using Decimals = RoleOf<Role::Decimals, Field>;
  using Minter = RoleOf<Role::MintAuthority, Field>;
  using Freezer = RoleOf<Role::FreezeAuthority, Field>;
  constexpr usize kProgram = require_token_program<Accounts, Field>();
  constexpr bool kComplete = !kSame<Decimals, void> && !kSame<Minter, void>;
  static_assert(kComplete, "grapnel: Init of a mint needs MintDecimals<…> and MintAuthority<…>");
  if constexpr (kComplete && kProgram != kNotFound) {
    const Pubkey& program = field_at<kProgram>(site.accounts).raw()->key;
    const u64 error = system::detail::create(payer, site.account(), kMintSize, program, seeds);
    if (error != 0) return error;
    const Pubkey* freezer = nullptr;
    if constexpr (!kSame<Freezer, void>) freezer = &key_of<Freezer::kKey>(site);
    return initialize_mint2(AccountView{site.account()}, decimals_of<Decimals::kValue>(site),
                            key_of<Minter::kKey>(site), freezer, {.program = program})
        .code();
  }
  return 0;
}

// A mint with extensions may ask for some on its accounts.
template <class Data>
[[gnu::always_inline]] inline u64 size_for([[maybe_unused]] RawAccount* mint) {
  if constexpr (!kSame<typename Data::Owners, List<Token>>) {
    if (mint->size > kMintSize) return token_2022::account_size(AccountView{mint});
  }
  return kAccountSize;
}

template <class Site>
[[gnu::always_inline]] inline u64 create_account(Site& site, RawAccount* payer, const SignerSeeds* seeds) {
  using Accounts = typename Site::AccountsType;
  using Field = typename Site::Field;
  using MintGiven = RoleOf<Role::TokenMint, Field>;
  using Owner = RoleOf<Role::TokenAuthority, Field>;
  constexpr usize kProgram = require_token_program<Accounts, Field>();
  constexpr bool kComplete = !kSame<MintGiven, void> && !kSame<Owner, void>;
  static_assert(kComplete,
                "grapnel: Init of a token account needs TokenMint<…> and TokenAuthority<…>, or AssociatedToken<…>");
  if constexpr (kComplete && kProgram != kNotFound) {
    constexpr bool kNamed = names_account<MintGiven::kKey, Accounts>();
    static_assert(kNamed, "grapnel: Init of a token account: its mint is an account of the struct");
    if constexpr (kNamed) {
      RawAccount* mint = field_at<account_index<MintGiven::kKey, Accounts>()>(site.accounts).raw();
      const Pubkey& program = field_at<kProgram>(site.accounts).raw()->key;
      const u64 error = system::detail::create(payer, site.account(), size_for<DataOf<Field>>(mint), program, seeds);
      if (error != 0) return error;
      return initialize_account3(AccountView{site.account()}, AccountView{mint}, key_of<Owner::kKey>(site),
                                 {.program = program})
          .code();
    }
  }
  return 0;
}

}  // namespace token::detail

template <class... Programs>
struct AccountFormat<token::MintOf<Programs...>> : ProgramFormat<token::MintOf<Programs...>, Programs...> {
  template <class Site>
  [[gnu::always_inline]] static u64 create(Site& site, RawAccount* payer, const SignerSeeds* seeds) {
    return token::detail::create_mint(site, payer, seeds);
  }
};

template <class... Programs>
struct AccountFormat<token::AccountOf<Programs...>> : ProgramFormat<token::AccountOf<Programs...>, Programs...> {
  template <class Site>
  [[gnu::always_inline]] static u64 create(Site& site, RawAccount* payer, const SignerSeeds* seeds) {
    if constexpr (grapnel::detail::kSame<token::detail::RoleOf<token::detail::Role::Associated, typename Site::Field>,
                                         void>) {
      return token::detail::create_account(site, payer, seeds);
    } else {
      return token::detail::create_associated(site, payer);
    }
  }
};

}  // namespace grapnel
