// expect: TokenMint stands on an Account<token::Account>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Unchecked mint;
#ifdef GOOD
  Account<token::Account, TokenMint<&S::mint>> account;
#else
  Account<token::Mint, TokenMint<&S::mint>> account;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
