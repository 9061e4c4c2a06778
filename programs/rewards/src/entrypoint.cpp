#include <rewards/instructions.hpp>

GRAPNEL_ENTRYPOINT(rewards::Rewards)
