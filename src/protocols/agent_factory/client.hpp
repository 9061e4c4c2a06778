// agent_factory for host code: addresses, instructions, accounts, events, JSON. No I/O.
#pragma once

#include "protocols/agent_factory/account.hpp"
#include "protocols/agent_factory/address.hpp"
#include "protocols/agent_factory/events.hpp"
#include "protocols/agent_factory/execute.hpp"
#include "protocols/agent_factory/instructions.hpp"
#include "protocols/agent_factory/json.hpp"
#include "protocols/agent_factory/types.hpp"
