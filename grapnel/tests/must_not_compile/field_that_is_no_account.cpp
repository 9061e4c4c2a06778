// expect: does not satisfy 'AccountsStruct'
#include "program.hpp"

struct S {
#ifdef GOOD
  Signer authority;
#else
  Pubkey authority;
#endif
};
u64 (*entry)(u8*, const u8*) = [](u8* input, const u8* data) { return run<handler<S>>(input, data); };
