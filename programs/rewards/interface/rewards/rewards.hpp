// The whole interface of rewards, for program and host.
#pragma once

#include <rewards/agent_rewards.hpp>
#include <rewards/arguments.hpp>
#include <rewards/config.hpp>
#include <rewards/emission.hpp>
#include <rewards/epoch.hpp>
#include <rewards/errors.hpp>
#include <rewards/events.hpp>
#include <rewards/instructions.hpp>
#include <rewards/program.hpp>
