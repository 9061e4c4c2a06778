// A person's word on what waits: what approvals.approve and approvals.refuse have in common.
#pragma once

#include "api/operation.hpp"

namespace zestron::api::operation {

/// Leaves the word on what waits under parameters["id"]; kNotFound when nothing does.
Answer decide(const nlohmann::json& parameters, NodeControl& node, bool approved);

}  // namespace zestron::api::operation
