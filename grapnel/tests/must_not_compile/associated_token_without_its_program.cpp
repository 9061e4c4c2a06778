// expect: Init with AssociatedToken needs a Program<AssociatedTokenProgram>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Mut<Signer> payer;
  Account<token::Mint> mint;
  Init<token::Account, Payer<&S::payer>, AssociatedToken<&S::mint, &S::payer>> account;
  Program<Token> token_program;
#ifdef GOOD
  Program<AssociatedTokenProgram> associated_token_program;
#endif
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
