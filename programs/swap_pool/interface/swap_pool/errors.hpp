// The program's errors, by token-swap's names where it has one. Numbers are stable: a new error is appended.
#pragma once

#include <swap_pool/program.hpp>

namespace swap_pool {

enum class SwapError : u32 {
  // making a pool
  AlreadyInUse = 6000,
  InvalidOutputOwner,
  EmptySupply,
  InvalidSupply,
  InvalidDelegate,
  InvalidCloseAuthority,
  InvalidFreezeAuthority,
  AccountFrozen,
  RepeatedMint,
  InvalidFee,
  UnsupportedCurveType,
  MintMissing,
  UnsafeMint,
  // using one
  InvalidProgramAddress,
  IncorrectSwapAccount,
  IncorrectMint,
  InvalidHostFeeAccount,
  InvalidDestination,
  ZeroTradingTokens,
  ExceededSlippage,
  CalculationFailure,
  PoolEmpty,
};

constexpr Text message(SwapError error) {
  switch (error) {
    case SwapError::AlreadyInUse: return "The account is no empty account of a pool's size, made for this program";
    case SwapError::InvalidOutputOwner: return "An account for shares must not belong to the pool's authority";
    case SwapError::EmptySupply: return "A vault of a new pool must not be empty";
    case SwapError::InvalidSupply: return "The pool mint has a supply already";
    case SwapError::InvalidDelegate: return "A vault has a delegate";
    case SwapError::InvalidCloseAuthority: return "A vault has a close authority";
    case SwapError::InvalidFreezeAuthority: return "The pool mint has a freeze authority";
    case SwapError::AccountFrozen: return "A vault is frozen";
    case SwapError::RepeatedMint: return "Both vaults are of the same mint";
    case SwapError::InvalidFee:
      return "A fee is not a fraction below one, its denominator is above 1,000,000,000, or both of a trade leave "
             "nothing";
    case SwapError::UnsupportedCurveType: return "The curve is not the constant product";
    case SwapError::MintMissing: return "The mint of a Token-2022 vault must stand behind the accounts";
    case SwapError::UnsafeMint: return "A mint has an extension by which others could reach into the pool";
    case SwapError::InvalidProgramAddress: return "The authority is not the pool's";
    case SwapError::IncorrectSwapAccount: return "The accounts of the pool's side are not its vaults and their mints";
    case SwapError::IncorrectMint: return "The mint is of neither side of the pool";
    case SwapError::InvalidHostFeeAccount: return "The host's account does not take shares of the pool";
    case SwapError::InvalidDestination: return "The account that receives is no token account";
    case SwapError::ZeroTradingTokens: return "The amount is too small to be traded for anything";
    case SwapError::ExceededSlippage: return "The result is beyond the limit that the signer set";
    case SwapError::CalculationFailure: return "The pool can't hold or give that much";
    case SwapError::PoolEmpty: return "Nobody holds shares of the pool any more; make another";
  }
  return {};
}

}  // namespace swap_pool
