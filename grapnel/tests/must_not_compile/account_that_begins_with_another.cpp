// expect: an account's discriminator begins with the whole of another's
#include "program.hpp"

struct First {
  static constexpr Array<u8, 1> kDiscriminator{{1}};
  u8 value;
};
struct Second {
#ifdef GOOD
  static constexpr Array<u8, 2> kDiscriminator{{2, 1}};
#else
  static constexpr Array<u8, 2> kDiscriminator{{1, 2}};
#endif
  u8 value;
};
struct S {
  Account<First> first;
  Account<Second> second;
};
template u64 run<handler<S>>(u8*, const u8*);
