#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  u64 amount;
};
struct Pay {
  Mut<Signer> payer;
  Account<Vault, Seeds<"vault", &Pay::payer>> vault;
  Program<System> system_program;
};
Result<> pay(Context<Pay>& ctx) {
  const u8 bump = ctx.vault.bump();
  const PdaSigner vault{"vault", ctx.payer.key(), bump};
  return system::transfer(ctx.vault, ctx.payer, Lamports{1}, vault);
}

}  // namespace sample
