// The first gate: may this agent want this now? Pure: the same arguments give the same answer, and nothing else is read.
#pragma once

#include "domain/approved_intent.hpp"
#include "domain/context_view.hpp"
#include "policy/policy.hpp"
#include "policy/usage.hpp"

#include <expected>

namespace zestron::policy {

/// Every rule must hold; the first that does not is the refusal. An approval is counted in `usage`: its time, what it spends, a
/// consent that it used up. A refusal uses nothing up; one that is the agent's own doing counts towards its quarantine, and one for
/// want of a person's consent puts the action before them.
std::expected<domain::ApprovedIntent, Refusal> approve(const domain::Intent& intent, const domain::ContextView& view,
                                                       const Policy& policy, Usage& usage);

/// Counts what an earlier run approved, so that its caps hold over a restart. In the order of their times, before any approve().
void recall(const domain::Intent& intent, UnixMillis at, Usage& usage);

}  // namespace zestron::policy
