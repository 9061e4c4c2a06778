#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

inline constexpr Pubkey kTreasury{{1, 2, 3, 4}};

struct Vault {
  Pubkey beneficiary;
};

struct Pay {
  Mut<Signer> payer;
  Account<Vault, HasOne<&Vault::beneficiary>> vault;
  Mut<Unchecked> beneficiary;
  Mut<Unchecked, Address<kTreasury>> treasury;
  // Whoever the payer names may get it.
  // grapnel-lint: allow(unchecked-account) it only receives
  Mut<Unchecked> to;
};

Result<> pay(Context<Pay>& ctx) { return system::transfer(ctx.payer, ctx.to, Lamports{1}); }

}  // namespace sample
