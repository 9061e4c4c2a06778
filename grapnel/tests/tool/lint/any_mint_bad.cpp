#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token.hpp>

namespace sample {
using namespace grapnel;

struct Pay {  // finds: any-mint
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account, TokenAuthority<&Pay::owner>>> to;
};
Result<> pay(Context<Pay>& ctx) { return token::transfer(ctx.from, ctx.to, ctx.owner, 1); }

}  // namespace sample
