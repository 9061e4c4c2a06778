// expect: HasOne: no account of that name in the accounts struct
#include "program.hpp"

struct Inner {
  Signer authority;
};
struct S {
  Account<State, HasOne<&State::authority>> state;
#ifdef GOOD
  Signer authority;
#else
  Inner authority;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
