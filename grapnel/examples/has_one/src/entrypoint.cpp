#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(has_one::LeagueProgram)
