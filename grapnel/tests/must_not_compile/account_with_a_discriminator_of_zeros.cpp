// expect: an account's discriminator of zeros is what an empty account has
#include "program.hpp"

struct Ticket {
#ifdef GOOD
  static constexpr Array<u8, 2> kDiscriminator{{0, 1}};
#else
  static constexpr Array<u8, 2> kDiscriminator{{0, 0}};
#endif
  u8 seat;
};
struct S {
  Account<Ticket> ticket;
};
template u64 run<handler<S>>(u8*, const u8*);
