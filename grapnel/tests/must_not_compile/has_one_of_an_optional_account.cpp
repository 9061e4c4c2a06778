// expect: a constraint names an Optional account, which may be absent
#include "program.hpp"

struct S {
  Account<State, HasOne<&State::authority>> state;
#ifdef GOOD
  Signer authority;
#else
  Optional<Signer> authority;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
