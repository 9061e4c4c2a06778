#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(probe::Probe)

namespace probe {

Result<> nest(Context<Nest>& ctx, const Nest::Args& args) {
  if (args.depth == 0) return ok;
  struct {
    u64 discriminator;
    u64 depth;
  } data = {kInstructionDiscriminator<nest>, args.depth - 1};
  const Array<CpiAccount, 1> accounts = {{CpiAccount::readonly(ctx.self)}};
  return invoke(kProgramId, accounts, {&data, sizeof data});
}

Result<Clock> now(Context<Now>&) { return Clock::get(); }

Result<> mint_to(Context<MintTo>& ctx, const MintTo::Args& args) {
  u8 data[9] = {7};
  store(data + 1, args.amount);
  const u8 bump = ctx.authority.bump();
  const Slice seeds[] = {{"authority", 9}, {&bump, 1}};
  const SignerSeeds signer = {seeds, 2};
  const Array<CpiAccount, 3> accounts = {
      {CpiAccount::writable(ctx.mint), CpiAccount::writable(ctx.account), CpiAccount::signer(ctx.authority)}};
  return invoke(ctx.token_program.key(), accounts, {data, sizeof data}, &signer);
}

}  // namespace probe
