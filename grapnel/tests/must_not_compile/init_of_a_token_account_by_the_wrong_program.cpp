// expect: the token program may be one that this account type excludes
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Mut<Signer> payer;
#ifdef GOOD
  Init<token_interface::Mint, Payer<&S::payer>, MintDecimals<6>, MintAuthority<&S::payer>> mint;
#else
  Init<token::Mint, Payer<&S::payer>, MintDecimals<6>, MintAuthority<&S::payer>> mint;
#endif
  TokenInterface token_program;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
