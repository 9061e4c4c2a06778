// expect: Realloc needs a Program<System> among the accounts
#include "program.hpp"

struct S {
  Mut<Account<State>, Realloc<100, Payer<"payer">>> state;
  Mut<Signer> payer;
#ifdef GOOD
  Program<System> system_program;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
