#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  Pubkey authority;
  u64 amount;
};

struct Drain {  // finds: missing-signer
  Mut<Account<Vault>> vault;
};
Result<> drain(Context<Drain>& ctx) {
  ctx.vault->amount = 0;
  return ok;
}

struct HandOver {
  Mut<Signer> payer;
  Mut<Account<Vault, HasOne<&Vault::authority>>> vault;
  Unchecked authority;  // finds: missing-signer
};
Result<> hand_over(Context<HandOver>& ctx) {
  ctx.vault->amount = 0;
  return ok;
}

}  // namespace sample
