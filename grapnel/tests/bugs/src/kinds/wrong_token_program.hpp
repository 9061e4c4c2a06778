// Wrong token program: a program of the caller's plays token program, and says yes.
#pragma once

#include "wrong_mint.hpp"

namespace bugs {

struct WrongTokenProgramSafe {
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account, TokenMint<kMint>, TokenAuthority<kTreasury>>> treasury;
  Mut<Account<Purse>> purse;
  Program<Token> token_program;
};
inline Result<> wrong_token_program_safe(Context<WrongTokenProgramSafe>& ctx, const Amount& args) {
  GRAPNEL_TRY(token::transfer(ctx.from, ctx.treasury, ctx.owner, args.amount, {.program = ctx.token_program.key()}));
  return earn(*ctx.purse, args.amount);
}

struct WrongTokenProgramBug {
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account, TokenMint<kMint>, TokenAuthority<kTreasury>>> treasury;
  Mut<Account<Purse>> purse;
  Unchecked token_program;  // finds: unchecked-account
};
inline Result<> wrong_token_program_bug(Context<WrongTokenProgramBug>& ctx, const Amount& args) {
  GRAPNEL_TRY(earn(*ctx.purse, args.amount));
  return token::transfer(ctx.from, ctx.treasury, ctx.owner, args.amount,  // finds: cpi-target
                         {.program = ctx.token_program.key()});
}

}  // namespace bugs
