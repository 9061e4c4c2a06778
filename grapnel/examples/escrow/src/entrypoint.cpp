#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(escrow::EscrowProgram)
