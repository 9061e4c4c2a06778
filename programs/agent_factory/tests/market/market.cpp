#include "market.hpp"

namespace market {

namespace {

enum class MarketFailure : u64 { Script = 90, Account = 91 };
Failure refuse(MarketFailure failure) { return {static_cast<u64>(failure)}; }

struct Stage {
  AccountView accounts[kAccountsMax]{};
  u64 count = 0;
  const u8* at;
  const u8* end;

  u64 left() const { return static_cast<u64>(end - at); }
};

Result<> play_call(Stage& stage) {
  if (stage.left() < 2) return refuse(MarketFailure::Script);
  const u8 program = stage.at[0];
  const u8 count = stage.at[1];
  stage.at += 2;
  if (stage.left() < u64{2} * count + 2 || program >= stage.count) return refuse(MarketFailure::Script);
  CpiList<kAccountsMax> call;
  for (u8 i = 0; i < count; ++i, stage.at += 2) {
    if (stage.at[0] >= stage.count) return refuse(MarketFailure::Account);
    const CpiAccount account{stage.accounts[stage.at[0]].raw(), (stage.at[1] & 1) != 0, (stage.at[1] & 2) != 0};
    if (!call.add(account)) return refuse(MarketFailure::Account);
  }
  const u64 size = load<u16>(stage.at);
  stage.at += sizeof(u16);
  if (stage.left() < size) return refuse(MarketFailure::Script);
  static constexpr u8 kBump = kVaultOwner.bump;
  const PdaSigner vault{"vault", kBump};
  const Pubkey target = stage.accounts[program].key();
  GRAPNEL_TRY(call.invoke(target, {stage.at, size}, vault, 1));
  stage.at += size;
  return ok;
}

Result<> play_write(Stage& stage) {
  if (stage.left() < 3 || stage.at[0] >= stage.count) return refuse(MarketFailure::Script);
  RawAccount* account = stage.accounts[stage.at[0]].raw();
  const u64 offset = stage.at[1];
  const u64 size = stage.at[2];
  stage.at += 3;
  if (stage.left() < size || account->size < offset + size) return refuse(MarketFailure::Script);
  for (u64 i = 0; i < size; ++i) account->data()[offset + i] = stage.at[i];
  stage.at += size;
  return ok;
}

}  // namespace

Result<> play(Context<Play>& ctx, const PlayArgs& args) {
  Stage stage{.at = args.script.data, .end = args.script.data + args.script.size};
  for (const AccountView account : ctx.remaining()) {
    if (stage.count == kAccountsMax) return refuse(MarketFailure::Account);
    stage.accounts[stage.count++] = account;
  }
  while (stage.left() != 0) {
    const u8 step = *stage.at++;
    GRAPNEL_TRY(step == 0 ? play_call(stage) : play_write(stage));
  }
  return ok;
}

}  // namespace market

GRAPNEL_ENTRYPOINT(market::MarketProgram)
