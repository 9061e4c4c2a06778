// Constraints on mints and token accounts, each Anchor's of that name. On Init they say how the account is initialised;
// on an account that exists they are checked.
//
//   TokenMint<&S::mint>  TokenAuthority<&S::owner>  TokenProgram<&S::token_program>            on token accounts
//   MintDecimals<6>  MintAuthority<&S::admin>  MintFreezeAuthority<&S::admin>  TokenProgram    on mints
//   AssociatedToken<&S::mint, &S::owner>  AssociatedToken<&S::mint, &S::owner, &S::token_program>
//
// A key is an account of the struct (its address; "name" if it is declared later), a constant Pubkey, an argument, or a
// field of an account's data.
#pragma once

#include <grapnel/detail/tabled.hpp>
#include <grapnel/programs/associated_token.hpp>
#include <grapnel/programs/token/layout.hpp>
#include <grapnel/seeds.hpp>

namespace grapnel {

namespace token::detail {

using namespace grapnel::detail;

enum class Role { TokenMint, TokenAuthority, Program, Decimals, MintAuthority, FreezeAuthority, Associated };

// The constraint of that role in a list, or void.
template <Role Wanted, class Constraints>
struct WithRole {
  using Type = void;
};
template <Role Wanted, class First, class... Rest>
struct WithRole<Wanted, List<First, Rest...>> : WithRole<Wanted, List<Rest...>> {};
template <Role Wanted, class First, class... Rest>
  requires(First::kTokenRole == Wanted)
struct WithRole<Wanted, List<First, Rest...>> {
  using Type = First;
};
template <Role Wanted, class Field>
using RoleOf = typename WithRole<Wanted, typename Field::Constraints>::Type;

template <class Field>
inline constexpr bool kIsTokenAccount = false;
template <class Field>
  requires requires { &DataOf<Field>::delegated_amount; }
inline constexpr bool kIsTokenAccount<Field> = true;
template <class Field>
inline constexpr bool kIsMint = false;
template <class Field>
  requires requires { &DataOf<Field>::mint_authority; }
inline constexpr bool kIsMint<Field> = true;

template <Pubkey Key>
inline constexpr Pubkey kConstantKey = Key;

// Whether Value names an account of the struct, by text or member pointer.
template <auto Value, class Accounts>
consteval bool names_account() {
  using T = RemoveCvref<decltype(Value)>;
  if constexpr (kIsLiteral<T>) {
    return true;
  } else if constexpr (MemberOf<T>::kIsMember) {
    return kSame<typename MemberOf<T>::Class, Accounts>;
  } else {
    return false;
  }
}

// The key that a constraint's argument stands for.
template <auto Value, class Site>
[[gnu::always_inline]] inline const Pubkey& key_of(Site& site) {
  using T = RemoveCvref<decltype(Value)>;
  using Accounts = typename Site::AccountsType;
  if constexpr (kSame<T, Pubkey>) {
    return kConstantKey<Value>;
  } else if constexpr (names_account<Value, Accounts>()) {
    constexpr usize kAt = account_index<Value, Accounts>();
    static_assert(kAt != kNotFound, "grapnel: a token constraint names no account of the struct");
    if constexpr (kAt != kNotFound) {
      return field_at<kAt>(site.accounts).raw()->key;
    } else {
      return kConstantKey<Pubkey{}>;
    }
  } else if constexpr (!MemberOf<T>::kIsMember) {
    static_assert(kAlwaysFalse<T>,
                  "grapnel: a key in a token constraint is &Accounts::account, \"account\", a Pubkey, &Args::field or "
                  "&Data::field");
    return kConstantKey<Pubkey{}>;
  } else if constexpr (kSame<typename MemberOf<T>::Class, typename Site::ArgsType>) {
    return site.args.*Value;
  } else {
    constexpr usize kHolder = account_holding<Accounts, Site::kIndex, typename MemberOf<T>::Class>();
    static_assert(kHolder != kNotFound,
                  "grapnel: a token constraint names a field of a type that no account or more than one holds");
    if constexpr (kHolder != kNotFound) {
      return data_of<typename MemberOf<T>::Class>(field_at<kHolder>(site.accounts).raw()).*Value;
    } else {
      return kConstantKey<Pubkey{}>;
    }
  }
}

// That the key at that place is the one that a constraint's argument stands for, if that is an account of the struct.
template <auto Value, class Site>
consteval Relation relation_to(usize place, ErrorCode code) {
  using Accounts = typename Site::AccountsType;
  if constexpr (!kSame<RemoveCvref<decltype(Value)>, Pubkey>) {
    if constexpr (names_account<Value, Accounts>()) {
      return {place, account_index<Value, Accounts>(), code};
    }
  }
  return {};
}
template <auto Value, class Site>
[[gnu::always_inline]] inline u8 decimals_of([[maybe_unused]] Site& site) {
  if constexpr (MemberOf<RemoveCvref<decltype(Value)>>::kIsMember) {
    return site.args.*Value;
  } else {
    static_assert(Value >= 0 && Value <= 255, "grapnel: decimals of a mint are 0 to 255");
    return static_cast<u8>(Value);
  }
}

// Init has just set it up so, in the same instruction. InitIfNeeded may have found it: then it is checked.
template <class Site>
inline constexpr bool kJustMade = Site::Field::kCreates && !requires(typename Site::Field field) { field.created(); };

}  // namespace token::detail

template <detail::Reference Mint>
struct TokenMint {
  static constexpr auto kTokenRole = token::detail::Role::TokenMint;
  static constexpr auto kKey = Mint.value;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintTokenMint);

