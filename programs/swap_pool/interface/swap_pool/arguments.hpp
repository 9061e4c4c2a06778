// Arguments of the instructions, as token-swap packs them behind its one-byte tags.
#pragma once

#include <swap_pool/fees.hpp>

namespace swap_pool {

struct InitializeArgs {
  Fees fees;
  u8 curve_type;                   // kConstantProduct
  Array<u8, 32> curve_parameters;  // ignored: this curve has none
};

struct SwapArgs {
  u64 amount_in;           // leaves the signer's account
  u64 minimum_amount_out;  // as it arrives in theirs
};

struct DepositAllTokenTypesArgs {
  u64 pool_token_amount;       // shares wanted
  u64 maximum_token_a_amount;  // as it leaves the signer's account
  u64 maximum_token_b_amount;
};

struct WithdrawAllTokenTypesArgs {
  u64 pool_token_amount;       // shares given back, the fee included
  u64 minimum_token_a_amount;  // as it arrives in the signer's account
  u64 minimum_token_b_amount;
};

struct DepositSingleTokenTypeExactAmountInArgs {
  u64 source_token_amount;  // leaves the signer's account
  u64 minimum_pool_token_amount;
};

struct WithdrawSingleTokenTypeExactAmountOutArgs {
  u64 destination_token_amount;   // leaves the vault
  u64 maximum_pool_token_amount;  // shares given back, the fee included
};

}  // namespace swap_pool
