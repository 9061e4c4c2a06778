#include "program.hpp"
GRAPNEL_ENTRYPOINT(gauntlet::GauntletProgram)
