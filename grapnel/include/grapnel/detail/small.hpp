// The first two passes of validate.hpp, walk and prove, for instructions that are laid out for bytes: one function for a
// program, which reads a word for each account from a table instead of standing unrolled in each instruction. Which checks
// there are, their order and their errors are the same.
#pragma once

#include <grapnel/detail/validate.hpp>
#include <grapnel/event_cpi.hpp>
#include <grapnel/init.hpp>

namespace grapnel::detail {

// The word of an account:
//
//   [0..8) number of its proof, 0: none    [8] signs      [9] stands nowhere else
//   [10] may be absent                     [16] written   [17..32) its name in the FailureTable, behind its end
inline constexpr u32 kRowSigner = 1u << 8;
inline constexpr u32 kRowExclusive = 1u << 9;
inline constexpr u32 kRowOptional = 1u << 10;
inline constexpr u32 kRowWritable = 1u << 16;
static_assert(kRowSigner == kSignerBit && kRowWritable == kWritableBit);  // so that a row is what a header should be

constexpr u32 name_id_of(u32 row) { return row >> 1 & 0xffff0000u; }

template <class T, class... C>
struct ProverOf<Init<T, C...>> {
  using Type = void;
};

template <usize I>
struct FieldAt {
  static constexpr usize kAt = I;
};

// `known` and the provers of all accounts of the struct.
template <class Accounts, class Known>
consteval auto add_provers(Known known) {
  return with_indices<kFieldCount<Accounts>>([&]<usize... I>() {
    const auto add = [](auto self, auto list, auto first, auto... rest) {
      using Field = FieldType<Accounts, first.kAt>;
      const auto more = [&] {
        if constexpr (kIsComposite<Field>) {
          return add_provers<Field>(list);
        } else {
          return list + List<typename ProverOf<Field>::Type>{};
        }
      }();
      if constexpr (sizeof...(rest) == 0) {
        return more;
      } else {
        return self(self, more, rest...);
      }
    };
    return add(add, known, FieldAt<I>{}...);
  });
}

// The accounts structs of a program's instructions, added to what is known; nothing of those that aren't small.
template <class Accounts, bool Small>
struct AccountsToProve {
  template <class... Known>
  friend consteval auto operator+(Distinct<Known...> known, AccountsToProve) {
    if constexpr (Small) {
      return add_provers<Accounts>(known);
    } else {
      return known;
    }
  }
};

// The same of the conditions that their checks are rows of.
template <class Module, class Accounts, class Args, bool Small>
struct ConditionsToCheck {
  template <class... Known>
  friend consteval auto operator+(Distinct<Known...> known, ConditionsToCheck) {
    if constexpr (Small) {
      return CheckTable<Module, Accounts, Accounts, Args>::add_conditions(known);
    } else {
      return known;
    }
  }
};

enum class ProofKind : u8 { Other, Key, Data };

struct Proof {
  const Pubkey* key;  // of the account; of its owner
  u64 tag;            // the first eight bytes of its data
  u32 size;           // which has at least so many
  ProofKind kind;
};

template <class P>
inline constexpr Pubkey kKeyOfProgram = P::kId;

template <class Module, class Prover>
struct ProofOf {
  static constexpr Proof kProof{nullptr, 0, 0, ProofKind::Other};
};
template <class Module, class P>
struct ProofOf<Module, Program<P>> {
  static constexpr Proof kProof{&kKeyOfProgram<P>, 0, 0, ProofKind::Key};
};
template <class Module>
struct ProofOf<Module, Self> {
  static constexpr Proof kProof{&Module::kIdStorage, 0, 0, ProofKind::Key};
};
template <class Module, class T>
  requires(AccountFormat<T>::kPlain && kAccountTag<T>.size() == 8)
struct ProofOf<Module, Account<T>> {
  static constexpr Proof kProof{&kOwnerOf<T, Module>, tag_word<u64, kAccountTag<T>, 0>(), AccountFormat<T>::kSizeMin,
                                ProofKind::Data};
};

template <class Module>
class SmallWalk {
  using Table = FailureTable<Module>;
  using Provers = typename Module::SmallProvers;

