// The instructions: token-swap's tags, arguments and order of accounts, so that its clients work. A handler is defined in
// the source file of its name.
#pragma once

#include <grapnel/programs/token.hpp>
#include <swap_pool/arguments.hpp>
#include <swap_pool/errors.hpp>
#include <swap_pool/events.hpp>
#include <swap_pool/swap_v1.hpp>

namespace swap_pool {

using TokenAccount = token_interface::Account;
using TokenMintAccount = token_interface::Mint;

// Whoever makes the pool has sent tokens to both vaults before. The pool's account is made in the same transaction, for
// which its key signs: so nobody can come between and take the shares. Behind these stand the mints of vaults that are
// Token-2022's.
struct Initialize {
  using Args = InitializeArgs;
  Mut<Signer> swap;
  With<Unchecked, Seeds<&Initialize::swap>> authority;
  Account<TokenAccount, TokenAuthority<&Initialize::authority>> token_a;
  Account<TokenAccount, TokenAuthority<&Initialize::authority>> token_b;
  Mut<Account<TokenMintAccount, MintAuthority<&Initialize::authority>, TokenProgram<"token_program">>> pool_mint;
  Account<TokenAccount, TokenMint<&Initialize::pool_mint>> pool_fee_account;
  Mut<Account<TokenAccount, TokenMint<&Initialize::pool_mint>>, Duplicate> destination;
  TokenInterface token_program;
};
Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args);

// From here on accounts are proven by the pool's record alone: a vault, a mint that it names is one, since nobody can close
// either. The authority is the vaults' owner, who never changes. Token programs stand here for the runtime: the one that is
// called is the mint's owner. Of what is the signer's the token programs check all. The fee account is only compared,
// since its owner may close it and must not stop the pool by that.

// Behind these may stand the host's fee account.
struct Swap {
  using Args = SwapArgs;
  Account<SwapV1, HasOne<&SwapV1::pool_mint>, HasOne<&SwapV1::pool_fee_account>> swap;
  Unchecked authority;
  Signer user_transfer_authority;
  Mut<Unchecked> source;
  Mut<Unchecked> swap_source;
  Mut<Unchecked> swap_destination;
  Mut<Unchecked> destination;
  Mut<Unchecked> pool_mint;
  Mut<Unchecked> pool_fee_account;
  Unchecked source_mint;
  Unchecked destination_mint;
  Unchecked source_token_program;
  Unchecked destination_token_program;
  Unchecked pool_token_program;
};
Result<> swap(Context<Swap>& ctx, const SwapArgs& args);

struct DepositAllTokenTypes {
  using Args = DepositAllTokenTypesArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::token_a_mint>, HasOne<&SwapV1::token_b_mint>>
      swap;
  Unchecked authority;
  Signer user_transfer_authority;
  Mut<Unchecked> deposit_token_a;
  Mut<Unchecked> deposit_token_b;
  Mut<Unchecked> token_a;
  Mut<Unchecked> token_b;
  Mut<Unchecked> pool_mint;
  Mut<Unchecked> destination;
  Unchecked token_a_mint;
  Unchecked token_b_mint;
  Unchecked token_a_program;
  Unchecked token_b_program;
  Unchecked pool_token_program;
};
Result<> deposit_all_token_types(Context<DepositAllTokenTypes>& ctx, const DepositAllTokenTypesArgs& args);

// The fee account may withdraw too, and then pays no fee: it stands twice.
struct WithdrawAllTokenTypes {
  using Args = WithdrawAllTokenTypesArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::pool_fee_account>, HasOne<&SwapV1::token_a_mint>, HasOne<&SwapV1::token_b_mint>>
      swap;
  Unchecked authority;
  Signer user_transfer_authority;
  Mut<Unchecked> pool_mint;
  Mut<Unchecked, Duplicate> source;
  Mut<Unchecked> token_a;
  Mut<Unchecked> token_b;
  Mut<Unchecked> destination_token_a;
  Mut<Unchecked> destination_token_b;
  Mut<Unchecked, Duplicate> pool_fee_account;
  Unchecked token_a_mint;
  Unchecked token_b_mint;
  Unchecked pool_token_program;
  Unchecked token_a_program;
  Unchecked token_b_program;
};
Result<> withdraw_all_token_types(Context<WithdrawAllTokenTypes>& ctx, const WithdrawAllTokenTypesArgs& args);

// Which side it is follows from the mint.
struct DepositSingleTokenTypeExactAmountIn {
  using Args = DepositSingleTokenTypeExactAmountInArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>> swap;
  Unchecked authority;
  Signer user_transfer_authority;
  Mut<Unchecked> source;
  Mut<Unchecked> token_a;
  Mut<Unchecked> token_b;
  Mut<Unchecked> pool_mint;
  Mut<Unchecked> destination;
  Unchecked source_mint;
  Unchecked source_token_program;
  Unchecked pool_token_program;
};
Result<> deposit_single_token_type_exact_amount_in(Context<DepositSingleTokenTypeExactAmountIn>& ctx,
                                                   const DepositSingleTokenTypeExactAmountInArgs& args);

struct WithdrawSingleTokenTypeExactAmountOut {
  using Args = WithdrawSingleTokenTypeExactAmountOutArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::pool_fee_account>>
      swap;
  Unchecked authority;
  Signer user_transfer_authority;
  Mut<Unchecked> pool_mint;
  Mut<Unchecked, Duplicate> source;
  Mut<Unchecked> token_a;
  Mut<Unchecked> token_b;
  Mut<Unchecked> destination;
  Mut<Unchecked, Duplicate> pool_fee_account;
  Unchecked destination_mint;
  Unchecked pool_token_program;
  Unchecked destination_token_program;
};
Result<> withdraw_single_token_type_exact_amount_out(Context<WithdrawSingleTokenTypeExactAmountOut>& ctx,
                                                     const WithdrawSingleTokenTypeExactAmountOutArgs& args);

struct SwapPool
    : Module<"swap_pool", kProgramId, Tagged<initialize, 0>, Tagged<swap, 1>, Tagged<deposit_all_token_types, 2>,
             Tagged<withdraw_all_token_types, 3>, Tagged<deposit_single_token_type_exact_amount_in, 4>,
             Tagged<withdraw_single_token_type_exact_amount_out, 5>> {
  using Errors = SwapError;
  using Events = List<PoolInitialized, Swapped, Deposited, Withdrawn>;
  using Types = List<SwapV1>;
};

}  // namespace swap_pool
