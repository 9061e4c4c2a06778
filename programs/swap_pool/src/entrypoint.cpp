#include <swap_pool/instructions.hpp>

GRAPNEL_ENTRYPOINT(swap_pool::SwapPool)
