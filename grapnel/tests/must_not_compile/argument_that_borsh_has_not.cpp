// expect: an argument has a type that Borsh can't carry here
#include "program.hpp"

struct S {
  struct Args {
#ifdef GOOD
    String<8> name;
#else
    const char* name;
#endif
  };
  Signer authority;
};
template u64 run<handler<S, S::Args>>(u8*, const u8*);
