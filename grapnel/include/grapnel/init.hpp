// Init<T, Payer<&S::payer>, …>: creates the account through the System program, rent exempt, zeroed, with T's
// discriminator. Without Seeds the new account's own key must sign. An account that exists is refused by System.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/detail/reference.hpp>
#include <grapnel/seeds.hpp>
#include <grapnel/system.hpp>

namespace grapnel {

// Who pays the rent: &Accounts::field, or "field" if it is declared later.
template <detail::Reference Account>
struct Payer {
  static constexpr auto kAccount = Account.value;
};

// Bytes of the account in all, if not 8 + sizeof(T), or with tails 8 + what T holds at most.
template <u64 Bytes>
struct Space {
  static constexpr u64 kBytes = Bytes;
};

namespace detail {

template <class Constraints>
struct PayerOf {
  static constexpr bool kGiven = false;
};
template <class First, class... Rest>
struct PayerOf<List<First, Rest...>> : PayerOf<List<Rest...>> {};
template <Reference Account, class... Rest>
struct PayerOf<List<Payer<Account>, Rest...>> {
  static constexpr bool kGiven = true;
  static constexpr auto kAccount = Account.value;
};

template <class Constraints>
inline constexpr u64 kSpaceOf = 0;
template <u64 Bytes, class... Rest>
inline constexpr u64 kSpaceOf<List<Space<Bytes>, Rest...>> = Bytes;
template <class First, class... Rest>
inline constexpr u64 kSpaceOf<List<First, Rest...>> = kSpaceOf<List<Rest...>>;

template <class Constraints>
struct SeedsIn {
  using Type = void;
};
template <class First, class... Rest>
struct SeedsIn<List<First, Rest...>> {
  using Type = typename ConditionalOf<kIsSeeds<First>, First, typename SeedsIn<List<Rest...>>::Type>::Type;
};

template <class Field>
inline constexpr bool kIsSystemProgram = false;
template <>
inline constexpr bool kIsSystemProgram<Program<System>> = true;

template <class Accounts>
consteval bool has_system_program() {
  bool found = false;
  for_each_account<Accounts>([&]<class Struct, usize I>() { found = found || kIsSystemProgram<FieldType<Struct, I>>; });
  return found;
}

}  // namespace detail

template <class T, class... C>
struct InitIfNeeded;

template <class T, class... C>
struct Init : detail::Writable<Account<T, C...>> {
  static constexpr bool kWritable = true;
  static constexpr bool kCreates = true;
  static constexpr bool kSigner = !detail::kHasSeeds<List<C...>> && !(detail::kFixesAddress<C> || ...);
  static constexpr ErrorSet kErrors{};

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site&) {
    return 0;  // nothing is there yet
  }

  template <class Site>
  [[gnu::always_inline]] static u64 create(Site& site) {
    using Payer = detail::PayerOf<List<C...>>;
    using Seeds = typename detail::SeedsIn<List<C...>>::Type;
    static_assert(Payer::kGiven, "grapnel: Init needs Payer<&Accounts::payer>");
    static_assert(detail::has_system_program<typename Site::RootType>(),
                  "grapnel: Init needs a Program<System> among the accounts");
    if constexpr (Payer::kGiven && !detail::kSame<Seeds, void>) {
      return Seeds::resolve(
          site, [&](const SignerSeeds& signer) __attribute__((always_inline)) { return create_at(site, &signer); });
    } else if constexpr (Payer::kGiven) {
      return create_at(site, nullptr);
    } else {
      return 0;
    }
  }

 private:
  friend struct InitIfNeeded<T, C...>;

  template <class Site>
  [[gnu::always_inline]] static u64 create_at(Site& site, const SignerSeeds* signer) {
    using Accounts = typename Site::AccountsType;
    constexpr usize kPayer = detail::account_index<detail::PayerOf<List<C...>>::kAccount, Accounts>();
    static_assert(kPayer != detail::kNotFound, "grapnel: Payer: no account of that name in the accounts struct");
    if constexpr (kPayer != detail::kNotFound) {
      using PayerField = detail::FieldType<Accounts, kPayer>;
      static_assert(PayerField::kSigner && PayerField::kWritable, "grapnel: a payer is a Mut<Signer>");
      RawAccount* payer = detail::field_at<kPayer>(site.accounts).raw();
      // An account of another program is created by what that program demands.
      if constexpr (requires { AccountFormat<T>::create(site, payer, signer); }) {
        return AccountFormat<T>::create(site, payer, signer);
      } else {
        return create_ours(site, payer, signer);
      }
    }
    return 0;
  }

  template <class Site>
  [[gnu::always_inline]] static u64 create_ours(Site& site, RawAccount* payer, const SignerSeeds* signer) {
    constexpr u64 kNeeded = AccountFormat<T>::kSizeMin;
    constexpr u64 kGiven = detail::kSpaceOf<List<C...>>;
    constexpr u64 kSpace = kGiven != 0 ? kGiven : AccountFormat<T>::kSpace;
    static_assert(kSpace >= kNeeded, "grapnel: Space is smaller than what T needs");
    static_assert(detail::kOwnerOf<T, typename Site::Module> == Site::kProgramId,
                  "grapnel: Init of an account whose T::kProgram is another program; call that program to create it");
    const u64 error = system::detail::create(payer, site.account(), kSpace, Site::kProgramId, signer);
    if (__builtin_expect(error != 0, false)) return error;
    AccountFormat<T>::begin(site.account());
    return 0;
  }
};

}  // namespace grapnel
