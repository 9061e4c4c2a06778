// expect: the struct has padding
#include "program.hpp"

struct Padded {
#ifdef GOOD
  u64 flag;
#else
  u8 flag;
#endif
  u64 count;
};
struct S {
  Account<Padded> account;
};
template u64 run<handler<S>>(u8*, const u8*);
