#include "accomplice.hpp"
GRAPNEL_ENTRYPOINT(accomplice::AccompliceProgram)
