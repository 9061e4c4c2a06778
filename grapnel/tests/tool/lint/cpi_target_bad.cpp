#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Forward {
  Mut<Signer> payer;
  Unchecked target;  // grapnel-lint: allow(unchecked-account) the other rule's sample
};

Result<> forward(Context<Forward>& ctx) {
  const Array<CpiAccount, 1> accounts = {{CpiAccount::readonly(ctx.payer)}};
  return invoke(ctx.target.key(), accounts, {nullptr, 0});  // finds: cpi-target
}

}  // namespace sample
