// expect: clients know the event accounts by name: `EventAuthority event_authority; Self program;`
#include "program.hpp"

struct S {
#ifdef GOOD
  EventAuthority event_authority;
#else
  EventAuthority authority;
#endif
  Self program;
};
template u64 run<handler<S>>(u8*, const u8*);
