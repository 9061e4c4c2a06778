// A counter with an authority: three instructions, every check on.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::counter {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(3, "counter");

struct Counter {
  Pubkey authority;
  u64 count;
};

enum class CounterError : u32 { Overflow = 6000 };
constexpr Text message(CounterError) { return "The counter would overflow"; }

struct Initialize {
  Mut<Signer> authority;
  Init<Counter, Payer<&Initialize::authority>, Seeds<"counter">> counter;
  Program<System> system_program;
};
Result<> initialize(Context<Initialize>& ctx);

struct Increment {
  Mut<Account<Counter, Seeds<"counter">, HasOne<&Counter::authority>>> counter;
  Signer authority;
};
Result<> increment(Context<Increment>& ctx);

struct SetAuthority {
  struct Args {
    Pubkey new_authority;
  };
  Mut<Account<Counter, HasOne<&Counter::authority>>> counter;
  Signer authority;
};
Result<> set_authority(Context<SetAuthority>& ctx, const SetAuthority::Args& args);

struct CounterProgram : Module<"counter", kProgramId, initialize, increment, set_authority> {
  using Errors = CounterError;
};

}  // namespace bench::counter
