// The peers' "nested": a counter behind an administrator's configuration; both accounts derived, related by has_one.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::nested {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(5, "config", "counter");

struct Config {
  Pubkey admin;
};

struct Counter {
  u64 value;
};

enum class NestedError : u32 { Overflow = 6000 };
constexpr Text message(NestedError) { return "The counter would overflow"; }

struct Initialize {
  Mut<Signer> admin;
  Init<Config, Payer<&Initialize::admin>, Seeds<"config">> config;
  Init<Counter, Payer<&Initialize::admin>, Seeds<"counter">> counter;
  Program<System> system_program;
};
Result<> initialize(Context<Initialize>& ctx);

struct Increment {
  Signer admin;
  Account<Config, Seeds<"config">, HasOne<&Config::admin>> config;
  Mut<Account<Counter, Seeds<"counter">>> counter;
};
Result<> increment(Context<Increment>& ctx);

struct Reset {
  Signer admin;
  Account<Config, Seeds<"config">, HasOne<&Config::admin>> config;
  Mut<Account<Counter, Seeds<"counter">>> counter;
};
Result<> reset(Context<Reset>& ctx);

struct NestedProgram : Module<"nested", kProgramId, initialize, increment, reset> {
  using Errors = NestedError;
};

}  // namespace bench::nested
