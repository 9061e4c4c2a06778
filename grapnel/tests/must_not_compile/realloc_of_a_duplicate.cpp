// expect: an account with Realloc stands once in the list: take Duplicate away
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Account<State>, Realloc<100, Payer<"payer">>> state;
#else
  Mut<Account<State>, Realloc<100, Payer<"payer">>, Duplicate> state;
#endif
  Mut<Signer> payer;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
