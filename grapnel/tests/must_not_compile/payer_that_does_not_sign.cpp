// expect: a payer is a Mut<Signer>
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Signer> payer;
#else
  Mut<Unchecked> payer;
#endif
  Init<State, Payer<&S::payer>, Seeds<"state">> state;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
