#include <marketplace/instructions.hpp>

GRAPNEL_ENTRYPOINT(marketplace::Marketplace)
