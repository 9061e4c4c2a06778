// Created at the address of two dynamic seeds, an account's key and an argument, with a second argument to store.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::position {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(4);

struct Position {
  Pubkey owner;
  u64 id;
  u64 size;
};

struct Open {
  struct Args {
    u64 id;
    u64 size;
  };
  Mut<Signer> owner;
  Init<Position, Payer<&Open::owner>, Seeds<"position", &Open::owner, &Args::id>> position;
  Program<System> system_program;
};
Result<> open(Context<Open>& ctx, const Open::Args& args);

struct PositionProgram : Module<"position", kProgramId, open> {};

}  // namespace bench::position
