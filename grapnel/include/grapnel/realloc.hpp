// Realloc<size, Payer<&S::payer>>: before the handler runs, the account gets `size` bytes in all. The payer pays the rent of
// what is added, which is zeroed, and receives that of what is cut off.
//
// The size is a number, an argument (&Args::size) or a function of the arguments or of accounts and arguments, by const
// reference. An instruction adds at most 10,240 bytes; the fixed part of T is never cut. Lamports above the rent stay in the
// account (Anchor hands them all to the payer when it shrinks).
#pragma once

#include <grapnel/detail/reference.hpp>
#include <grapnel/init.hpp>
#include <grapnel/system.hpp>

namespace grapnel {

namespace detail {

[[gnu::noinline]] inline u64 grow(RawAccount* account, RawAccount* payer, u64 size) {
  const u64 needed = Rent::get().minimum_balance(size).value();
  if (account->lamports < needed) {
    const Result<> paid =
        system::transfer(AccountView{payer}, AccountView{account}, Lamports{needed - account->lamports});
    if (!paid) return paid.code();
  }
  const u64 old_size = account->size;
  account->size = size;
  // The runtime hands the room out zeroed; what an earlier shrinking left there is ours to wipe.
  sol_memset_(account->data() + old_size, 0, size - old_size);
  return 0;
}

[[gnu::noinline]] inline u64 shrink(RawAccount* account, RawAccount* payer, u64 size) {
  const Rent rent = Rent::get();
  const u64 needed = rent.minimum_balance(size).value();
  const u64 locked = rent.minimum_balance(account->size).value();
  const u64 held = account->lamports < locked ? account->lamports : locked;
  account->size = size;
  if (held > needed) {
    account->lamports -= held - needed;
    payer->lamports += held - needed;
  }
  return 0;
}

}  // namespace detail

template <auto Size, class PayerOfRent>
struct Realloc {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::AccountReallocExceedsLimit, ErrorCode::ConstraintSpace);

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    using Field = typename Site::Field;
    using Accounts = typename Site::AccountsType;
    constexpr bool kPlace = Field::kWritable && !Field::kCreates && HoldsData<detail::Plain<Field>>;
    constexpr usize kPayer = detail::account_index<PayerOfRent::kAccount, Accounts>();
    static_assert(kPlace, "grapnel: Realloc stands on a Mut<Account<T>>");
    static_assert(!detail::kContains<Duplicate, typename Field::Constraints>,
                  "grapnel: an account with Realloc stands once in the list: take Duplicate away");
    static_assert(detail::has_system_program<typename Site::RootType>(),
                  "grapnel: Realloc needs a Program<System> among the accounts");
    static_assert(kPayer != detail::kNotFound, "grapnel: Payer: no account of that name in the accounts struct");
    if constexpr (kPlace && kPayer != detail::kNotFound) {
      using PayerField = detail::FieldType<Accounts, kPayer>;
      static_assert(PayerField::kSigner && PayerField::kWritable, "grapnel: a payer is a Mut<Signer>");
      return resize<AccountFormat<detail::DataOf<Field>>::kSizeMin>(site,
                                                                    detail::field_at<kPayer>(site.accounts).raw());
    } else {
      return 0;
    }
  }

 private:
  template <u64 Least, class Site>
  [[gnu::always_inline]] static u64 resize(Site& site, RawAccount* payer) {
    RawAccount* account = site.account();
    const u64 size = wanted<Least>(site);
    if (__builtin_expect(size < Least, false)) return site.template fail<ErrorCode::ConstraintSpace>();
    using Format = AccountFormat<detail::DataOf<typename Site::Field>>;
    if constexpr (requires { Format::size_used(account); }) {  // its tails were proven against the old size
      if (size < Format::size_used(account)) return site.template fail<ErrorCode::ConstraintSpace>();
    }
    if (size > account->size) {
      if (__builtin_expect(size - account->size > detail::kGrowthMax, false))
        return site.template fail<ErrorCode::AccountReallocExceedsLimit>();
      return detail::grow(account, payer, size);
    }
    return size < account->size ? detail::shrink(account, payer, size) : 0;
  }

  template <u64 Least, class Site>
  [[gnu::always_inline]] static u64 wanted(Site& site) {
    using T = detail::RemoveCvref<decltype(Size)>;
    using Member = detail::MemberOf<T>;
    const auto& accounts = site.accounts;
    if constexpr (detail::kIsIntegral<T>) {
      static_assert(static_cast<u64>(Size) >= Least, "grapnel: Realloc: the size is smaller than what T needs");
      return static_cast<u64>(Size);
    } else if constexpr (Member::kIsMember) {
      static_assert(detail::kSame<typename Member::Class, typename Site::ArgsType>,
                    "grapnel: Realloc<&Args::size> names an argument of the handler");
      static_assert(detail::is_unsigned<typename Member::Type>(), "grapnel: Realloc: the size is an unsigned integer");
      return static_cast<u64>(site.args.*Size);
    } else if constexpr (requires { Size(site.args); }) {
      return Size(site.args);
    } else if constexpr (requires { Size(accounts, site.args); }) {
      return Size(accounts, site.args);
    } else {
      static_assert(detail::kAlwaysFalse<Site>,
                    "grapnel: the size of a Realloc is a number, &Args::field, or a function of (const Args&) or "
                    "(const Accounts&, const Args&)");
      return Least;
    }
  }
};

}  // namespace grapnel
