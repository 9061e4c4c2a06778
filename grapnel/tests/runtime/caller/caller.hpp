// A program that takes another program's account and calls it, through the header that `grapnel client` wrote.
#pragma once

#include <counter_client.hpp>
#include <grapnel/grapnel.hpp>

namespace caller {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "CaLLer1111111111111111111111111111111111111"_pubkey;

// Adds what the counter holds already, times `times`.
struct Multiply {
  struct Args {
    u64 times;
  };
  Mut<Account<counter_client::Counter, HasOne<&counter_client::Counter::authority>>> counter;
  Signer authority;
  Program<counter_client::CounterProgram> counter_program;
};
Result<> multiply(Context<Multiply>& ctx, const Multiply::Args& args);

struct CallerProgram : Module<"caller", kProgramId, multiply> {};

}  // namespace caller
