#include "program.hpp"
GRAPNEL_ENTRYPOINT(gauntlet::SmallGauntlet)
