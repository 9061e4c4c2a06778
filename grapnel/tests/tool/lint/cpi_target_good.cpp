#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Forward {
  Mut<Signer> payer;
  Program<System> target;
};

Result<> forward(Context<Forward>& ctx) {
  const Array<CpiAccount, 1> accounts = {{CpiAccount::readonly(ctx.payer)}};
  GRAPNEL_TRY(invoke(System::kId, accounts, {nullptr, 0}));
  return invoke(ctx.target.key(), accounts, {nullptr, 0});
}

}  // namespace sample
