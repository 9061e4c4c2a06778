#include "chain_rpc/methods/table.hpp"

#include "chain_rpc/methods/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace zestron::chain_rpc::methods {
namespace {

/// Sorted by name; find() depends on it.
constexpr auto kMethods = std::to_array<std::pair<std::string_view, Method>>({
    {"getAccountInfo", get_account_info},
    {"getBalance", get_balance},
    {"getBlock", get_block},
    {"getBlockCommitment", get_block_commitment},
    {"getBlockHeight", get_block_height},
    {"getBlockProduction", get_block_production},
    {"getBlockTime", get_block_time},
    {"getBlocks", get_blocks},
    {"getBlocksWithLimit", get_blocks_with_limit},
    {"getClusterNodes", get_cluster_nodes},
    {"getEpochInfo", get_epoch_info},
    {"getEpochSchedule", get_epoch_schedule},
    {"getFeeForMessage", get_fee_for_message},
    {"getFirstAvailableBlock", get_first_available_block},
    {"getGenesisHash", get_genesis_hash},
    {"getHealth", get_health},
    {"getHighestSnapshotSlot", get_highest_snapshot_slot},
    {"getIdentity", get_identity},
    {"getInflationGovernor", get_inflation_governor},
    {"getInflationRate", get_inflation_rate},
    {"getInflationReward", get_inflation_reward},
    {"getLargestAccounts", get_largest_accounts},
    {"getLatestBlockhash", get_latest_blockhash},
    {"getLeaderSchedule", get_leader_schedule},
    {"getMaxRetransmitSlot", get_max_retransmit_slot},
    {"getMaxShredInsertSlot", get_max_shred_insert_slot},
    {"getMinimumBalanceForRentExemption", get_minimum_balance_for_rent_exemption},
    {"getMultipleAccounts", get_multiple_accounts},
    {"getProgramAccounts", get_program_accounts},
    {"getRecentPerformanceSamples", get_recent_performance_samples},
    {"getRecentPrioritizationFees", get_recent_prioritization_fees},
    {"getSignatureStatuses", get_signature_statuses},
    {"getSignaturesForAddress", get_signatures_for_address},
    {"getSlot", get_slot},
    {"getSlotLeader", get_slot_leader},
    {"getSlotLeaders", get_slot_leaders},
    {"getStakeMinimumDelegation", get_stake_minimum_delegation},
    {"getSupply", get_supply},
    {"getTokenAccountBalance", get_token_account_balance},
    {"getTokenAccountsByDelegate", get_token_accounts_by_delegate},
    {"getTokenAccountsByOwner", get_token_accounts_by_owner},
    {"getTokenLargestAccounts", get_token_largest_accounts},
    {"getTokenSupply", get_token_supply},
    {"getTransaction", get_transaction},
    {"getTransactionCount", get_transaction_count},
    {"getVersion", get_version},
    {"getVoteAccounts", get_vote_accounts},
    {"isBlockhashValid", is_blockhash_valid},
    {"minimumLedgerSlot", minimum_ledger_slot},
    {"requestAirdrop", request_airdrop},
    {"sendTransaction", send_transaction},
    {"simulateTransaction", simulate_transaction},
    {"surfnet_pauseClock", surfnet_pause_clock},
    {"surfnet_profileTransaction", surfnet_profile_transaction},
    {"surfnet_resumeClock", surfnet_resume_clock},
    {"surfnet_setAccount", surfnet_set_account},
    {"surfnet_setTokenAccount", surfnet_set_token_account},
    {"surfnet_timeTravel", surfnet_time_travel},
});
static_assert(std::ranges::is_sorted(kMethods, {}, &std::pair<std::string_view, Method>::first));

}  // namespace

std::vector<std::string_view> names() {
  std::vector<std::string_view> list;
  for (const auto& [name, method] : kMethods) list.push_back(name);
  return list;
}

Method find(std::string_view name) {
  const auto at = std::ranges::lower_bound(kMethods, name, {}, &std::pair<std::string_view, Method>::first);
  return at != kMethods.end() && at->first == name ? at->second : nullptr;
}

}  // namespace zestron::chain_rpc::methods
