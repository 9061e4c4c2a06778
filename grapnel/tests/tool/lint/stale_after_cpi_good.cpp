#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Vault {
  u64 amount;
};

struct Pay {
  Mut<Signer> payer;
  Mut<Account<Vault>> vault;
  Account<Vault> other;
  Program<System> system_program;
};

Result<> pay(Context<Pay>& ctx) {
  const u64 amount = ctx.other->amount;  // not passed to the call
  const Vault& vault = *ctx.vault;       // a reference sees what the call wrote
  const u64 last_use = ctx.vault->amount;
  GRAPNEL_TRY(system::transfer(ctx.payer, ctx.vault, Lamports{last_use}));
  if (vault.amount == 0) return ok;
  return require(amount != ctx.vault->amount, Error::Wrong);
}

}  // namespace sample
