// The counter's instructions and the accounts each of them takes.
#pragma once

#include <counter.hpp>

namespace counter {

struct Initialize {
  Mut<Signer> authority;
  Init<Counter, Payer<&Initialize::authority>, Seeds<"counter">> counter;
  Program<System> system_program;
};
Result<> initialize(Context<Initialize>& ctx);

struct Increment {
  struct Args {
    u64 step;
  };
  Mut<Account<Counter, Seeds<"counter">, HasOne<&Counter::authority>>> counter;
  Signer authority;
};
Result<> increment(Context<Increment>& ctx, const Increment::Args& args);

struct SetAuthority {
  struct Args {
    Pubkey new_authority;
  };
  Mut<Account<Counter, HasOne<&Counter::authority>>> counter;
  Signer authority;
};
Result<> set_authority(Context<SetAuthority>& ctx, const SetAuthority::Args& args);

struct Destroy {
  Mut<Account<Counter, HasOne<&Counter::authority>>, Close<"authority">> counter;
  Mut<Signer> authority;
};
Result<> destroy(Context<Destroy>& ctx);

struct CounterProgram : Module<"counter", kProgramId, initialize, increment, set_authority, destroy> {
  using Errors = CounterError;
  using Events = List<Destroyed>;
};

}  // namespace counter
