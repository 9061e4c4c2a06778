// expect: InitIfNeeded needs Seeds<…>, or any account that holds a T would do
#include "program.hpp"

struct S {
  Mut<Signer> payer;
#ifdef GOOD
  InitIfNeeded<State, Payer<&S::payer>, Seeds<"state">> state;
#else
  InitIfNeeded<State, Payer<&S::payer>> state;
#endif
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
