// expect: ReturnBuffer<T> buffer
#include "program.hpp"

Result<u64> ask(const Pubkey& program) {
#ifdef GOOD
  ReturnBuffer<String<8>> buffer;
  const String<8> name = GRAPNEL_TRY(get_return(program, buffer));
#else
  const String<8> name = GRAPNEL_TRY(get_return<String<8>>(program));
#endif
  return u64{name.size};
}
