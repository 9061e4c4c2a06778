// expect: a seed names an account, not a composite
#include "program.hpp"

struct Inner {
  Signer authority;
};
struct S {
#ifdef GOOD
  Signer inner;
#else
  Inner inner;
#endif
  Account<State, Seeds<"state", &S::inner>> state;
};
template u64 run<handler<S>>(u8*, const u8*);
