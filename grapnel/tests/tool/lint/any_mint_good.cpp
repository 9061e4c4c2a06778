#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token.hpp>

namespace sample {
using namespace grapnel;

inline constexpr Pubkey kMint{{1, 2, 3, 4}};

struct Pay {
  Signer owner;
  Mut<Account<token::Account>> from;  // the token program holds it to the mint of the other
  Mut<Account<token::Account, TokenMint<kMint>>> to;
};
Result<> pay(Context<Pay>& ctx) { return token::transfer(ctx.from, ctx.to, ctx.owner, 1); }

struct Vault {
  Pubkey mint;
};
struct PayVault {
  Signer owner;
  Account<Vault, HasOne<&Vault::mint>> vault;
  Account<token::Mint> mint;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account>> to;
};
Result<> pay_vault(Context<PayVault>& ctx) {
  return token::transfer_checked(ctx.from, ctx.mint, ctx.to, ctx.owner, 1, 0);
}

}  // namespace sample
