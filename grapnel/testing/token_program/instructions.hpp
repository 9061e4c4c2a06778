// The instructions of SPL Token, grouped by what they touch. Each checks in p-token's order, so that of several faults the
// same one is named; sources: solana-program/token pinocchio/program/src/processor, tag p-token@v1.0.0.
#pragma once

#include "call.hpp"

namespace grapnel::testing::token_program_detail {

enum class RentFrom : u8 { Runtime, Account };  // Account: the older forms, which are passed the sysvar

// initialize.cpp
void initialize_mint(const Call& call, RentFrom rent);
void initialize_account(const Call& call);  // owner and sysvar as accounts
void initialize_account_for(const Call& call, RentFrom rent);
void initialize_multisig(const Call& call, RentFrom rent);
void initialize_immutable_owner(const Call& call);

enum class Decimals : u8 { Unasked, Compared };  // Compared: with the mint's, which the older forms don't

// transfer.cpp
void transfer(const Call& call, Decimals decimals);

// supply.cpp
void mint_to(const Call& call, Decimals decimals);
void burn(const Call& call, Decimals decimals);

// authority.cpp
void approve(const Call& call, Decimals decimals);
void revoke(const Call& call);
void set_authority(const Call& call);
void set_frozen(const Call& call, bool frozen);

// lamports.cpp
void close_account(const Call& call);
void sync_native(const Call& call);
void withdraw_excess_lamports(const Call& call);
void unwrap_lamports(const Call& call);

// queries.cpp
void get_account_data_size(const Call& call);
void amount_to_ui_amount(const Call& call);
void ui_amount_to_amount(const Call& call);

// token_program.cpp: one instruction, its number still before the data; none of it is a batch.
void run_one(Accounts accounts, std::span<const u8> data);
// batch.cpp: several of them.
void run_batch(Accounts accounts, std::span<const u8> data);

}  // namespace grapnel::testing::token_program_detail
