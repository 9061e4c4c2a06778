// The whole interface of governance, for program and host.
#pragma once

#include <governance/actions.hpp>
#include <governance/arguments.hpp>
#include <governance/ballot.hpp>
#include <governance/errors.hpp>
#include <governance/events.hpp>
#include <governance/governance_state.hpp>
#include <governance/instructions.hpp>
#include <governance/program.hpp>
#include <governance/proposal.hpp>
#include <governance/registry.hpp>
#include <governance/vote_record.hpp>
