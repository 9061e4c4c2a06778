// A wallet in front of a real pool of dollars and gold that governance lists, and the entries by which it may swap there and join:
// what the tests of swaps and the sequences share.
#pragma once

#include <swap_pool/record.hpp>
#include <swap_pool/swap_pool.hpp>

#include "execution_world.hpp"

namespace agent_factory::test {

inline constexpr Pubkey kSwap = key(100), kDollarVault = key(101), kGoldVault = key(102), kShares = key(103),
                        kFees = key(104);
inline const Pda kAuthority = swap_pool::find_authority(kSwap);
inline const Pubkey kOurDollars = account_of(kWallet.address, kDollar), kOurGold = account_of(kWallet.address, kGold);
inline const Pubkey kOurShares = account_of(kWallet.address, kShares);

class SwapWorld : protected ExecutionWorld {
 protected:
  // A gold is two dollars, in the pool as in the oracle.
  explicit SwapWorld(grapnel::testing::Setting setting = {}) : ExecutionWorld(setting) {
    chain.add<swap_pool::SwapPool>();
    hold_at(kDollarVault, kAuthority.address, kDollar, 200'000'000'000);
    hold_at(kGoldVault, kAuthority.address, kGold, 100'000'000'000);
    put_data(kShares,
             token_accounts::mint_data({.authority = kAuthority.address, .supply = 1'000'000'000, .decimals = 9}),
             Token::kId);
    hold_at(kFees, kIssuer, kShares, 0);
    hold(kWallet.address, kShares, 0);
    chain.put(kSwap,
              swap_pool::record_of({.pool = kSwap,
                                    .mint_a = kDollar,
                                    .mint_b = kGold,
                                    .vault_a = kDollarVault,
                                    .vault_b = kGoldVault,
                                    .shares = kShares,
                                    .fees = kFees},
                                   {25, 10'000, 0, 0, 0, 0, 0, 0}, Token::kId),
              swap_pool::kProgramId);
    put_pool(swap_pool::kProgramId, kSwap);

    agent.allow_list[0] =
        entry_for(swap_pool::kProgramId, {{0, AccountRole::FixedKey0}, {6, AccountRole::WalletToken}});
    agent.allow_list[0].fixed_keys[0] = kSwap;
    agent.allow_list[0].instruction_prefix[0] = 1;
    agent.allow_list[0].prefix_size = 1;
    agent.allow_list[1] =
        entry_for(swap_pool::kProgramId, {{0, AccountRole::FixedKey0}, {7, AccountRole::WalletToken}});
    agent.allow_list[1].fixed_keys[0] = kSwap;
    agent.allow_list[1].instruction_prefix[0] = 4;
    agent.allow_list[1].prefix_size = 1;
    agent.allow_count = 2;
  }

  static client::Instruction swap_of(const Pubkey& who, const Pubkey& from, u64 amount, const Pubkey& destination) {
    const bool is_dollar = from == kDollar;
    return client::instruction<swap_pool::SwapPool, swap_pool::swap>(
        {kSwap, kAuthority.address, who, account_of(who, from), is_dollar ? kDollarVault : kGoldVault,
         is_dollar ? kGoldVault : kDollarVault, destination, kShares, kFees, from, is_dollar ? kGold : kDollar,
         Token::kId, Token::kId, Token::kId},
        {.amount_in = amount, .minimum_amount_out = 1});
  }
  static Inner inner_of(const client::Instruction& instruction) {
    return {instruction.program_id, instruction.accounts, instruction.data};
  }
  Outcome swap_for_wallet(const Pubkey& from, u64 amount) {
    const Pubkey& to = from == kDollar ? kOurGold : kOurDollars;
    return run_inner(inner_of(swap_of(kWallet.address, from, amount, to)), kMeasured);
  }
  Outcome join(u64 dollars, const std::vector<Pubkey>& prices = kMeasured) {
    entry = 1;
    return run_inner(
        inner_of(client::instruction<swap_pool::SwapPool, swap_pool::deposit_single_token_type_exact_amount_in>(
            {kSwap, kAuthority.address, kWallet.address, kOurDollars, kDollarVault, kGoldVault, kShares, kOurShares,
             kDollar, Token::kId, Token::kId},
            {.source_token_amount = dollars, .minimum_pool_token_amount = 1})),
        prices);
  }
  Outcome swap_priced_by(const std::vector<Pubkey>& prices) {
    entry = 0;
    return run_inner(inner_of(swap_of(kWallet.address, kDollar, 1'000'000, kOurGold)), prices);
  }
  // The wallet holds shares, without a waiver.
  void hold_shares() {
    wallet.mints[3].mint = kShares;
    wallet.mints[3].allowance = limit(1'000'000'000);
    wallet.mint_count = 4;
    put_state();
  }
  static inline const std::vector<Pubkey> kPriced{kDollarEntry, kGoldEntry,   kGoldPrice, kPoolEntry,
                                                  kSwap,        kDollarVault, kGoldVault, kShares};
};

class SwapTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected SwapWorld {
 protected:
  SwapTest() : SwapWorld(GetParam()) {}
};

}  // namespace agent_factory::test
