// expect: Realloc stands on a Mut<Account<T>>
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Account<State>, Realloc<100, Payer<"payer">>> state;
#else
  Account<State, Realloc<100, Payer<"payer">>> state;
#endif
  Mut<Signer> payer;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
