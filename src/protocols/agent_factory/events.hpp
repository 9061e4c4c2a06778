// Reads the program's events from a transaction's log lines.
#pragma once

#include "protocols/agent_factory/types.hpp"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace zestron::protocols::agent_factory {

using Event =
    std::variant<program::AgentCreated, program::AgentPublished, program::AgentActivated, program::AgentDeactivated,
                 program::AgentSuspended, program::AgentRetired, program::AgentUpgraded, program::ExecutorsChanged,
                 program::PerformanceClaimed, program::PerformanceUpdated, program::AgentClosed>;

/// In the order they were emitted. Only lines written while agent_factory itself ran count, so no other program of the
/// transaction can forge one. Unreadable lines are passed over. A transaction that failed emitted nothing: don't ask.
std::vector<Event> events_in(std::span<const std::string> logs);

/// As in the IDL: "AgentCreated", …
std::string_view name_of(const Event& event);

}  // namespace zestron::protocols::agent_factory
