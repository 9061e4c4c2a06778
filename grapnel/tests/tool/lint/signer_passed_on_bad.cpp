#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Forward {
  struct Args {
    Pubkey program;
  };
  Mut<Signer> payer;
};

Result<> forward(Context<Forward>& ctx, const Forward::Args& args) {
  const Array<CpiAccount, 1> accounts = {{CpiAccount::writable_signer(ctx.payer)}};  // finds: signer-passed-on
  return invoke(args.program, accounts, {nullptr, 0});                               // finds: cpi-target
}

}  // namespace sample
