// The JSON-RPC methods, one source each, and the table that names them. Each takes a call and answers the text of its result.
#pragma once

#include "chain_rpc/call.hpp"

#include <string_view>

namespace zestron::chain_rpc::methods {

using Method = Reply (*)(const Call& call);

/// nullptr for a name that is no method.
Method find(std::string_view name);

Reply get_account_info(const Call& call);
Reply get_balance(const Call& call);
Reply get_block(const Call& call);
Reply get_block_commitment(const Call& call);
Reply get_block_height(const Call& call);
Reply get_block_production(const Call& call);
Reply get_block_time(const Call& call);
Reply get_blocks(const Call& call);
Reply get_blocks_with_limit(const Call& call);
Reply get_cluster_nodes(const Call& call);
Reply get_epoch_info(const Call& call);
Reply get_epoch_schedule(const Call& call);
Reply get_fee_for_message(const Call& call);
Reply get_first_available_block(const Call& call);
Reply get_genesis_hash(const Call& call);
Reply get_health(const Call& call);
Reply get_highest_snapshot_slot(const Call& call);
Reply get_identity(const Call& call);
Reply get_inflation_governor(const Call& call);
Reply get_inflation_rate(const Call& call);
Reply get_inflation_reward(const Call& call);
Reply get_largest_accounts(const Call& call);
Reply get_latest_blockhash(const Call& call);
Reply get_leader_schedule(const Call& call);
Reply get_max_retransmit_slot(const Call& call);
Reply get_max_shred_insert_slot(const Call& call);
Reply get_minimum_balance_for_rent_exemption(const Call& call);
Reply get_multiple_accounts(const Call& call);
Reply get_program_accounts(const Call& call);
Reply get_recent_performance_samples(const Call& call);
Reply get_recent_prioritization_fees(const Call& call);
Reply get_signature_statuses(const Call& call);
Reply get_signatures_for_address(const Call& call);
Reply get_slot(const Call& call);
Reply get_slot_leader(const Call& call);
Reply get_slot_leaders(const Call& call);
Reply get_stake_minimum_delegation(const Call& call);
Reply get_supply(const Call& call);
Reply get_token_account_balance(const Call& call);
Reply get_token_accounts_by_delegate(const Call& call);
Reply get_token_accounts_by_owner(const Call& call);
Reply get_token_largest_accounts(const Call& call);
Reply get_token_supply(const Call& call);
Reply get_transaction(const Call& call);
Reply get_transaction_count(const Call& call);
Reply get_version(const Call& call);
Reply get_vote_accounts(const Call& call);
Reply is_blockhash_valid(const Call& call);
Reply minimum_ledger_slot(const Call& call);
Reply request_airdrop(const Call& call);
Reply send_transaction(const Call& call);
Reply simulate_transaction(const Call& call);
Reply surfnet_pause_clock(const Call& call);
Reply surfnet_profile_transaction(const Call& call);
Reply surfnet_resume_clock(const Call& call);
Reply surfnet_set_account(const Call& call);
Reply surfnet_set_token_account(const Call& call);
Reply surfnet_time_travel(const Call& call);

}  // namespace zestron::chain_rpc::methods
