// InitIfNeeded<T, Payer<&S::payer>, Seeds<…>, …>: creates the account as Init does if nothing is there yet, and else checks
// it as Account<T> does. The address is proven either way.
//
// The trap: the handler also runs for an account that has been in use for long. Code meant for a new one, above all
// `ctx.x->authority = …`, would hand the account over to whoever calls. So it belongs behind created():
//
//   if (ctx.profile.created()) ctx.profile->authority = ctx.authority.key();
//
// and HasOne here is checked exactly for an account that was there before: a new one's fields are still zero.
#pragma once

#include <grapnel/has_one.hpp>
#include <grapnel/init.hpp>

namespace grapnel {

// Beside Seeds of an InitIfNeeded: an account that was there is not derived anew, which a hash costs and below bump 255 a
// search. Sound where all accounts of the type are made with these seeds and store each that is a key: HasOne then proves the
// same. As many HasOne as there are seeds that aren't text must stand beside it.
struct DerivedOnce {};

namespace detail {

template <class C>
inline constexpr bool kIsHasOne = false;
template <auto Member, Reference Target>
inline constexpr bool kIsHasOne<HasOne<Member, Target>> = true;
template <class C>
inline constexpr usize kSeedsToProve = 0;
template <auto... Seed>
inline constexpr usize kSeedsToProve<SeedList<Seed...>> = ((kIsLiteral<RemoveCvref<decltype(Seed)>> ? 0 : 1) + ... + 0);

}  // namespace detail

template <class T, class... C>
struct InitIfNeeded : detail::Writable<Account<T, C...>> {
  static constexpr bool kWritable = true;
  static constexpr bool kCreates = true;
  static constexpr u64 kSpace = detail::kSpaceOf<List<C...>>;
  static constexpr ErrorSet kErrors =
      Account<T, C...>::kErrors | (kSpace != 0 ? ErrorSet::of(ErrorCode::ConstraintSpace) : ErrorSet{});

  // Whether this instruction has created it: its data is zero.
  bool created() const { return created_; }

  // An account that is System's and empty is made in create(); System's with data is none of ours and is refused here.
  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    const RawAccount* account = site.account();
    if (account->size == 0 && account->owner == System::kId) {
      site.field().created_ = true;
      return 0;
    }
    const u64 error = Account<T, C...>::prove(site);
    if (__builtin_expect(error != 0, false)) return error;
    if constexpr (kSpace != 0) {
      if (__builtin_expect(account->size < kSpace, false)) return site.template fail<ErrorCode::ConstraintSpace>();
    }
    return 0;
  }

  template <class Site>
  [[gnu::always_inline]] static u64 create(Site& site) {
    using Payer = detail::PayerOf<List<C...>>;
    using Seeds = typename detail::SeedsIn<List<C...>>::Type;
    constexpr bool kSeeds = !detail::kSame<Seeds, void>;
    static_assert(Payer::kGiven, "grapnel: InitIfNeeded needs Payer<&Accounts::payer>");
    constexpr bool kDerived = (detail::kFixesAddress<C> || ...);
    static_assert(kSeeds || kDerived, "grapnel: InitIfNeeded needs Seeds<…>, or any account that holds a T would do");
    static_assert(detail::has_system_program<typename Site::RootType>(),
                  "grapnel: InitIfNeeded needs a Program<System> among the accounts");
    if constexpr ((detail::kSame<C, DerivedOnce> || ...)) {
      static_assert(((detail::kIsHasOne<C> ? 1 : 0) + ... + 0) == (detail::kSeedsToProve<C> + ... + 0),
                    "grapnel: DerivedOnce needs a HasOne for each seed that is no text");
      if (!site.field().created_) return 0;
    }
    if constexpr (Payer::kGiven && kSeeds) {
      return Seeds::resolve(site, [&](const SignerSeeds& signer) __attribute__((always_inline)) {
        return site.field().created_ ? Init<T, C...>::create_at(site, &signer) : u64{0};
      });
    } else if constexpr (Payer::kGiven && kDerived) {
      return site.field().created_ ? Init<T, C...>::create_at(site, nullptr) : u64{0};
    } else {
      return 0;
    }
  }

 private:
  bool created_ = false;
};

}  // namespace grapnel
