// expect: Realloc: the size is smaller than what T needs
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Account<State>, Realloc<48, Payer<"payer">>> state;
#else
  Mut<Account<State>, Realloc<47, Payer<"payer">>> state;
#endif
  Mut<Signer> payer;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
