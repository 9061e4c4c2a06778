#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Forward {
  Mut<Signer> payer;
  Program<System> system_program;
};

Result<> forward(Context<Forward>& ctx) {
  const Array<CpiAccount, 1> accounts = {{CpiAccount::writable_signer(ctx.payer)}};
  return invoke(ctx.system_program.key(), accounts, {nullptr, 0});
}

}  // namespace sample
