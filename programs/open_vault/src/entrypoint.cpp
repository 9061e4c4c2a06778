#include <open_vault/instructions.hpp>

GRAPNEL_ENTRYPOINT(open_vault::OpenVault)
