// The least a program does: answer, log, parse ten accounts, emit an event of 48 bytes.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::entry {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(1);

struct Moved {  // with its discriminator 48 bytes
  Pubkey who;
  u64 amount;
};

struct Nothing {};
Result<> ping(Context<Nothing>& ctx);
Result<> say(Context<Nothing>& ctx);

struct Ten {
  Unchecked a, b, c, d, e, f, g, h, i, j;
};
Result<> ten_accounts(Context<Ten>& ctx);

struct Emit {
  struct Args {
    u64 amount;
  };
  Signer who;
};
Result<> event(Context<Emit>& ctx, const Emit::Args& args);

struct EntryProgram : Module<"entry", kProgramId, ping, say, ten_accounts, event> {
  using Events = List<Moved>;
};

}  // namespace bench::entry
