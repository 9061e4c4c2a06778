#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  u64 amount;
  u64 count;
};

struct Deposit {
  struct Args {
    u64 amount;
  };
  Mut<Account<Vault>> vault;
  Signer owner;
};

Result<> deposit(Context<Deposit>& ctx, const Deposit::Args& args) {
  ctx.vault->amount += args.amount;          // finds: unchecked-arithmetic
  ctx.vault->count++;                        // finds: unchecked-arithmetic
  const u64 fee = args.amount * 3 / 1000;    // finds: unchecked-arithmetic
  const u64 rest = ctx.vault->amount - fee;  // finds: unchecked-arithmetic
  ctx.vault->amount = rest;
  return ok;
}

}  // namespace sample
