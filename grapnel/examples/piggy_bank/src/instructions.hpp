// The piggy bank's instructions and the accounts each of them takes.
#pragma once

#include <piggy_bank.hpp>

namespace piggy_bank {

struct Open {
  struct Args {
    u64 number;
    i64 unlock_at;
  };
  Mut<Signer> owner;
  Init<PiggyBank, Payer<&Open::owner>, Seeds<"piggy", &Open::owner, &Args::number>> bank;
  Program<System> system_program;
};
Result<> open(Context<Open>& ctx, const Open::Args& args);

struct Amount {
  Lamports amount;
};

// Whoever likes pays in. The seeds are fields of the bank itself: it is one that open has made.
struct Deposit {
  using Args = Amount;
  Mut<Signer> from;
  Mut<Account<PiggyBank, Seeds<"piggy", &PiggyBank::owner, &PiggyBank::number>, Bump<&PiggyBank::bump>>> bank;
  Program<System> system_program;
};
Result<> deposit(Context<Deposit>& ctx, const Amount& args);

struct Withdraw {
  using Args = Amount;
  Mut<Account<PiggyBank, Seeds<"piggy", Key<"owner">, &PiggyBank::number>, Bump<&PiggyBank::bump>,
              HasOne<&PiggyBank::owner>>>
      bank;
  Mut<Signer> owner;
};
Result<> withdraw(Context<Withdraw>& ctx, const Amount& args);

struct LockLonger {
  struct Args {
    i64 unlock_at;
  };
  Mut<Account<PiggyBank, HasOne<&PiggyBank::owner>>> bank;
  Signer owner;
};
Result<> lock_longer(Context<LockLonger>& ctx, const LockLonger::Args& args);

struct Savings {
  Account<PiggyBank> bank;
};
Result<u64> savings(Context<Savings>& ctx);

struct Shut {
  Mut<Account<PiggyBank, HasOne<&PiggyBank::owner>>, Close<"owner">> bank;
  Mut<Signer> owner;
};
Result<> close(Context<Shut>& ctx);

struct PiggyBankProgram : Module<"piggy_bank", kProgramId, open, deposit, withdraw, lock_longer, savings, close> {
  using Errors = PiggyBankError;
  using Events = List<Opened, Deposited, Withdrawn, Closed>;
};

}  // namespace piggy_bank
