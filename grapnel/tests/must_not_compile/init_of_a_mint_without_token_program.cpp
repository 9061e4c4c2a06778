// expect: Init of a mint or token account needs a Program<Token>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Mut<Signer> payer;
  Init<token::Mint, Payer<&S::payer>, MintDecimals<6>, MintAuthority<&S::payer>> mint;
#ifdef GOOD
  Program<Token> token_program;
#endif
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
