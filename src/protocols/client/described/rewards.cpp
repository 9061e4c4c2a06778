#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <rewards/rewards.hpp>

namespace zestron::protocols::client::described {

ProgramSpec rewards() { return describe<::rewards::Rewards>(); }

}  // namespace zestron::protocols::client::described
