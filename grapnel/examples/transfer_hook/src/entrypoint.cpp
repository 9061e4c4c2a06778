#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(transfer_hook::HookProgram)
