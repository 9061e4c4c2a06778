// expect: variable ones stand last: Tail<String<Max>>
#include "program.hpp"

struct Named {
#ifdef GOOD
  Tail<String<8>> name;
#else
  String<8> name;
#endif
  Tail<Vec<u64, 4>> numbers;
};
struct S {
  Account<Named> account;
};
template u64 run<handler<S>>(u8*, const u8*);
