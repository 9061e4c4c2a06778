// zestron stake|market|wallet|rewards|vault|gov|pool …: the verbs of the protocol's programs, and zestron token for what moves between
// people.
#pragma once

#include "app/cli/session.hpp"

#include <functional>

namespace zestron::cli {

void add_stake_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_market_commands(CLI::App& root, Options& options, std::function<int()>& run);
/// Also the verbs of agents that are not the lifecycle's, below `zestron agent`.
void add_wallet_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_rewards_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_vault_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_gov_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_pool_commands(CLI::App& root, Options& options, std::function<int()>& run);
void add_token_commands(CLI::App& root, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