  static constexpr auto kProofs = []<class... P>(Distinct<P...>) {
    return Array<Proof, sizeof...(P) + 1>{{Proof{}, ProofOf<Module, P>::kProof...}};
  }(Provers{});

  // What the walk is given of an instruction: its accounts, and the checks before all that are code.
  template <usize Accounts, usize Checks>
  struct Plan {
    u16 account_count;
    u16 check_count;
    Array<u32, Accounts> accounts;
    Array<CheckRow, Checks> checks;
  };
  template <usize Accounts>
  struct Plan<Accounts, 0> {
    u16 account_count;
    u16 check_count;
    Array<u32, Accounts> accounts;
  };

  template <class Struct, usize I>
  static consteval u32 row_of() {
    using Field = FieldType<Struct, I>;
    using Prover = typename ProverOf<Field>::Type;
    constexpr u32 kName = Table::template kNameId<Struct, I> >> 16;
    static_assert(kName < 0x8000 && Provers::kCount < 0xff);
    u32 row = kName << 17;
    if constexpr (!kSame<Prover, void>) row |= static_cast<u32>(Provers::template index_of<Prover>() + 1);
    if (Field::kSigner) row |= kRowSigner;
    if (Field::kWritable) row |= kRowWritable;
    if (Field::kWritable && !kContains<Duplicate, typename Field::Constraints>) row |= kRowExclusive;
    if (Field::kOptional) row |= kRowOptional;
    return row;
  }
  template <class Accounts, class Checks>
  static constexpr auto kPlan = [] {
    constexpr usize kRows = Checks::kFirst.size;
    Plan<kAccountCount<Accounts>, kRows> plan{};
    plan.account_count = kAccountCount<Accounts>;
    plan.check_count = kRows;
    usize at = 0;
    for_each_account<Accounts>([&]<class Struct, usize I>() { plan.accounts[at++] = row_of<Struct, I>(); });
    if constexpr (kRows != 0) plan.checks = Checks::template kRows<0, kRows>;
    return plan;
  }();

 public:
  // 0, or the error's number; then the context is complete, but for what constraints add to it.
  template <class Checks, class Accounts>
  [[gnu::always_inline]] static u64 run(u8* input, Context<Accounts>& context) {
    constexpr usize kCount = kAccountCount<Accounts>;
    static_assert(sizeof(Accounts) == kCount * sizeof(Handle));
    static_assert(sizeof(Context<Accounts>) == sizeof(Accounts) + sizeof(Surroundings));
    return walk(input, reinterpret_cast<Handle*>(static_cast<Accounts*>(&context)),
                &kPlan<Accounts, Checks>.account_count);
  }

 private:
  [[gnu::noinline, clang::minsize]] static u64 walk(u8* input, Handle* handles, const u16* plan) {
    const u64 count = plan[0];
    const auto* rows = reinterpret_cast<const u32*>(plan + 2);
    const u64 given = *reinterpret_cast<const u64*>(input);
    if (given < count) return Table::template fail_without_account<ErrorCode::AccountNotEnoughKeys>();
    if (given > count) static_cast<void>(account_at(input, given));
    auto* cursor = reinterpret_cast<RawAccount*>(input + sizeof(u64));
    for (u64 i = 0; i < count; ++i) {
      RawAccount* account = cursor;
      const u32 wanted = (rows[i] & (kRowSigner | kRowWritable)) | kNotDuplicate;
      if ((load<u32>(account) & wanted) == wanted && (rows[i] & kRowOptional) == 0) {
        cursor = account_after(account);
      } else {
        u64 next_or_code;
        account = odd(input, account, rows, i, next_or_code);
        if (account == nullptr) return next_or_code;
        cursor = reinterpret_cast<RawAccount*>(next_or_code);
        if (account == absent(input)) account = nullptr;
      }
      handles[i] = {account, 0};
    }
    auto* surroundings = reinterpret_cast<Surroundings*>(handles + count);
    surroundings->program = &Module::kIdStorage;
    surroundings->remaining = RemainingAccounts{input, cursor, given - count};
    surroundings->walked = false;
    for (u64 i = 0; i < count; ++i) {
      if ((rows[i] & 0xff) == 0 || handles[i].account == nullptr) continue;
      const u64 code = prove(handles + i, rows[i] & 0xff, name_id_of(rows[i]));
      if (code != 0) return code;
    }
    return check_rows<Module>(handles, reinterpret_cast<const CheckRow*>(rows + count), plan[1]);
  }

