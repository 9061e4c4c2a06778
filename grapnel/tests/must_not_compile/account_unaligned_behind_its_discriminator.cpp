// expect: behind a discriminator of this length T is unaligned
#include "program.hpp"

struct Ticket {
  static constexpr Array<u8, 1> kDiscriminator{{1}};
#ifdef GOOD
  Array<u8, 8> seat;
#else
  u64 seat;
#endif
};
struct S {
  Account<Ticket> ticket;
};
template u64 run<handler<S>>(u8*, const u8*);
