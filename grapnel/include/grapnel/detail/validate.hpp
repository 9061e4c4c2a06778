// From the runtime's input to a checked accounts struct, in three passes: walk (where each account is, signer, writable,
// duplicates), prove (each account is what its type says), constrain (create, seeds, relations, conditions). No
// constraint sees data that isn't proven.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/constraint_site.hpp>
#include <grapnel/context.hpp>
#include <grapnel/detail/removal.hpp>
#include <grapnel/detail/tabled.hpp>
#include <grapnel/meta.hpp>

namespace grapnel::detail {

// The first four bytes of a header: duplicate_of, is_signer, is_writable, executable.
inline constexpr u32 kSignerBit = 0x100;
inline constexpr u32 kWritableBit = 0x10000;

template <class Field>
consteval u32 header_mask() {
  return u32{0xff} | (Field::kSigner ? 0xff00u : 0u) | (Field::kWritable ? 0xff0000u : 0u);
}
template <class Field>
consteval u32 header_wanted() {
  return u32{kNotDuplicate} | (Field::kSigner ? kSignerBit : 0u) | (Field::kWritable ? kWritableBit : 0u);
}

// One load of the narrowest width and one comparison for all of it.
template <class Field>
[[gnu::always_inline]] inline bool header_is_plain(const RawAccount* account) {
  constexpr u32 kMask = header_mask<Field>();
  constexpr u32 kWanted = header_wanted<Field>();
  if constexpr (kMask == 0xff) {
    return account->duplicate_of == kWanted;
  } else if constexpr (kMask == 0xffff) {
    return load<u16>(account) == kWanted;
  } else if constexpr (kMask == 0xffffff) {
    return load<u32>(account) == kWanted;  // an executable one takes the odd way, which accepts it
  } else {
    return (load<u32>(account) & kMask) == kWanted;
  }
}

// Which positions may not be repeated by a writable account.
template <class Accounts>
consteval u64 exclusive_positions() {
  u64 positions = 0;
  usize at = 0;
  for_each_account<Accounts>([&]<class Struct, usize I>() {
    using Field = FieldType<Struct, I>;
    positions |= u64{Field::kWritable && !kContains<Duplicate, typename Field::Constraints>} << at++;
  });
  return positions;
}

// `need`: the account's name id, with what is asked of it in the low bits.
inline constexpr u32 kNeedSigner = 1;
inline constexpr u32 kNeedWritable = 2;

// An account whose header isn't plain: a duplicate, which is resolved, or one that lacks a flag. `next_or_code` is where
// the walk goes on; if it isn't acceptable the result is null, and `next_or_code` the error's number. Both in one word,
// because this call stands in the program once per account.
template <class Module>
[[gnu::noinline, gnu::cold]] RawAccount* odd_account(u8* input, RawAccount* account, u32 need, u64 exclusive,
                                                     u64& next_or_code) {
  using Table = FailureTable<Module>;
  const u32 name_id = need & 0xffff0000u;
  const auto refuse = [&](u32 error_id) -> RawAccount* {
    next_or_code = Table::raise(name_id | error_id);
    return nullptr;
  };
  if (account->duplicate_of != kNotDuplicate) {
    const u64 first = account->duplicate_of;
    if (first < 64 && (exclusive >> first & 1) != 0) {
      return refuse(Table::template error_id<ErrorCode::ConstraintDuplicateMutableAccount>());
    }
    next_or_code = reinterpret_cast<u64>(account_after_duplicate(account));
    account = account_at(input, first);
  } else {
    next_or_code = reinterpret_cast<u64>(account_after(account));
  }
  if ((need & kNeedSigner) != 0 && account->is_signer == 0)
    return refuse(Table::template error_id<ErrorCode::AccountNotSigner>());
  if ((need & kNeedWritable) != 0 && account->is_writable == 0)
    return refuse(Table::template error_id<ErrorCode::ConstraintMut>());
  return account;
}

inline constexpr ErrorSet kWalkErrors =
    ErrorSet::of(ErrorCode::AccountNotSigner, ErrorCode::ConstraintMut, ErrorCode::ConstraintDuplicateMutableAccount);

// By which Init makes the account: it holds then, without a check.
template <class Constraint>
inline constexpr bool kSaysHow = requires { Constraint::kTokenRole; };

template <class Constraint>
consteval ErrorSet errors_of() {
  if constexpr (requires { Constraint::kErrors; }) {
    return Constraint::kErrors;
  } else {
    return {};
  }
}
template <class... C>
consteval ErrorSet errors_of_all(List<C...>) {
  return (ErrorSet{} | ... | errors_of<C>());
}

template <class Accounts>
consteval ErrorSet errors_of_accounts() {
  ErrorSet errors = kWalkErrors;
  for_each_account<Accounts>([&]<class Struct, usize I>() {
    using Field = FieldType<Struct, I>;
    errors = errors | Field::kErrors | errors_of_all(typename Field::Constraints{});
  });
  return errors;
}

// The passes over one accounts struct: the handler's, `Root`, or a composite inside it. Each gives 0 or an error's number.
template <class Module, class Root, class Accounts, class Args, bool Small = false>
class Passes {
  static constexpr usize kCount = kFieldCount<Accounts>;
  template <usize I>
  using SiteAt = Site<Module, Accounts, I, Args, Root, Small>;
  template <usize I>
  using Field = FieldType<Accounts, I>;
  template <usize I>
  using Inner = Passes<Module, Root, Field<I>, Args, Small>;
  using Table = CheckTable<Module, Root, Accounts, Args>;

