// expect: a token constraint names no account of the struct
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
#ifdef GOOD
  Account<token::Account, TokenAuthority<"owner">> account;
#else
  Account<token::Account, TokenAuthority<"ower">> account;
#endif
  Signer owner;
};
template u64 run<handler<S>>(u8*, const u8*);
