#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <zest_staking/zest_staking.hpp>

namespace zestron::protocols::client::described {

ProgramSpec zest_staking() { return describe<::zest_staking::ZestStaking>(); }

}  // namespace zestron::protocols::client::described