 public:
  [[gnu::always_inline]] static u64 walk_all(u8* input, RawAccount*& cursor, Accounts& accounts) {
    return with_indices<kCount>([&]<usize... I>() __attribute__((always_inline)) {
      u64 error = 0;
      static_cast<void>((((error = walk<I>(input, cursor, accounts)) == 0) && ...));
      return error;
    });
  }

  [[gnu::always_inline]] static u64 prove_all(Accounts& accounts, const Args& args) {
    return with_indices<kCount>([&]<usize... I>() __attribute__((always_inline)) {
      u64 error = 0;
      static_cast<void>((((error = prove<I>(accounts, args)) == 0) && ...));
      return error;
    });
  }

  [[gnu::always_inline]] static u64 constrain_all(Accounts& accounts, const Args& args) {
    return with_indices<kCount>([&]<usize... I>() __attribute__((always_inline)) {
      u64 error = 0;
      static_cast<void>((((error = constrain<I>(accounts, args)) == 0) && ...));
      return error;
    });
  }

  [[gnu::always_inline]] static u64 finish_all(Accounts& accounts, const Args& args) {
    return with_indices<kCount>([&]<usize... I>() __attribute__((always_inline)) {
      u64 error = 0;
      static_cast<void>((((error = finish<I>(accounts, args)) == 0) && ...));
      return error;
    });
  }

