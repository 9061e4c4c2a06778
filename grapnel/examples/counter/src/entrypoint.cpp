#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(counter::CounterProgram)
