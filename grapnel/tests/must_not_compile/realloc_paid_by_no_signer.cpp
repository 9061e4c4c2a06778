// expect: a payer is a Mut<Signer>
#include "program.hpp"

struct S {
  Mut<Account<State>, Realloc<100, Payer<"payer">>> state;
#ifdef GOOD
  Mut<Signer> payer;
#else
  Mut<Unchecked> payer;
#endif
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
