// Whether an action makes sense, asked when it is proposed: nobody should vote on what could never be executed.
#pragma once

#include <governance/errors.hpp>
#include <governance/proposal.hpp>

namespace governance {

Result<> check_action(const Proposal& proposal);

}  // namespace governance
