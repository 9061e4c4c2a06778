// expect: an event's discriminator begins with the whole of another's
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
  Signer payer;
};
struct Emitter : Module<"test", "11111111111111111111111111111111"_pubkey, handler<S>> {
  using Events = List<First, Second>;
};
GRAPNEL_ENTRYPOINT(Emitter)
