// expect: Optional holds one account, not a composite; write Optional<…> on the composite's accounts
#include "program.hpp"

#ifdef GOOD
struct Inner {
  Optional<Signer> authority;
};
struct S {
  Inner inner;
};
#else
struct Inner {
  Signer authority;
};
struct S {
  Optional<Inner> inner;
};
#endif
u64 (*entry)(u8*, const u8*) = [](u8* input, const u8* data) { return run<handler<S>>(input, data); };