  template <class Site>
  static consteval detail::Relation relation() {
    if constexpr (token::detail::kIsTokenAccount<typename Site::Field>) {
      using Data = detail::DataOf<typename Site::Field>;
      return token::detail::relation_to<kKey, Site>(sizeof(RawAccount) + __builtin_offsetof(Data, mint),
                                                    ErrorCode::ConstraintTokenMint);
    } else {
      return {};
    }
  }

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsTokenAccount<typename Site::Field>;
    static_assert(kFits, "grapnel: TokenMint stands on an Account<token::Account>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(site.account());
      return site.template same<ErrorCode::ConstraintTokenMint>(data.mint, token::detail::key_of<kKey>(site));
    } else {
      return 0;
    }
  }
};

template <detail::Reference Owner>
struct TokenAuthority {
  static constexpr auto kTokenRole = token::detail::Role::TokenAuthority;
  static constexpr auto kKey = Owner.value;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintTokenOwner);

  template <class Site>
  static consteval detail::Relation relation() {
    if constexpr (token::detail::kIsTokenAccount<typename Site::Field>) {
      using Data = detail::DataOf<typename Site::Field>;
      return token::detail::relation_to<kKey, Site>(sizeof(RawAccount) + __builtin_offsetof(Data, owner),
                                                    ErrorCode::ConstraintTokenOwner);
    } else {
      return {};
    }
  }

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsTokenAccount<typename Site::Field>;
    static_assert(kFits, "grapnel: TokenAuthority stands on an Account<token::Account>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(site.account());
      return site.template same<ErrorCode::ConstraintTokenOwner>(data.owner, token::detail::key_of<kKey>(site));
    } else {
      return 0;
    }
  }
};

// That program owns the mint or token account; with Init, creates it.
template <detail::Reference Program>
struct TokenProgram {
  static constexpr auto kTokenRole = token::detail::Role::Program;
  static constexpr auto kKey = Program.value;
  static constexpr ErrorSet kErrors =
      ErrorSet::of(ErrorCode::ConstraintTokenTokenProgram, ErrorCode::ConstraintMintTokenProgram);

  template <class Site>
  static consteval ErrorCode code() {
    return token::detail::kIsMint<typename Site::Field> ? ErrorCode::ConstraintMintTokenProgram
                                                        : ErrorCode::ConstraintTokenTokenProgram;
  }
  template <class Site>
  static consteval detail::Relation relation() {
    return token::detail::relation_to<kKey, Site>(detail::kPlaceOfOwner, code<Site>());
  }

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    using Field = typename Site::Field;
    constexpr bool kFits = token::detail::kIsTokenAccount<Field> || token::detail::kIsMint<Field>;
    static_assert(kFits, "grapnel: TokenProgram stands on an Account of token::Account or token::Mint");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      return site.template same<code<Site>()>(site.account()->owner, token::detail::key_of<kKey>(site));
    } else {
      return 0;
    }
  }
};

