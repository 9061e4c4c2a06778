#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Pay {
  Mut<Signer> payer;
  Mut<Unchecked> to;  // finds: unchecked-account
  // grapnel-lint: allow(unchecked-account)
  Unchecked referrer;  // finds: allow-without-reason
};

Result<> pay(Context<Pay>& ctx) { return system::transfer(ctx.payer, ctx.to, Lamports{1}); }

}  // namespace sample
