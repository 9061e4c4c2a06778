// expect: a program's errors are numbered without gaps
#include "program.hpp"

namespace torn {
#ifdef GOOD
enum class Torn : u32 { Zero = 6000, One, Two };
#else
enum class Torn : u32 { Zero = 6000, Two = 6002 };
#endif
constexpr Text message(Torn) { return "Torn"; }
}  // namespace torn
Result<> raise() { return fail(torn::Torn::Two); }
