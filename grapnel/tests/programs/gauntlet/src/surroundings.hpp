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

struct FailWith {
  struct Args {
    u64 code;
  };
  Unchecked witness;
};
// Returns the number as it is.
Result<> fail_with(Context<FailWith>& ctx, const FailWith::Args& args);

}  // namespace gauntlet
