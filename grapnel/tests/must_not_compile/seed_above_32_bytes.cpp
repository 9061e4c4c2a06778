// expect: a seed is a key, an integer, bytes or text, of 32 bytes at most
#include "program.hpp"

struct S {
  struct Args {
#ifdef GOOD
    Array<u8, 32> id;
#else
    Array<u8, 33> id;
#endif
  };
  With<Unchecked, Seeds<"vault", &Args::id>> vault;
};
template u64 run<handler<S, S::Args>>(u8*, const u8*);
