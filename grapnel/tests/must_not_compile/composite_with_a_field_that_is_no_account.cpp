// expect: does not satisfy 'AccountsStruct'
#include "program.hpp"

struct Inner {
  Signer authority;
#ifndef GOOD
  State state;
#endif
};
struct S {
  Inner inner;
};
u64 (*entry)(u8*, const u8*) = [](u8* input, const u8* data) { return run<handler<S>>(input, data); };
