// The first gate: may this agent want this now? Pure: the same arguments give the same answer, and nothing else is read.
#pragma once

#include "domain/approved_intent.hpp"
#include "domain/context_view.hpp"
#include "policy/policy.hpp"

#include <expected>

namespace zestron::policy {

/// Every rule must hold; the first that does not is the refusal. An approval is counted in `usage`, a refusal is not.
std::expected<domain::ApprovedIntent, Refusal> approve(const domain::Intent& intent, const domain::ContextView& view,
                                                       const Policy& policy, Usage& usage);

}  // namespace zestron::policy
