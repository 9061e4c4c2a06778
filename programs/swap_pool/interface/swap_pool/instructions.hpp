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

// From here on accounts are proven by the pool's record alone: a vault or a mint that it names is one, since nobody can close
// either. Which of the three it is stands in the type.
//
// Its key is compared with the pool's record, by HasOne or by the handler; the authority's with the vaults' owner, who never
// changes. The fee account is no more than compared, since its owner may close it and must not stop the pool by that.
struct ByRecord : AccountField {};
// The signer's: all that matters about it the token program checks in the call.
struct ByTokenProgram : AccountField {};
// A token program, for the runtime to find: the one that is called is the mint's owner.
struct ForTheRuntime : AccountField {};

// Behind these may stand the host's fee account.
struct Swap {
  using Args = SwapArgs;
  Account<SwapV1, HasOne<&SwapV1::pool_mint>, HasOne<&SwapV1::pool_fee_account>> swap;
  ByRecord authority;
  Signer user_transfer_authority;
  Mut<ByTokenProgram> source;
  Mut<ByRecord> swap_source;
  Mut<ByRecord> swap_destination;
  Mut<ByTokenProgram> destination;
  Mut<ByRecord> pool_mint;
  Mut<ByRecord> pool_fee_account;
  ByRecord source_mint;
  ByRecord destination_mint;
  ForTheRuntime source_token_program;
  ForTheRuntime destination_token_program;
  ForTheRuntime pool_token_program;
};
Result<> swap(Context<Swap>& ctx, const SwapArgs& args);

struct DepositAllTokenTypes {
  using Args = DepositAllTokenTypesArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::token_a_mint>, HasOne<&SwapV1::token_b_mint>>
      swap;
  ByRecord authority;
  Signer user_transfer_authority;
  Mut<ByTokenProgram> deposit_token_a;
  Mut<ByTokenProgram> deposit_token_b;
  Mut<ByRecord> token_a;
  Mut<ByRecord> token_b;
  Mut<ByRecord> pool_mint;
  Mut<ByTokenProgram> destination;
  ByRecord token_a_mint;
  ByRecord token_b_mint;
  ForTheRuntime token_a_program;
  ForTheRuntime token_b_program;
  ForTheRuntime pool_token_program;
};
Result<> deposit_all_token_types(Context<DepositAllTokenTypes>& ctx, const DepositAllTokenTypesArgs& args);

// The fee account may withdraw too, and then pays no fee: it stands twice.
struct WithdrawAllTokenTypes {
  using Args = WithdrawAllTokenTypesArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::pool_fee_account>, HasOne<&SwapV1::token_a_mint>, HasOne<&SwapV1::token_b_mint>>
      swap;
  ByRecord authority;
  Signer user_transfer_authority;
  Mut<ByRecord> pool_mint;
  Mut<ByTokenProgram, Duplicate> source;
  Mut<ByRecord> token_a;
  Mut<ByRecord> token_b;
  Mut<ByTokenProgram> destination_token_a;
  Mut<ByTokenProgram> destination_token_b;
  Mut<ByRecord, Duplicate> pool_fee_account;
  ByRecord token_a_mint;
  ByRecord token_b_mint;
  ForTheRuntime pool_token_program;
  ForTheRuntime token_a_program;
  ForTheRuntime token_b_program;
};
Result<> withdraw_all_token_types(Context<WithdrawAllTokenTypes>& ctx, const WithdrawAllTokenTypesArgs& args);

// Which side it is follows from the mint.
struct DepositSingleTokenTypeExactAmountIn {
  using Args = DepositSingleTokenTypeExactAmountInArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>> swap;
  ByRecord authority;
  Signer user_transfer_authority;
  Mut<ByTokenProgram> source;
  Mut<ByRecord> token_a;
  Mut<ByRecord> token_b;
  Mut<ByRecord> pool_mint;
  Mut<ByTokenProgram> destination;
  ByRecord source_mint;
  ForTheRuntime source_token_program;
  ForTheRuntime pool_token_program;
};
Result<> deposit_single_token_type_exact_amount_in(Context<DepositSingleTokenTypeExactAmountIn>& ctx,
                                                   const DepositSingleTokenTypeExactAmountInArgs& args);

struct WithdrawSingleTokenTypeExactAmountOut {
  using Args = WithdrawSingleTokenTypeExactAmountOutArgs;
  Account<SwapV1, HasOne<&SwapV1::token_a>, HasOne<&SwapV1::token_b>, HasOne<&SwapV1::pool_mint>,
          HasOne<&SwapV1::pool_fee_account>>
      swap;
  ByRecord authority;
  Signer user_transfer_authority;
  Mut<ByRecord> pool_mint;
  Mut<ByTokenProgram, Duplicate> source;
  Mut<ByRecord> token_a;
  Mut<ByRecord> token_b;
  Mut<ByTokenProgram> destination;
  Mut<ByRecord, Duplicate> pool_fee_account;
  ByRecord destination_mint;
  ForTheRuntime pool_token_program;
  ForTheRuntime destination_token_program;
};
Result<> withdraw_single_token_type_exact_amount_out(Context<WithdrawSingleTokenTypeExactAmountOut>& ctx,
                                                     const WithdrawSingleTokenTypeExactAmountOutArgs& args);

struct SwapPool
    : Module<"swap_pool", kProgramId, Tagged<initialize, 0>, Hot<Tagged<swap, 1>>, Tagged<deposit_all_token_types, 2>,
             Tagged<withdraw_all_token_types, 3>, Tagged<deposit_single_token_type_exact_amount_in, 4>,
             Tagged<withdraw_single_token_type_exact_amount_out, 5>> {
  using Errors = SwapError;
  using Events = List<PoolInitialized, Swapped, Deposited, Withdrawn>;
  using Types = List<SwapV1>;
};

}  // namespace swap_pool
