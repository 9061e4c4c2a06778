// The peers' "hello world": one instruction that creates a counter at the address of a literal seed.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::hello {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(2, "counter");

struct Counter {
  u64 count;
};

struct Initialize {
  Mut<Signer> payer;
  Init<Counter, Payer<&Initialize::payer>, Seeds<"counter">> counter;
  Program<System> system_program;
};
Result<> init(Context<Initialize>& ctx);

struct HelloProgram : Module<"hello", kProgramId, init> {};

}  // namespace bench::hello
