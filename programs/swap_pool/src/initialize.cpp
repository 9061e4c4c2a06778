#include <swap_pool/instructions.hpp>
#include <zestron/vault_mint.hpp>

namespace swap_pool {
namespace {

// Nobody but the authority may reach into it, now or later.
Result<> check_vault(const TokenAccount& vault) {
  if (vault.amount == 0) return fail(SwapError::EmptySupply);
  if (vault.delegate.has_value()) return fail(SwapError::InvalidDelegate);
  if (vault.close_authority.has_value()) return fail(SwapError::InvalidCloseAuthority);
  if (vault.is_frozen()) return fail(SwapError::AccountFrozen);
  return ok;
}

// The mint of a Token-2022 vault is looked at where it stands behind the named accounts: token-swap's list has no place
// for it. One of SPL Token has no extensions.
Result<> check_mint(const RemainingAccounts& given, AccountView vault, const Pubkey& mint) {
  static constexpr Pubkey kToken2022 = Token2022::kId;
  if (!(vault.owner() == kToken2022)) return ok;
  for (const AccountView account : given) {
    // The vault names it, so it is a mint; extensions are read to their end.
    if (account.key() == mint) return require(zestron::is_vault_mint(account), SwapError::UnsafeMint);
  }
  return fail(SwapError::MintMissing);
}

Result<> check_pool_mint(const TokenMintAccount& mint, AccountView account) {
  if (mint.supply.get() != 0) return fail(SwapError::InvalidSupply);
  if (mint.freeze_authority.has_value()) return fail(SwapError::InvalidFreezeAuthority);
  const bool keeps_fees = token_2022::has_extension(account, token_2022::ExtensionType::TransferFeeConfig);
  return require(!keeps_fees && zestron::is_vault_mint(account), SwapError::UnsafeMint);
}

// By words: the target would copy byte by byte what stands at any address.
void copy(Fees& to, const Fees& from) {
  for (usize at = 0; at < sizeof(Fees); at += sizeof(u64)) {
    store(reinterpret_cast<u8*>(&to) + at, load<u64>(reinterpret_cast<const u8*>(&from) + at));
  }
}

}  // namespace

Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args) {
  const bool is_blank =
      ctx.swap.owner() == ctx.program_id() && ctx.swap.size() == kSwapV1Space && ctx.swap.bytes()[0] == 0;
  if (!is_blank) return fail(SwapError::AlreadyInUse);
  if (args.curve_type != kConstantProduct) return fail(SwapError::UnsupportedCurveType);
  if (!are_valid(args.fees)) return fail(SwapError::InvalidFee);

  const TokenAccount& a = *ctx.token_a;
  const TokenAccount& b = *ctx.token_b;
  if (a.mint == b.mint) return fail(SwapError::RepeatedMint);
  GRAPNEL_TRY(check_vault(a));
  GRAPNEL_TRY(check_vault(b));
  GRAPNEL_TRY(check_mint(ctx.remaining(), ctx.token_a, a.mint));
  GRAPNEL_TRY(check_mint(ctx.remaining(), ctx.token_b, b.mint));
  GRAPNEL_TRY(check_pool_mint(*ctx.pool_mint, ctx.pool_mint));
  if (ctx.destination->owner == ctx.authority.key()) return fail(SwapError::InvalidOutputOwner);
  if (ctx.pool_fee_account->owner == ctx.authority.key()) return fail(SwapError::InvalidOutputOwner);

  u8* bytes = ctx.swap.bytes();
  bytes[0] = SwapV1::kDiscriminator[0];
  auto& pool = *reinterpret_cast<SwapV1*>(bytes + SwapV1::kDiscriminator.size());
  pool.is_initialized = 1;
  pool.bump_seed = ctx.authority.bump();
  pool.token_program_id = ctx.token_program.key();
  pool.token_a = ctx.token_a.key();
  pool.token_b = ctx.token_b.key();
  pool.pool_mint = ctx.pool_mint.key();
  pool.token_a_mint = a.mint;
  pool.token_b_mint = b.mint;
  pool.pool_fee_account = ctx.pool_fee_account.key();
  copy(pool.fees, args.fees);
  pool.curve_type = kConstantProduct;

  const PdaSigner signer{ctx.swap.key(), pool.bump_seed};
  GRAPNEL_TRY(token::mint_to(ctx.pool_mint, ctx.destination, ctx.authority, kInitialSupply,
                             {.program = ctx.token_program.key(), .signer = signer}));
  emit(PoolInitialized{ctx.swap.key(), a.mint, b.mint, ctx.pool_mint.key(), a.amount, b.amount});
  return ok;
}

}  // namespace swap_pool
