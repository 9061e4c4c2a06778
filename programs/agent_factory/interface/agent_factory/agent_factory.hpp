// The whole interface of agent_factory, for program and host.
#pragma once

#include <agent_factory/account_rules.hpp>
#include <agent_factory/agent_accounts.hpp>
#include <agent_factory/agent_state.hpp>
#include <agent_factory/allow_entry.hpp>
#include <agent_factory/allowance.hpp>
#include <agent_factory/arguments.hpp>
#include <agent_factory/average_cost.hpp>
#include <agent_factory/context_roots.hpp>
#include <agent_factory/errors.hpp>
#include <agent_factory/events.hpp>
#include <agent_factory/execute_instruction.hpp>
#include <agent_factory/instructions.hpp>
#include <agent_factory/license.hpp>
#include <agent_factory/license_uses.hpp>
#include <agent_factory/lifecycle.hpp>
#include <agent_factory/migration.hpp>
#include <agent_factory/performance.hpp>
#include <agent_factory/program.hpp>
#include <agent_factory/terms.hpp>
#include <agent_factory/valuation.hpp>
#include <agent_factory/wallet.hpp>
#include <agent_factory/wallet_arguments.hpp>
#include <agent_factory/wallet_events.hpp>
#include <agent_factory/wallet_instructions.hpp>
