// expect: a Tail is followed by nothing but tails
#include "program.hpp"

struct Named {
#ifdef GOOD
  u64 size;
  Tail<String<8>> name;
#else
  Tail<String<8>> name;
  u64 size;
#endif
};
struct S {
  Account<Named> account;
};
template u64 run<handler<S>>(u8*, const u8*);
