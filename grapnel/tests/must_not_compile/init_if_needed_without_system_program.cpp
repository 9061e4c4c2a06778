// expect: InitIfNeeded needs a Program<System> among the accounts
#include "program.hpp"

struct S {
  Mut<Signer> payer;
  InitIfNeeded<State, Payer<&S::payer>, Seeds<"state">> state;
#ifdef GOOD
  Program<System> system_program;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
