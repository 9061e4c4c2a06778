#include "instructions.hpp"
GRAPNEL_ENTRYPOINT(bazaar::BazaarProgram)
