// The first gate: may this agent want this now? Pure: the same arguments give the same answer, and nothing else is read.
#pragma once

#include "domain/approved_intent.hpp"
#include "domain/context_view.hpp"
#include "policy/policy.hpp"
#include "policy/usage.hpp"

#include <expected>

namespace zestron::policy {

/// Every rule must hold; the first that does not is the refusal. An approval uses nothing up before it is booked. A refusal that is
/// the agent's own doing counts towards its quarantine, and one for want of a person's consent puts the action before them.
std::expected<domain::ApprovedIntent, Refusal> approve(const domain::Intent& intent, const domain::ContextView& view,
                                                       const Policy& policy, Usage& usage);

/// Counts an approval whose transaction was signed: its time, what it spends, and the consent that it uses up. `now` is the view's, and
/// nothing else was approved meanwhile. What the simulation or the chain refused is not booked: nothing can come of it.
void book(const domain::ApprovedIntent& approved, UnixMillis now, Usage& usage);

/// Counts what an earlier run approved, so that its caps hold over a restart. In the order of their times, before any approve().
void recall(const domain::Intent& intent, UnixMillis at, Usage& usage);

}  // namespace zestron::policy
