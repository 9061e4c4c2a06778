#include "program.hpp"
GRAPNEL_ENTRYPOINT(bugs::BugsProgram)
