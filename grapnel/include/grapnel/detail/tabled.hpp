// Checks that are rows of a table, for instructions that are laid out for bytes: a row takes eight bytes where its code would
// take fifty, and one function of the program reads them all. What a row can say is that a key which one account stores is the
// key of another, or that two accounts aren't the same, or a condition on one account alone, whose code stands once.
// A constraint offers itself for it:
//
//   template <class Site> static consteval detail::Relation relation()      what check() compares
//   template <class Site> static constexpr bool kOfOneAccount               check() needs no more than site.field()
//
// Rows follow each other as the checks would. A check that is no row stands between them as code.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/detail/reference.hpp>

namespace grapnel::detail {

// Where a field lies in a struct of plain layout.
template <class T, auto Member>
consteval usize place_of_member() {
  constexpr T object{};
  usize at = 0, found = kNotFound;
  visit_fields(object, [&](const auto&... field) {
    const auto pass = [&]<class Field>(const Field& one) {
      at = (at + alignof(Field) - 1) / alignof(Field) * alignof(Field);
      const void* const here = &one;
      const void* const wanted = &(object.*Member);
      if (here == wanted) found = at;
      at += sizeof(Field);
    };
    (pass(field), ...);
  });
  return found;
}

// The key at `at`, counted from the account's header on, is that of the account `other`. `at` 0: the two aren't the same.
struct Relation {
  usize at = 0;
  usize other = kNotFound;  // in its accounts struct; kNotFound: the check is no relation
  ErrorCode code{};
};

template <class Data, auto Member>
consteval usize place_of_stored() {
  return sizeof(RawAccount) + AccountFormat<Data>::kOffset + place_of_member<Data, Member>();
}
inline constexpr usize kPlaceOfKey = __builtin_offsetof(RawAccount, key);
inline constexpr usize kPlaceOfOwner = __builtin_offsetof(RawAccount, owner);

// An account's handle in the accounts struct, as AccountField lays it out.
struct Handle {
  RawAccount* account;
  u64 rest;
};

struct CheckRow {
  u8 account;
  u8 other;  // kCondition: a condition, whose number is `at`
  u16 at;
  u32 id;  // of FailureTable::raise(); of a condition the name alone
};
static_assert(sizeof(CheckRow) == 8);
inline constexpr u8 kCondition = 0xff;

// The type that proves what a field is, whatever else is said about it. void: nothing is to be proven.
template <class Field>
struct ProverOf {
  using Type = Field;
};
template <class A, class... C>
struct ProverOf<Mut<A, C...>> : ProverOf<A> {};
template <class A, class... C>
struct ProverOf<With<A, C...>> : ProverOf<A> {};
template <class A>
struct ProverOf<Optional<A>> : ProverOf<A> {};
template <class T, class... C>
struct ProverOf<Account<T, C...>> {
  using Type = Account<T>;
};
template <>
struct ProverOf<Signer> {
  using Type = void;
};
template <>
struct ProverOf<Unchecked> {
  using Type = void;
};

// Distinct types, gathered with +.
template <class... T>
struct Distinct {
  static constexpr usize kCount = sizeof...(T);

  template <class Added>
  friend consteval auto operator+(Distinct, List<Added>) {
    if constexpr (kSame<Added, void> || kIsOneOf<Added, T...>) {
      return Distinct<T...>{};
    } else {
      return Distinct<T..., Added>{};
    }
  }
  template <class Wanted>
  static consteval usize index_of() {
    usize at = 0;
    static_cast<void>(((kSame<Wanted, T> ? true : (++at, false)) || ...));
    return at;
  }
};

// What a prover or a condition sees: its own account, and what it needs to refuse it.
template <class ModuleType, class Prover>
struct ProofSite {
  using Module = ModuleType;
  using Field = Prover;
  using AccountsType = void;
  static constexpr usize kIndex = 0;
  static constexpr const Pubkey& kProgramId = Module::kIdStorage;

  Prover& proven;
  u32 name;

  Prover& field() { return proven; }
  RawAccount* account() { return proven.raw(); }
  u32 name_id() const { return name; }

