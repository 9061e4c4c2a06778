// expect: Init of a mint needs MintDecimals<…> and MintAuthority<…>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Mut<Signer> payer;
#ifdef GOOD
  Init<token::Mint, Payer<&S::payer>, MintDecimals<6>, MintAuthority<&S::payer>> mint;
#else
  Init<token::Mint, Payer<&S::payer>, MintAuthority<&S::payer>> mint;
#endif
  Program<Token> token_program;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
