#include "lifetime.hpp"

namespace gauntlet {

Result<u64> sign_up(Context<SignUp>& ctx) {
  if (ctx.vault.created()) ctx.vault->authority = ctx.authority.key();
  ctx.vault->amount += 1;
  return u64{ctx.vault.created()};
}

Result<> widen(Context<Widen>&) { return ok; }

Result<u64> resize(Context<Resize>& ctx, const Resize::Args&) {
  u64 sum = 0;
  u8* bytes = ctx.vault.bytes();
  constexpr u64 kFixed = 8 + sizeof(Vault);
  for (u64 i = kFixed; i < ctx.vault.size() && i < kFixed + 200; ++i) {
    sum += bytes[i];
    bytes[i] = 7;
  }
  return sum;
}

Result<> inspect(Context<Inspect>&) { return ok; }

Result<> close_and_drain(Context<CloseAndDrain>&) { return ok; }

Result<u64> enlist(Context<Enlist>& ctx) {
  u64 sum = 0;
  for (const AccountView account : ctx.remaining()) {
    if (account.key() == ctx.guest.key()) sum += 1;
    if (account.key() == ctx.payer.key()) sum += 100;
  }
  return sum;
}

}  // namespace gauntlet
