// expect: Init of a token account needs TokenMint<…> and TokenAuthority<…>, or AssociatedToken<…>
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
  Mut<Signer> payer;
  Account<token::Mint> mint;
#ifdef GOOD
  Init<token::Account, Payer<&S::payer>, TokenMint<&S::mint>, TokenAuthority<&S::payer>> vault;
#else
  Init<token::Account, Payer<&S::payer>, TokenMint<&S::mint>> vault;
#endif
  Program<Token> token_program;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