  template <ErrorCode Code>
  u64 same(const Pubkey& a, const Pubkey& b) {
    return same_keys<Module>(a, b, name | FailureTable<Module>::template error_id<Code>());
  }
  template <ErrorCode Code>
  u64 fail() {
    return FailureTable<Module>::raise(name | FailureTable<Module>::template error_id<Code>());
  }
  template <class E>
  u64 fail_with(E error) {
    return log_user_error<E>(static_cast<u64>(error), FailureTable<Module>::kNames.bytes + (name >> 16) - 1);
  }
};

// The condition C on accounts that Prover has proven.
template <class C, class Prover>
struct Condition {
  using Field = Conditional<kSame<Prover, void>, Unchecked, Prover>;

  template <class Module>
  [[gnu::noinline, clang::minsize]] static u64 check(Handle* handle, u32 name) {
    ProofSite<Module, Field> site{*reinterpret_cast<Field*>(handle), name};
    return C::check(site);
  }
};

enum class CheckForm : u8 { Nothing, Row, Code };

template <class Site, class C>
consteval bool is_of_one_account() {
  if constexpr (requires { C::template kOfOneAccount<Site>; }) {
    return C::template kOfOneAccount<Site>;
  } else {
    return false;
  }
}
template <class Site, class C>
consteval Relation relation_of() {
  if constexpr (requires { C::template relation<Site>(); }) {
    return C::template relation<Site>();
  } else {
    return {};
  }
}

// Only of an account that is there before the instruction: what is created is checked behind its creation.
template <class Site, class C>
consteval CheckForm form_of() {
  using Field = typename Site::Field;
  if constexpr (!requires(Site& site) { C::check(site); } || (Field::kCreates && kIsSeeds<C>)) {
    return CheckForm::Nothing;
  } else if constexpr (Field::kCreates || requires(Field& field) { field.created(); }) {
    return CheckForm::Code;
  } else {
    return is_of_one_account<Site, C>() || relation_of<Site, C>().other != kNotFound ? CheckForm::Row : CheckForm::Code;
  }
}

// How many accounts stand before that field.
template <class Accounts, usize Field>
inline constexpr usize kAccountsBefore = with_indices<Field>([]<usize... I>() {
  return (usize{0} + ... + [] {
    if constexpr (kIsComposite<FieldType<Accounts, I>>) {
      return kAccountCount<FieldType<Accounts, I>>;
    } else {
      return usize{1};
    }
  }());
});

// The rows of one accounts struct: the handler's, `Root`, or a composite inside it.
template <class Module, class Root, class Accounts, class Args>
class CheckTable {
  template <usize I>
  using SiteAt = Site<Module, Accounts, I, Args, Root, true>;
  template <usize I>
  using Field = FieldType<Accounts, I>;
  static constexpr usize kFields = kFieldCount<Accounts>;

  // Calls visit<I, C>() for each constraint and visit<I, void>() for what else is done with a field, in the order of the checks.
  template <class Visit>
  static consteval void for_each_check(Visit visit) {
    with_indices<kFields>([&]<usize... I>() {
      (
          [&]<usize At>(Pick<At>) {
            if constexpr (kIsComposite<Field<At>>) {
              visit.template operator()<At, void>();
            } else {
              if constexpr (Field<At>::kCreates) visit.template operator()<At, void>();
              [&]<class... C>(List<C...>) {
                (visit.template operator()<At, C>(), ...);
              }(typename Field<At>::Constraints{});
            }
          }(Pick<I>{}),
          ...);
    });
  }
  template <usize I, class C>
  static consteval CheckForm form() {
    if constexpr (kSame<C, void>) {
      return CheckForm::Code;
    } else {
      return form_of<SiteAt<I>, C>();
    }
  }

  template <usize I, class C>
  using ConditionAt = Condition<C, typename ProverOf<Field<I>>::Type>;

  template <usize I, class C>
  static consteval CheckRow row_of() {
    using Table = FailureTable<Module>;
    constexpr u32 kName = Table::template kNameId<Accounts, I>;
    constexpr u8 kAccount = static_cast<u8>(kAccountsBefore<Accounts, I>);
    constexpr Relation kRelation = relation_of<SiteAt<I>, C>();
    static_assert(kRelation.at <= 0xffff);
    if constexpr (kRelation.other != kNotFound) {
      return {kAccount, static_cast<u8>(kAccountsBefore<Accounts, kRelation.other>), static_cast<u16>(kRelation.at),
              kName | Table::template error_id<kRelation.code>()};
    } else {
      constexpr usize kNumber = Module::SmallConditions::template index_of<ConditionAt<I, C>>();
      return {kAccount, kCondition, static_cast<u16>(kNumber), kName};
    }
  }

