// The whole interface of zest_staking, for program and host.
#pragma once

#include <zest_staking/arguments.hpp>
#include <zest_staking/errors.hpp>
#include <zest_staking/events.hpp>
#include <zest_staking/features.hpp>
#include <zest_staking/instructions.hpp>
#include <zest_staking/program.hpp>
#include <zest_staking/stake_pool.hpp>
#include <zest_staking/stake_record.hpp>
#include <zest_staking/stream.hpp>
