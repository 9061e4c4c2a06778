// The Stake program: the state of a stake account, and calls that manage it. Delegated stake is native SOL.
//
// Source: anza-xyz/solana-sdk stake-interface/src/{state,instruction}.rs (bincode: u32 variants, no padding).
#pragma once

#include <grapnel/programs/call.hpp>
#include <grapnel/programs/foreign.hpp>

namespace grapnel {

struct StakeProgram {
  static constexpr Pubkey kId = "Stake11111111111111111111111111111111111111"_pubkey;
};

namespace stake {

using Program = StakeProgram;

enum class Kind : u32 { Uninitialized, Initialized, Delegated, RewardsPool };

struct Authorized {
  Unaligned<Pubkey> staker;
  Unaligned<Pubkey> withdrawer;
};
struct Lockup {
  Unaligned<i64> unix_timestamp;
  Unaligned<u64> epoch;
  Unaligned<Pubkey> custodian;
};

// 200 bytes: [0] kind; [4] rent reserve; [12] staker; [44] withdrawer; [76] lockup; if delegated: [124] voter;
// [156] stake; [164] activation epoch; [172] deactivation epoch; [180] rate, unused; [188] credits observed; [196] flags
struct Account {
  static constexpr u64 kSize = 200;

  Unaligned<u32> kind_number;
  Unaligned<u64> rent_exempt_reserve;
  Authorized authorized;
  Lockup lockup;
  Unaligned<Pubkey> voter;
  Unaligned<u64> delegated;
  Unaligned<u64> activation_epoch;
  Unaligned<u64> deactivation_epoch;  // the largest u64: not being deactivated
  Unaligned<u64> warmup_rate_bits;
  Unaligned<u64> credits_observed;
  u8 flags;
  u8 unused[3];

  Kind kind() const { return static_cast<Kind>(kind_number.get()); }
  bool is_delegated() const { return kind() == Kind::Delegated; }

  static bool valid(const u8* data, u64 size) {
    return size == kSize && (load<u32>(data) == 1 || load<u32>(data) == 2);
  }
  static bool initialized(const u8* data, u64 size) { return size < 4 || load<u32>(data) != 0; }
};
static_assert(sizeof(Account) == 200 && __builtin_offsetof(Account, voter) == 124 &&
              __builtin_offsetof(Account, flags) == 196);

enum class Authority : u32 { Staker, Withdrawer };

namespace detail {

enum class Call : u32 {
  Initialize = 0,
  Authorize = 1,
  Delegate = 2,
  Split = 3,
  Withdraw = 4,
  Deactivate = 5,
  Merge = 7
};

using grapnel::detail::begin;
using grapnel::detail::send;

}  // namespace detail

// No lock-up. The account has 200 bytes and belongs to the stake program already.
[[gnu::always_inline]] inline Result<> initialize(AccountView account, AccountView rent, const Pubkey& staker,
                                                  const Pubkey& withdrawer) {
  auto data = detail::begin<116>(detail::Call::Initialize);
  data.put(staker).put(withdrawer).put(i64{0}).put(u64{0}).put(Pubkey{});
  return detail::send(Program::kId, {CpiAccount::writable(account), CpiAccount::readonly(rent)}, data, nullptr);
}

// `authority` is the present one of that kind, or the withdrawer.
[[gnu::always_inline]] inline Result<> authorize(AccountView account, AccountView clock, AccountView authority,
                                                 const Pubkey& next, Authority which,
                                                 const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<40>(detail::Call::Authorize);
  data.put(next).put(static_cast<u32>(which));
  return detail::send(Program::kId,
                      {CpiAccount::writable(account), CpiAccount::readonly(clock), CpiAccount::signer(authority)}, data,
                      seeds);
}

// What `delegate` is given, in the program's order. `config` is unused since the account was retired, but is counted.
struct Delegation {
  AccountView account;
  AccountView vote;
  AccountView clock;
  AccountView history;
  AccountView config;
  AccountView staker;  // signs
};
[[gnu::always_inline]] inline Result<> delegate(const Delegation& of, const SignerSeeds* seeds = nullptr) {
  return detail::send(
      Program::kId,
      {CpiAccount::writable(of.account), CpiAccount::readonly(of.vote), CpiAccount::readonly(of.clock),
       CpiAccount::readonly(of.history), CpiAccount::readonly(of.config), CpiAccount::signer(of.staker)},
      detail::begin<4>(detail::Call::Delegate), seeds);
}

[[gnu::always_inline]] inline Result<> deactivate(AccountView account, AccountView clock, AccountView staker,
                                                  const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(account), CpiAccount::readonly(clock), CpiAccount::signer(staker)},
                      detail::begin<4>(detail::Call::Deactivate), seeds);
}

// `to` is an empty stake account of 200 bytes, rent exempt by itself.
[[gnu::always_inline]] inline Result<> split(AccountView from, AccountView to, AccountView staker, Lamports lamports,
                                             const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<12>(detail::Call::Split);
  data.put(lamports.value());
  return detail::send(Program::kId, {CpiAccount::writable(from), CpiAccount::writable(to), CpiAccount::signer(staker)},
                      data, seeds);
}

// What `withdraw` is given, in the program's order.
struct Withdrawal {
  AccountView account;
  AccountView to;
  AccountView clock;
  AccountView history;
  AccountView withdrawer;  // signs
};
[[gnu::always_inline]] inline Result<> withdraw(const Withdrawal& of, Lamports lamports,
                                                const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<12>(detail::Call::Withdraw);
  data.put(lamports.value());
  return detail::send(Program::kId,
                      {CpiAccount::writable(of.account), CpiAccount::writable(of.to), CpiAccount::readonly(of.clock),
                       CpiAccount::readonly(of.history), CpiAccount::signer(of.withdrawer)},
                      data, seeds);
}

// All of `from` goes into `into`.
struct Merging {
  AccountView into;
  AccountView from;
  AccountView clock;
  AccountView history;
  AccountView staker;  // signs
};
[[gnu::always_inline]] inline Result<> merge(const Merging& of, const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(of.into), CpiAccount::writable(of.from), CpiAccount::readonly(of.clock),
                       CpiAccount::readonly(of.history), CpiAccount::signer(of.staker)},
                      detail::begin<4>(detail::Call::Merge), seeds);
}

}  // namespace stake

template <>
struct AccountFormat<stake::Account> : ProgramFormat<stake::Account, StakeProgram> {};

}  // namespace grapnel
