// expect: TailString may only be the last field
#include "program.hpp"

struct Named {
#ifdef GOOD
  u32 size;
  TailString<8> name;
#else
  TailString<8> name;
  u32 size;
#endif
};
struct S {
  Account<Named> account;
};
template u64 run<handler<S>>(u8*, const u8*);
