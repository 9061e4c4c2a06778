// expect: Close: the receiving account must be Mut
#include "program.hpp"

struct S {
  Mut<Account<State, HasOne<&State::authority>>, Close<"authority">> state;
#ifdef GOOD
  Mut<Signer> authority;
#else
  Signer authority;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
