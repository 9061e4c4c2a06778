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
  Program<System> system_program;
};

Result<> pay(Context<Pay>& ctx) {
  const u64 before = ctx.vault->amount;
  const Lamports held = ctx.payer.lamports();
  GRAPNEL_TRY(system::transfer(ctx.payer, ctx.vault, Lamports{1}));
  if (held == Lamports{0}) return ok;         // finds: stale-after-cpi
  return require(before != 0, Error::Wrong);  // finds: stale-after-cpi
}

}  // namespace sample
