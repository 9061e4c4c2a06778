// The account types of an accounts struct that say what an account must be. Each checks itself in prove(); constraints
// and what the runtime's flags must say (signer, writable) come from the traits below.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/account_view.hpp>
#include <grapnel/constraint_site.hpp>
#include <grapnel/meta.hpp>
#include <grapnel/tail_format.hpp>

namespace grapnel {

namespace detail {

template <class C>
inline constexpr bool kIsSeeds = false;
template <class Constraints>
inline constexpr bool kHasSeeds = false;
template <class... C>
inline constexpr bool kHasSeeds<List<C...>> = (kIsSeeds<C> || ...);

// A constraint by which another program derives and signs for the address, so that Init needs no signature of it.
template <class C>
inline constexpr bool kFixesAddress = false;

}  // namespace detail

// What every field of an accounts struct is. Traits are hidden by those of derived types.
struct AccountField : AccountView {
  static constexpr bool kSigner = false;
  static constexpr bool kWritable = false;
  static constexpr bool kCreates = false;
  static constexpr bool kOptional = false;
  using Constraints = List<>;
  static constexpr ErrorSet kErrors{};

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site&) {
    return 0;
  }

  void bind(RawAccount* raw) { raw_ = raw; }
  void set_bump(u8 bump) { bump_ = bump; }

 protected:
  u8 bump_;  // written where seeds are proven; read only there
};

template <class T>
concept HoldsData = __is_base_of(AccountField, T) && requires { typename T::Data; };

// Must have signed the transaction.
struct Signer : AccountField {
  static constexpr bool kSigner = true;
};

// Any account; the program checks what matters.
struct Unchecked : AccountField {};

// The program P, as struct { static constexpr Pubkey kId; }.
template <class P>
struct Program : AccountField {
  using ProgramType = P;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::InvalidProgramId);

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    static constexpr Pubkey kId = P::kId;
    // An address names a program for good, so `executable` needs no test of its own: the call would fail.
    if (__builtin_expect(!(site.account()->key == kId), false))
      return site.template fail<ErrorCode::InvalidProgramId>();
    return 0;
  }
};

// Holding a T, as AccountFormat<T> knows it: owned by this program, behind T's discriminator.
template <class T, class... C>
struct Account : AccountField {
  using Data = T;
  using Format = AccountFormat<T>;
  using Constraints = List<C...>;
  static constexpr ErrorSet kErrors = Format::kErrors;

  const T* operator->() const { return reinterpret_cast<const T*>(raw_->data() + Format::kOffset); }
  const T& operator*() const { return *operator->(); }
  // The tail &T::field, read: a view, valid until a tail of the account is edited.
  template <class Member>
  [[gnu::always_inline]] auto operator[](Member member) const
    requires HasTails<T>
  {
    return Format::read(raw_, member);
  }
  u8 bump() const
    requires(detail::kHasSeeds<Constraints>)
  {
    return bump_;
  }

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    using Module = typename Site::Module;
    if (__builtin_expect(Format::template holds<Module>(site.account()), true)) return 0;
    const u64 code = Format::template explain<Module>(site.account(), site.name_id());
    detail::assume(code != 0 && code < 0x10000);
    return code;
  }
};

namespace detail {

// Gives `->` to write through, where there is data.
template <class A>
struct Writable : A {};
template <HoldsData A>
struct Writable<A> : A {
  using T = typename A::Data;
  T* operator->() const { return reinterpret_cast<T*>(this->raw_->data() + AccountFormat<T>::kOffset); }
  T& operator*() const { return *operator->(); }
  // The tail &T::field, to read and to edit: see tail_edit.hpp.
  template <class Member>
  [[gnu::always_inline]] auto operator[](Member member) const
    requires HasTails<T>
  {
    return AccountFormat<T>::edit(this->raw_, member);
  }
};

}  // namespace detail

// A with further constraints.
template <class A, class... C>
struct With : A {
  using Inner = A;
  using Constraints = detail::Join<typename A::Constraints, List<C...>>;
  u8 bump() const
    requires(detail::kHasSeeds<Constraints>)
  {
    return this->bump_;
  }
};

// A, writable, and (unless the constraint Duplicate stands here) at no other place of the list.
template <class A, class... C>
struct Mut : detail::Writable<A> {
  using Inner = A;
  using Constraints = detail::Join<typename A::Constraints, List<C...>>;
  static constexpr bool kWritable = true;
  u8 bump() const
    requires(detail::kHasSeeds<Constraints>)
  {
    return this->bump_;
  }

  void set_lamports(Lamports lamports) const { this->raw_->lamports = lamports.value(); }
  u8* bytes() const { return this->raw_->data(); }
};

// Allows that a Mut account stands at another place of the list too.
struct Duplicate {};

// A, or nothing: a client passes the program's own id for an absent account.
template <class A>
struct Optional {
  static_assert(__is_base_of(AccountField, A),
                "grapnel: Optional holds one account, not a composite; write Optional<…> on the composite's accounts");
  using OptionalOf = A;
  using Constraints = typename A::Constraints;
  static constexpr bool kSigner = A::kSigner;
  static constexpr bool kWritable = A::kWritable;
  static constexpr bool kCreates = A::kCreates;
  static constexpr bool kOptional = true;
  static constexpr ErrorSet kErrors = A::kErrors;

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    return A::prove(site);
  }

  explicit operator bool() const { return account_.raw() != nullptr; }
  const A& operator*() const { return account_; }  // only if there is one
  const A* operator->() const { return &account_; }

  RawAccount* raw() const { return account_.raw(); }
  void bind(RawAccount* raw) { account_.bind(raw); }
  void set_bump(u8 bump) { account_.set_bump(bump); }

 private:
  A account_;
};

}  // namespace grapnel