 private:
  template <class Check, usize I>
  [[gnu::always_inline]] static constexpr bool made() {
    return is_made<Check, Accounts, I>();
  }
  // Of a writable account: the positions that it may not repeat. The first of all has none before it.
  template <usize I>
  [[gnu::always_inline]] static constexpr u64 exclusive() {
    constexpr u64 kPositions = exclusive_positions<Root>();
    if constexpr (kSame<Root, Accounts> && (kPositions & ((u64{1} << I) - 1)) == 0) {
      return kPositions;
    } else {
      return made<checks::Once, I>() ? kPositions : 0;
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 walk(u8* input, RawAccount*& cursor, Accounts& accounts) {
    if constexpr (kIsComposite<Field<I>>) {
      return Inner<I>::walk_all(input, cursor, field_at<I>(accounts));
    } else if constexpr (Field<I>::kOptional) {
      return walk_optional<I>(input, cursor, accounts);
    } else {
      return walk_plain<I>(input, cursor, accounts);
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 walk_plain(u8* input, RawAccount*& cursor, Accounts& accounts) {
    RawAccount* account = cursor;
    if (__builtin_expect(header_is_plain<Field<I>>(account), true)) {
      field_at<I>(accounts).bind(account);
      cursor = account_after(account);
      return 0;
    }
    return walk_odd<I>(input, cursor, accounts);
  }

  template <usize I>
  [[gnu::always_inline]] static u64 walk_odd(u8* input, RawAccount*& cursor, Accounts& accounts) {
    constexpr u32 kName = FailureTable<Module>::template kNameId<Accounts, I>;
    constexpr bool kMayRepeat = !Field<I>::kWritable || kContains<Duplicate, typename Field<I>::Constraints>;
    u32 need = kName;
    if constexpr (Field<I>::kSigner) need |= made<checks::Signature, I>() ? kNeedSigner : 0;
    if constexpr (Field<I>::kWritable) need |= made<checks::Writable, I>() ? kNeedWritable : 0;
    u64 next_or_code;
    RawAccount* found = odd_account<Module>(input, cursor, need, kMayRepeat ? 0 : exclusive<I>(), next_or_code);
    if (found == nullptr) {
      // Loaded here, not once for both meanings: that would keep every handler's result out of the register it is returned in.
      const u64 code = *const_cast<const volatile u64*>(&next_or_code);
      assume(code != 0);
      return code;
    }
    field_at<I>(accounts).bind(found);
    cursor = reinterpret_cast<RawAccount*>(next_or_code);
    return 0;
  }

  template <usize I>
  [[gnu::always_inline]] static u64 walk_optional(u8* input, RawAccount*& cursor, Accounts& accounts) {
    RawAccount* account = cursor;
    const bool duplicate = account->duplicate_of != kNotDuplicate;
    const RawAccount* first = duplicate ? account_at(input, account->duplicate_of) : account;
    if (first->key == Module::kIdStorage) {
      field_at<I>(accounts).bind(nullptr);
      cursor = duplicate ? account_after_duplicate(account) : account_after(account);
      return 0;
    }
    return walk_plain<I>(input, cursor, accounts);
  }

  template <usize I>
  [[gnu::always_inline]] static bool absent(Accounts& accounts) {
    if constexpr (Field<I>::kOptional) {
      return field_at<I>(accounts).raw() == nullptr;
    } else {
      return false;
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 prove(Accounts& accounts, const Args& args) {
    if constexpr (kIsComposite<Field<I>>) {
      return Inner<I>::prove_all(field_at<I>(accounts), args);
    } else {
      if (absent<I>(accounts)) return 0;
      SiteAt<I> site{accounts, args};
      if constexpr (Field<I>::kErrors.bits == 0) {
        return Field<I>::prove(site);
      } else {
        return made<checks::Kind, I>() ? Field<I>::prove(site) : 0;
      }
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 constrain(Accounts& accounts, const Args& args) {
    if constexpr (kIsComposite<Field<I>>) {
      return Inner<I>::constrain_all(field_at<I>(accounts), args);
    } else {
      return constrain_account<I>(accounts, args);
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 constrain_account(Accounts& accounts, const Args& args) {
    if (absent<I>(accounts)) return 0;
    SiteAt<I> site{accounts, args};
    if constexpr (Field<I>::kCreates) {
      static_assert(!Field<I>::kOptional, "grapnel: an optional account can't be created by Init");
      const u64 error = made<checks::New, I>() || site.account()->size == 0 ? Field<I>::create(site) : 0;
      if (__builtin_expect(error != 0, false)) return error;
    }
    return check_all(site, typename Field<I>::Constraints{});
  }

  template <class SiteType, class... C>
  [[gnu::always_inline]] static u64 check_all(SiteType& site, List<C...>) {
    u64 error = 0;
    static_cast<void>((((error = check_one<C>(site)) == 0) && ... && true));
    return error;
  }

  template <class C, class SiteType>
  [[gnu::always_inline]] static u64 check_one(SiteType& site) {
    if constexpr (Small) {
      if constexpr (Table::template kIsRow<SiteType::kIndex, C>) return check_run<C>(site);
    }
    return check_by_code<C>(site);
  }

  // All rows of a run where it starts. The first one of all is the walk's.
  template <class C, class SiteType>
  [[gnu::always_inline]] static u64 check_run(SiteType& site) {
    constexpr auto kRun = Table::template run_at<SiteType::kIndex, C>();
    if constexpr (!kRun.starts || (kRun.first && kSame<Root, Accounts>)) {
      return 0;
    } else {
      auto* const handles = reinterpret_cast<Handle*>(&site.accounts);
      return check_rows<Module>(handles, Table::template kRows<kRun.begin, kRun.size>.items, kRun.size);
    }
  }

  template <class C, class SiteType>
  [[gnu::always_inline]] static u64 check_by_code(SiteType& site) {
    constexpr bool kIfNeeded = requires { site.field().created(); };
    constexpr bool kDoneByInit = SiteType::Field::kCreates && (kIsSeeds<C> || (kSaysHow<C> && !kIfNeeded));
    if constexpr (requires { C::kComparesStoredData; } && requires { site.field().created(); }) {
      if (site.field().created()) return 0;
    }
    if constexpr (!kDoneByInit && requires { C::check(site); }) {
      if constexpr (kIsSeeds<C>) {
        return C::check(site);
      } else {
        return made<C, SiteType::kIndex>() ? C::check(site) : 0;
      }
    } else {
      return 0;
    }
  }

  template <usize I>
  [[gnu::always_inline]] static u64 finish(Accounts& accounts, const Args& args) {
    if constexpr (kIsComposite<Field<I>>) {
      return Inner<I>::finish_all(field_at<I>(accounts), args);
    } else {
      if (absent<I>(accounts)) return 0;
      SiteAt<I> site{accounts, args};
      return finish_each(site, typename Field<I>::Constraints{});
    }
  }

  template <class SiteType, class... C>
  [[gnu::always_inline]] static u64 finish_each(SiteType& site, List<C...>) {
    u64 error = 0;
    static_cast<void>((((error = finish_one<C>(site)) == 0) && ... && true));
    return error;
  }

  template <class C, class SiteType>
  [[gnu::always_inline]] static u64 finish_one(SiteType& site) {
    if constexpr (requires { C::finish(site); }) {
      return made<C, SiteType::kIndex>() ? C::finish(site) : 0;
    } else {
      return 0;
    }
  }
};

template <class Module, class Accounts, class Args>
class Validator {
  using All = Passes<Module, Accounts, Accounts, Args>;
  static constexpr usize kCount = kAccountCount<Accounts>;
  static_assert(kCount <= 64, "grapnel: an instruction has 64 accounts at most, composites included");

 public:
  // 0, or the error's number, which is logged already.
  [[gnu::always_inline]] static u64 run(u8* input, Context<Accounts>& context, const Args& args) {
    const u64 given = *reinterpret_cast<const u64*>(input);
    if (kCount > 0 && __builtin_expect(given != kCount, false)) {
      if (given < kCount) {
        return FailureTable<Module>::template fail_without_account<ErrorCode::AccountNotEnoughKeys>();
      }
      // Remaining accounts are found by the sizes that they came with.
      if constexpr (!kSizesKeptLater<Accounts>) static_cast<void>(account_at(input, given));
    }
    auto* cursor = reinterpret_cast<RawAccount*>(input + sizeof(u64));
    Accounts& accounts = context;
    const u64 code = [&]() __attribute__((always_inline)) {
      u64 error = All::walk_all(input, cursor, accounts);
      if (__builtin_expect(error != 0, false)) return error;
      error = All::prove_all(accounts, args);
      if (__builtin_expect(error != 0, false)) return error;
      return All::constrain_all(accounts, args);
    }();
    context.grapnel_surroundings_.program = &Module::kIdStorage;
    context.grapnel_surroundings_.remaining = RemainingAccounts{input, cursor, given - kCount};
    return code;
  }

  // The same for an instruction that is laid out for bytes.
  template <class Walk>
  [[gnu::always_inline]] static u64 run_small(u8* input, Context<Accounts>& context, const Args& args) {
    const u64 code = Walk::template run<CheckTable<Module, Accounts, Accounts, Args>>(input, context);
    if (__builtin_expect(code != 0, false)) return code;
    return Passes<Module, Accounts, Accounts, Args, true>::constrain_all(context, args);
  }

  [[gnu::always_inline]] static u64 finish(Accounts& accounts, const Args& args) {
    return All::finish_all(accounts, args);
  }
};

}  // namespace grapnel::detail
