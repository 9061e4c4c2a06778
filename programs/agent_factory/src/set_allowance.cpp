#include <agent_factory/instructions.hpp>

#include "wallet_mints.hpp"

namespace agent_factory {

namespace {

constexpr bool is_flag(u8 value) { return value <= 1; }

// The waivers belong to what has a price.
bool fits_kind(const SetAllowanceArgs& args) {
  const bool has_mint = !(args.mint == Pubkey{});
  switch (args.kind) {
    case AllowanceKind::Mint: return true;
    case AllowanceKind::Lamports: return !has_mint;
    case AllowanceKind::Uses:
    case AllowanceKind::FlatFees: return !has_mint && args.unpriced_allowed == 0 && args.unreturned_allowed == 0;
  }
  return false;
}

Result<WalletMint*> find_or_add(Wallet& wallet, const Pubkey& mint) {
  if (mint == Pubkey{}) return fail(AgentError::MintMissing);
  if (WalletMint* held = find_mint(wallet, mint)) return held;
  if (wallet.mint_count == kWalletMintsMax) return fail(AgentError::TooManyMints);
  WalletMint& added = wallet.mints[wallet.mint_count++];
  added.mint = mint;
  return &added;
}

// Frees the mint's place; the last one takes it. Not while forgetting it would lose something.
Result<> remove(Wallet& wallet, WalletMint& held, i64 now) {
  advance(held.allowance, now);
  u64 spent = 0;
  for (const u64 bucket : held.allowance.spent) spent |= bucket;
  if (held.tracked_quantity != 0 || spent != 0) return fail(AgentError::AllowanceStillNeeded);
  WalletMint& last = wallet.mints[--wallet.mint_count];
  if (&last != &held) sol_memcpy_(&held, &last, sizeof last);
  sol_memset_(&last, 0, sizeof last);
  return ok;
}

}  // namespace

// What was spent stays spent, whatever the new limits are.
Result<> set_allowance(Context<SetAllowance>& ctx, const SetAllowanceArgs& args) {
  Wallet& wallet = *ctx.wallet;
  GRAPNEL_TRY(require(is_flag(args.unpriced_allowed) && is_flag(args.unreturned_allowed) && fits_kind(args),
                      AgentError::AllowanceKindInvalid));
  const bool keeps_window = args.cap == 0 && args.window_s == 0;
  GRAPNEL_TRY(require(keeps_window || is_valid_window(args.window_s), AgentError::AllowanceWindowInvalid));

  const i64 now = Clock::get().unix_timestamp;
  WalletMint* held = nullptr;
  if (args.kind == AllowanceKind::Mint) held = GRAPNEL_TRY(find_or_add(wallet, args.mint));
  if (args.kind == AllowanceKind::Lamports) held = &wallet.lamports;
  if (args.kind == AllowanceKind::Mint && keeps_window) {
    GRAPNEL_TRY(remove(wallet, *held, now));
  } else {
    Allowance& allowance = held != nullptr                    ? held->allowance
                           : args.kind == AllowanceKind::Uses ? wallet.use_allowance
                                                              : wallet.fee_allowance;
    set_limits(allowance, args.cap, keeps_window ? allowance.window_s : args.window_s, now);
    if (held != nullptr) {
      held->unpriced_allowed = args.unpriced_allowed;
      held->unreturned_allowed = args.unreturned_allowed;
    }
  }
  emit(AllowanceChanged{ctx.wallet.key(),
                        args.mint,
                        args.cap,
                        args.window_s,
                        static_cast<u8>(args.kind),
                        args.unpriced_allowed,
                        args.unreturned_allowed,
                        wallet.mint_count,
                        {}});
  return ok;
}

}  // namespace agent_factory
