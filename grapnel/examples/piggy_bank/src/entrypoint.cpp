#include "instructions.hpp"

GRAPNEL_ENTRYPOINT(piggy_bank::PiggyBankProgram)
