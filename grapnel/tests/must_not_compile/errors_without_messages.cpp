// expect: no matching function for call to 'fail'
#include "program.hpp"

namespace mute {
enum class Mute : u32 { Zero = 6000 };
#ifdef GOOD
constexpr Text message(Mute) { return "Zero"; }
#endif
}  // namespace mute
Result<> raise() { return fail(mute::Mute::Zero); }
