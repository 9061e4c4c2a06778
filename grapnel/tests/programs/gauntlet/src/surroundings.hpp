// What a program can learn about the transaction and the cluster around it.
#pragma once

#include <gauntlet.hpp>

namespace gauntlet {

struct Introspect {
  struct Args {
    i64 offset;
  };
  Unchecked payer;
  Instructions instructions;
};
struct Introspection {
  Pubkey program;  // of the instruction at that offset; zeros: there is none
  u64 index;
  u64 count;
  u64 accounts;
  u64 data_size;
  u64 rights;  // of its first account: 1 signer, 2 writable
  u64 height;
};
Result<Introspection> introspect(Context<Introspect>& ctx, const Introspect::Args& args);

struct ReadSysvars {
  struct Args {
    u64 slot_hash;
  };
  Unchecked witness;
};
struct Sysvars {
  u64 slots_per_epoch;
  u64 last_restart_slot;
  u64 rewards_active;
  u64 slot;
};
Result<Sysvars> read_sysvars(Context<ReadSysvars>& ctx, const ReadSysvars::Args& args);

struct PassOn {
  Unchecked account;
  Instructions instructions;
  Self program;
};
// Calls introspect with the account as it was given.
Result<> pass_on(Context<PassOn>& ctx);

struct LookBack {
  struct Args {
    u64 index;
  };
  Unchecked witness;
};
struct Sibling {
  Pubkey program;  // zeros: not read
  Pubkey account;  // the first
  u64 found;
  u64 data_size;
  u64 accounts;
  u64 rights;
  u64 argument;  // if it was look_back: its index, and 100
};
// The instruction beside this one, if it has at most 16 bytes of data and two accounts.
Result<Sibling> look_back(Context<LookBack>& ctx, const LookBack::Args& args);

struct CallTwice {
  Signer witness;
  Self program;
};
// Calls look_back with 5, then with 0, and returns what the latter does.
Result<> call_twice(Context<CallTwice>& ctx);

struct FailWith {
  struct Args {
    u64 code;
  };
  Unchecked witness;
};
// Returns the number as it is.
Result<> fail_with(Context<FailWith>& ctx, const FailWith::Args& args);

}  // namespace gauntlet
