#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <agent_factory/agent_factory.hpp>

namespace zestron::protocols::client::described {

ProgramSpec agent_factory() { return describe<::agent_factory::AgentFactory>(); }

}  // namespace zestron::protocols::client::described
