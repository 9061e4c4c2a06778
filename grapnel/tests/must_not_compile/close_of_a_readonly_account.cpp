// expect: Close stands on a Mut account
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Account<State>, Close<"authority">> state;
#else
  Account<State, Close<"authority">> state;
#endif
  Mut<Signer> authority;
};
template u64 run<handler<S>>(u8*, const u8*);
