// What `execute` needs besides the accounts of the inner instruction: which entry of the agent's allow list it is made under,
// and the registry's entries and price accounts for what it can move. Both follow from the chain.
#pragma once

#include "app/cli/protocol/verb.hpp"

#include <nlohmann/json.hpp>

namespace zestron::cli {

/// Who a wallet is: its address, its purse, and the agent that it is of.
struct WalletFacts {
  Pubkey wallet, purse;
  nlohmann::ordered_json agent;
};

/// The first entry of the agent's allow list whose program, prefix and account rules `inner` fits. The error names the rule
/// that the nearest entry has and `inner` breaks.
std::expected<std::size_t, std::string> find_allow_entry(ChainView& chain, const WalletFacts& facts,
                                                         const codec::Instruction& inner);

/// In the order that the program reads them: the quote mint's entry; entry and price account of every other mint that the
/// wallet may gain or lose by `inner`; the pool's entry, and where its shares may move, the pool, its vaults, its share mint.
/// What has no price is left out; nothing at all where the quote mint has none.
std::expected<std::vector<codec::AccountMeta>, std::string> find_prices(ChainView& chain, const WalletFacts& facts,
                                                                        const codec::Instruction& inner);

}  // namespace zestron::cli