// Decimals: a number, or &Args::field.
template <auto Decimals>
struct MintDecimals {
  static constexpr auto kTokenRole = token::detail::Role::Decimals;
  static constexpr auto kValue = Decimals;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintMintDecimals);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsMint<typename Site::Field>;
    static_assert(kFits, "grapnel: MintDecimals stands on an Account<token::Mint>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(site.account());
      if (__builtin_expect(data.decimals != token::detail::decimals_of<Decimals>(site), false))
        return site.template fail<ErrorCode::ConstraintMintDecimals>();
    }
    return 0;
  }
};

template <detail::Reference Key>
struct MintAuthority {
  static constexpr auto kTokenRole = token::detail::Role::MintAuthority;
  static constexpr auto kKey = Key.value;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintMintMintAuthority);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsMint<typename Site::Field>;
    static_assert(kFits, "grapnel: MintAuthority stands on an Account<token::Mint>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(site.account());
      if (__builtin_expect(!data.mint_authority.is(token::detail::key_of<kKey>(site)), false))
        return site.template fail<ErrorCode::ConstraintMintMintAuthority>();
    }
    return 0;
  }
};

template <detail::Reference Key>
struct MintFreezeAuthority {
  static constexpr auto kTokenRole = token::detail::Role::FreezeAuthority;
  static constexpr auto kKey = Key.value;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintMintFreezeAuthority);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsMint<typename Site::Field>;
    static_assert(kFits, "grapnel: MintFreezeAuthority stands on an Account<token::Mint>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(site.account());
      if (__builtin_expect(!data.freeze_authority.is(token::detail::key_of<kKey>(site)), false))
        return site.template fail<ErrorCode::ConstraintMintFreezeAuthority>();
    }
    return 0;
  }
};

// The wallet's associated account of the mint, still owned by the wallet. With a third argument, of that token program.
template <detail::Reference Mint, detail::Reference Wallet, detail::Reference Program = "">
struct AssociatedToken {
  static constexpr auto kTokenRole = token::detail::Role::Associated;
  static constexpr auto kMint = Mint.value;
  static constexpr auto kWallet = Wallet.value;
  static constexpr auto kProgram = Program.value;
  static constexpr bool kHasProgram = [] {
    if constexpr (detail::kIsLiteral<detail::RemoveCvref<decltype(kProgram)>>) {
      return kProgram.kSize != 0;
    } else {
      return true;
    }
  }();
  static constexpr ErrorSet kErrors =
      ErrorSet::of(ErrorCode::ConstraintTokenOwner, ErrorCode::ConstraintAssociated) |
      (kHasProgram ? ErrorSet::of(ErrorCode::ConstraintAssociatedTokenTokenProgram) : ErrorSet{});

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    constexpr bool kFits = token::detail::kIsTokenAccount<typename Site::Field>;
    static_assert(kFits, "grapnel: AssociatedToken stands on an Account<token::Account>");
    if constexpr (kFits && !token::detail::kJustMade<Site>) {
      RawAccount* account = site.account();
      const Pubkey& wallet = token::detail::key_of<kWallet>(site);
      if constexpr (kHasProgram) {
        if (__builtin_expect(!(account->owner == token::detail::key_of<kProgram>(site)), false))
          return site.template fail<ErrorCode::ConstraintAssociatedTokenTokenProgram>();
      }
      const auto& data = detail::data_of<detail::DataOf<typename Site::Field>>(account);
      if (__builtin_expect(!(data.owner == wallet), false))
        return site.template fail<ErrorCode::ConstraintTokenOwner>();
      // The token program is the account's owner, which is proven to be one. That a token account stands here proves
      // the address off the curve: to put one at a hash that is a point would take its private key.
      Slice slices[5] = {{&wallet, 32}, {&account->owner, 32}, {&token::detail::key_of<kMint>(site), 32}};
      const u8* suffix = detail::kPdaSuffix<AssociatedTokenProgram::kId>.bytes;
      if (__builtin_expect(detail::find_bump(slices, 3, account->key, suffix, true) == 0, false))
        return site.template fail<ErrorCode::ConstraintAssociated>();
    }
    return 0;
  }
};

namespace detail {
template <Reference Mint, Reference Wallet, Reference Program>
inline constexpr bool kFixesAddress<AssociatedToken<Mint, Wallet, Program>> = true;
}  // namespace detail

}  // namespace grapnel
