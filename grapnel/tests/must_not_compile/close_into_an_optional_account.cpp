// expect: a constraint names an Optional account, which may be absent
#include "program.hpp"

struct S {
  Mut<Account<State>, Close<"receiver">> state;
#ifdef GOOD
  Mut<Unchecked> receiver;
#else
  Optional<Mut<Unchecked>> receiver;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
