// AgentState as instructions take it: of this layout version, to write or to read.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <agent_factory/errors.hpp>

namespace agent_factory {

// AgentState's address needs no proof after creation: only create_agent makes accounts of that type, at the derived one.
template <class... C>
using ReadAgent = Account<AgentState, Constraint<is_readable_agent, AgentError::LayoutUnknown>, C...>;
template <class... C>
using AgentAccount = Mut<ReadAgent<C...>>;

}  // namespace agent_factory