  // Stands for an absent account between here and the walk: no account lies there.
  static RawAccount* absent(u8* input) { return reinterpret_cast<RawAccount*>(input); }

  [[gnu::noinline, clang::minsize]] static RawAccount* odd(u8* input, RawAccount* account, const u32* rows, u64 at,
                                                           u64& next_or_code) {
    const u32 row = rows[at];
    if ((row & kRowOptional) != 0) {
      const bool duplicate = account->duplicate_of != kNotDuplicate;
      const RawAccount* first = duplicate ? account_at(input, account->duplicate_of) : account;
      if (first->key == Module::kIdStorage) {
        next_or_code = reinterpret_cast<u64>(duplicate ? account_after_duplicate(account) : account_after(account));
        return absent(input);
      }
    }
    u64 exclusive = 0;
    if ((row & kRowExclusive) != 0) {
      // Only an earlier account can be repeated.
      for (u64 i = 0; i < at; ++i) exclusive |= u64{(rows[i] & kRowExclusive) != 0} << i;
    }
    const u32 need =
        name_id_of(row) | ((row & kRowSigner) != 0 ? kNeedSigner : 0) | ((row & kRowWritable) != 0 ? kNeedWritable : 0);
    return odd_account<Module>(input, account, need, exclusive, next_or_code);
  }

  static u64 prove(Handle* handle, u64 number, u32 name) {
    const Proof& proof = kProofs[number];
    const RawAccount* account = handle->account;
    if (proof.kind == ProofKind::Other) return prove_otherwise(handle, number, name);
    if (proof.kind == ProofKind::Key) {
      if constexpr (raises<ErrorCode::InvalidProgramId>())
        return same_keys<Module>(account->key, *proof.key,
                                 name | Table::template error_id<ErrorCode::InvalidProgramId>());
    }
    if constexpr (raises<ErrorCode::AccountDiscriminatorMismatch>()) {
      if (!have_equal_words(account->owner, *proof.key) || account->size < proof.size ||
          load<u64>(account->data()) != proof.tag)
        return explain(account, name, proof);
    }
    return 0;
  }

  template <ErrorCode Code>
  static consteval bool raises() {
    return Table::kUsed.contains(framework_error_index(Code));
  }

  [[gnu::noinline, gnu::cold, clang::minsize]] static u64 explain(const RawAccount* account, u32 name,
                                                                  const Proof& proof) {
    u32 error = Table::template error_id<ErrorCode::AccountDiscriminatorMismatch>();
    if (!(account->owner == *proof.key)) {
      error = account->lamports == 0 ? Table::template error_id<ErrorCode::AccountNotInitialized>()
                                     : Table::template error_id<ErrorCode::AccountOwnedByWrongProgram>();
    } else if (account->size < 8) {
      error = Table::template error_id<ErrorCode::AccountDiscriminatorNotFound>();
    } else if (account->size < proof.size) {
      error = Table::template error_id<ErrorCode::AccountDidNotDeserialize>();
    }
    return Table::raise(name | error);
  }

  // The provers that no table describes, once each.
  [[gnu::noinline, clang::minsize]] static u64 prove_otherwise(Handle* handle, u64 number, u32 name) {
    u64 code = 0;
    [&]<class... P>(Distinct<P...>) __attribute__((always_inline)) {
      u64 at = 0;
      static_cast<void>(((++at == number ? (code = prove_as<P>(handle, name), true) : false) || ...));
    }(Provers{});
    return code;
  }

  template <class Prover>
  [[gnu::always_inline]] static u64 prove_as(Handle* handle, u32 name) {
    if constexpr (ProofOf<Module, Prover>::kProof.kind == ProofKind::Other) {
      ProofSite<Module, Prover> site{*reinterpret_cast<Prover*>(handle), name};
      return Prover::prove(site);
    } else {
      return 0;
    }
  }
};

}  // namespace grapnel::detail
