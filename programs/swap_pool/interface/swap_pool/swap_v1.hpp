// SwapV1: a pool. The 324 bytes of token-swap's account of that name, version byte first, so that its decoders read it.
#pragma once

#include <swap_pool/fees.hpp>

namespace swap_pool {

inline constexpr u8 kConstantProduct = 0;  // the only curve there is here

// The version is the discriminator: one byte, so every field stands unaligned. Offsets count from behind it.
struct SwapV1 {
  static constexpr Pubkey kProgram = kProgramId;
  static constexpr Array<u8, 1> kDiscriminator{{1}};

  u8 is_initialized;                   // 1
  u8 bump_seed;                        // of the authority
  Unaligned<Pubkey> token_program_id;  // of the share mint
  Unaligned<Pubkey> token_a;           // the vaults
  Unaligned<Pubkey> token_b;
  Unaligned<Pubkey> pool_mint;  // of shares
  Unaligned<Pubkey> token_a_mint;
  Unaligned<Pubkey> token_b_mint;
  Unaligned<Pubkey> pool_fee_account;
  Fees fees;
  u8 curve_type;                   // kConstantProduct
  Array<u8, 32> curve_parameters;  // zero: this curve has none
};

inline constexpr usize kSwapV1Space = 1 + sizeof(SwapV1);
static_assert(kSwapV1Space == 324 && alignof(SwapV1) == 1);
static_assert(__builtin_offsetof(SwapV1, token_program_id) == 2);
static_assert(__builtin_offsetof(SwapV1, pool_mint) == 98);
static_assert(__builtin_offsetof(SwapV1, fees) == 226);
static_assert(__builtin_offsetof(SwapV1, curve_type) == 290);

}  // namespace swap_pool
