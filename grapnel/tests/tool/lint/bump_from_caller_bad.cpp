#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  u64 amount;
};
struct Pay {
  struct Args {
    u8 bump;
  };
  Mut<Signer> payer;
  Account<Vault, Seeds<"vault", &Args::bump>> vault;  // finds: bump-from-caller
  Program<System> system_program;
};
Result<> pay(Context<Pay>& ctx, const Pay::Args& args) {
  const PdaSigner vault{"vault", args.bump};  // finds: bump-from-caller
  return system::transfer(ctx.vault, ctx.payer, Lamports{1}, vault);
}

}  // namespace sample
