// expect: a Tail holds a String<Max>, a ByteView<Max>, a Vec<T, Max> or an Option<T>
#include "program.hpp"

struct Named {
  u64 size;
#ifdef GOOD
  Tail<Option<u64>> number;
#else
  Tail<u64> number;
#endif
};
struct S {
  Account<Named> account;
};
template u64 run<handler<S>>(u8*, const u8*);
