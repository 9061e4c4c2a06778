// expect: MintDecimals stands on an Account<token::Mint>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
#ifdef GOOD
  Account<token::Mint, MintDecimals<6>> mint;
#else
  Account<token::Account, MintDecimals<6>> mint;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
