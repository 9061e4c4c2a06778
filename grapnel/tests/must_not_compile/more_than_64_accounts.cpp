// expect: an instruction has 64 accounts at most, composites included
#include "program.hpp"

struct Eight {
  Unchecked a, b, c, d, e, f, g, h;
};
struct S {
  Eight a, b, c, d, e, f, g;
#ifdef GOOD
  Eight last;
#else
  Eight h;
  Unchecked last;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
