#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <governance/governance.hpp>

namespace zestron::protocols::client::described {

ProgramSpec governance() { return describe<::governance::GovernanceProgram>(); }

}  // namespace zestron::protocols::client::described
