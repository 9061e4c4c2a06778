// Wrong mint: the payment is in tokens that anybody can make.
#pragma once

#include <bugs.hpp>
#include <grapnel/programs/token.hpp>

namespace bugs {

inline constexpr Pubkey kMint{{10, 0, 0, 77}};
inline constexpr Pubkey kTreasury{{11, 0, 0, 77}};

struct WrongMintSafe {
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account, TokenMint<kMint>, TokenAuthority<kTreasury>>> treasury;
  Mut<Account<Purse>> purse;
  Program<Token> token_program;
};
inline Result<> wrong_mint_safe(Context<WrongMintSafe>& ctx, const Amount& args) {
  GRAPNEL_TRY(token::transfer(ctx.from, ctx.treasury, ctx.owner, args.amount));
  return earn(*ctx.purse, args.amount);
}

struct WrongMintBug {  // finds: any-mint
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account, TokenAuthority<kTreasury>>> treasury;
  Mut<Account<Purse>> purse;
  Program<Token> token_program;
};
inline Result<> wrong_mint_bug(Context<WrongMintBug>& ctx, const Amount& args) {
  GRAPNEL_TRY(token::transfer(ctx.from, ctx.treasury, ctx.owner, args.amount));
  return earn(*ctx.purse, args.amount);
}

}  // namespace bugs