 public:
  // Rows that nothing stands between.
  struct Run {
    usize begin = 0;
    usize size = 0;
    bool first = false;   // nothing stands before them
    bool starts = false;  // they begin with that check
  };
  template <usize I, class C>
  static consteval Run run_at() {
    Run run;
    bool all_rows = true, here = false, over = false;
    usize rows = 0;
    for_each_check([&]<usize At, class Check>() {
      if (over) return;
      if (At == I && kSame<Check, C>) here = true;
      switch (form<At, Check>()) {
        case CheckForm::Nothing: break;
        case CheckForm::Row:
          if (run.size == 0) {
            run.begin = rows;
            run.first = all_rows;
            run.starts = here;
          }
          ++run.size;
          ++rows;
          break;
        case CheckForm::Code:
          over = here;
          if (!here) run = {};
          all_rows = false;
          break;
      }
    });
    return run;
  }
  // The rows before all code.
  static constexpr Run kFirst = [] {
    Run run;
    bool over = false;
    for_each_check([&]<usize At, class Check>() {
      constexpr CheckForm kForm = form<At, Check>();
      over = over || kForm == CheckForm::Code;
      if (!over && kForm == CheckForm::Row) ++run.size;
    });
    return run;
  }();
  template <usize I, class C>
  static constexpr bool kIsRow = form<I, C>() == CheckForm::Row;

  // Those from `Begin` on.
  template <usize Begin, usize Size>
  static constexpr auto kRows = [] {
    Array<CheckRow, Size> out{};
    usize row = 0;
    for_each_check([&]<usize At, class Check>() {
      if constexpr (form<At, Check>() == CheckForm::Row) {
        if (row >= Begin && row < Begin + Size) out[row - Begin] = row_of<At, Check>();
        ++row;
      }
    });
    return out;
  }();

  template <class Known>
  static consteval auto add_conditions(Known known) {
    return add_from<0>(known);
  }

 private:
  template <usize I, class Known>
  static consteval auto add_from(Known known) {
    if constexpr (I == kFields) {
      return known;
    } else if constexpr (kIsComposite<Field<I>>) {
      return add_from<I + 1>(CheckTable<Module, Root, Field<I>, Args>::add_conditions(known));
    } else {
      return add_from<I + 1>([&]<class... C>(List<C...>) {
        return (known + ... + List<Conditional<is_condition<I, C>(), ConditionAt<I, C>, void>>{});
      }(typename Field<I>::Constraints{}));
    }
  }
  template <usize I, class C>
  static consteval bool is_condition() {
    if constexpr (form<I, C>() == CheckForm::Row) {
      return relation_of<SiteAt<I>, C>().other == kNotFound;
    } else {
      return false;
    }
  }
};

template <class Module>
inline constexpr auto kConditionChecks = []<class... C>(Distinct<C...>) {
  return Array<u64 (*)(Handle*, u32), sizeof...(C)>{{&C::template check<Module>...}};
}(typename Module::SmallConditions{});

// 0, or the number of the error of the first row that doesn't hold.
template <class Module>
[[gnu::noinline, clang::minsize]] u64 check_rows(Handle* handles, const CheckRow* rows, u64 count) {
  using Conditions = typename Module::SmallConditions;
  for (const CheckRow* row = rows; row != rows + count; ++row) {
    Handle* const handle = handles + row->account;
    if (handle->account == nullptr) continue;  // optional
    u64 code = 0;
    if (row->other == kCondition) {
      if constexpr (Conditions::kCount != 0) code = kConditionChecks<Module>[row->at](handle, row->id);
    } else {
      const RawAccount* const other = handles[row->other].account;
      if (row->at != 0) {
        const auto* const stored = reinterpret_cast<const u8*>(handle->account) + row->at;
#ifdef __bpf__  // which reads words wherever they lie
        code = same_keys<Module>(*reinterpret_cast<const Pubkey*>(stored), other->key, row->id);
#else
        code = same_keys<Module>(Pubkey::from_bytes(stored), other->key, row->id);
#endif
      } else if (other == handle->account) {
        code = FailureTable<Module>::raise(row->id);
      }
    }
    if (code != 0) return code;
  }
  return 0;
}

}  // namespace grapnel::detail
