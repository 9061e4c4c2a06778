// Everything out of a wallet, whatever became of its agent: tokens, token accounts and SOL go to their beneficiary.
#pragma once

#include "app/cli/protocol/verb.hpp"

namespace zestron::cli {

/// The wallet's purse, which holds its SOL.
Pubkey purse_of(const Pubkey& wallet);

/// Fills in where tokens of `withdraw` come from and go to.
std::expected<void, std::string> withdraw_from_wallet(Call& call);
std::expected<void, std::string> withdraw_from_purse(Call& call);

void add_unwind_command(CLI::App& group, Options& options, std::function<int()>& run);

}  // namespace zestron::cli
