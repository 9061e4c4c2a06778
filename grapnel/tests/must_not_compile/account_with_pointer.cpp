// expect: a field has a type without a fixed layout
#include "program.hpp"

struct Linked {
#ifdef GOOD
  u64 next;
#else
  Linked* next;
#endif
};
struct S {
  Account<Linked> account;
};
template u64 run<handler<S>>(u8*, const u8*);
