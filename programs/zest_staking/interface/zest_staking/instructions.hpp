// The instructions: accounts, arguments and handlers, and the module they make up. The host builds instructions from the
// same declarations; a handler is defined in the source file of its name.
#pragma once

#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/token.hpp>
#include <zest_staking/arguments.hpp>
#include <zest_staking/errors.hpp>
#include <zest_staking/events.hpp>
#include <zest_staking/features.hpp>
#include <zestron/deployer.hpp>
#include <zestron/vault_mint.hpp>

namespace zest_staking {

using MintAccount = token_interface::Mint;
using TokenAccount = token_interface::Account;

inline constexpr Pubkey kProgramData = zestron::program_data_of(kProgramId);

// Neither pool nor record needs a proof of its address after creation: only initialize_pool and stake_zest make accounts of
// these types, at the derived ones, and a record stores the pool and the staker that it was derived from.
template <class... C>
using PoolAccount = Mut<Account<StakePool, Constraint<is_readable_pool, StakingError::LayoutUnknown>, C...>>;
template <class... C>
using RecordAccount = Mut<
    Account<StakeRecord, Constraint<is_readable_stake, StakingError::LayoutUnknown>, HasOne<&StakeRecord::pool>, C...>>;
using StakersRecord = RecordAccount<HasOne<&StakeRecord::staker>>;

// By whoever may upgrade the program; the pool's authority is governance's from the start.
struct InitializePool {
  using Args = InitializePoolArgs;
  Mut<Signer> deployer;
  Account<loader::ProgramData, Address<kProgramData>, Constraint<zestron::kIsDeployer, StakingError::NotDeployer>>
      program_data;
  // Looked at before the vaults are made: for some of these mints that would fail by itself, with an error of the token program.
  Account<MintAccount, TokenProgram<"token_program">, Constraint<zestron::kIsVaultMint, StakingError::MintNotAllowed>>
      mint;
  Init<StakePool, Payer<&InitializePool::deployer>, Seeds<"pool", &InitializePool::mint>> pool;
  Init<TokenAccount, Payer<&InitializePool::deployer>, Seeds<"vault", &InitializePool::pool>,
       TokenMint<&InitializePool::mint>, TokenAuthority<&InitializePool::pool>, TokenProgram<"token_program">>
      vault;
  Init<TokenAccount, Payer<&InitializePool::deployer>, Seeds<"rewards", &InitializePool::pool>,
       TokenMint<&InitializePool::mint>, TokenAuthority<&InitializePool::pool>, TokenProgram<"token_program">>
      rewards_vault;
  Account<TokenAccount, TokenMint<&InitializePool::mint>, TokenProgram<"token_program">> slash_sink;
  Account<TokenAccount, TokenMint<&InitializePool::mint>, TokenProgram<"token_program">> treasury;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> initialize_pool(Context<InitializePool>& ctx, const InitializePoolArgs& args);

struct SetFeatures {
  using Args = SetFeaturesArgs;
  PoolAccount<HasOne<&StakePool::authority>> pool;
  Signer authority;
};
Result<> set_features(Context<SetFeatures>& ctx, const SetFeaturesArgs& args);

// Makes the record if there is none.
struct StakeZest {
  using Args = AmountArgs;
  Mut<Signer> staker;
  PoolAccount<HasOne<&StakePool::mint>, HasOne<&StakePool::vault>, HasOne<&StakePool::token_program>> pool;
  InitIfNeeded<StakeRecord, Payer<&StakeZest::staker>, Seeds<"stake", &StakeZest::pool, &StakeZest::staker>,
               DerivedOnce, HasOne<&StakeRecord::pool>, HasOne<&StakeRecord::staker>>
      stake;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount, TokenAuthority<&StakeZest::staker>>> from;
  Mut<Account<TokenAccount>> vault;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> stake_zest(Context<StakeZest>& ctx, const AmountArgs& args);

// What a staker does with the record alone.
struct OwnStake {
  PoolAccount<> pool;
  StakersRecord stake;
  Signer staker;
};
using LockStake = OwnStake;
using BeginUnstake = OwnStake;
using CancelUnstake = OwnStake;
using Bond = OwnStake;
using BeginUnbond = OwnStake;
using Unbond = OwnStake;
using ReleaseEnded = OwnStake;
Result<> lock_stake(Context<LockStake>& ctx, const LockStakeArgs& args);
Result<> begin_unstake(Context<BeginUnstake>& ctx, const AmountArgs& args);
Result<> cancel_unstake(Context<CancelUnstake>& ctx);
Result<> bond(Context<Bond>& ctx, const BondArgs& args);
Result<> begin_unbond(Context<BeginUnbond>& ctx, const AmountArgs& args);
Result<> unbond(Context<Unbond>& ctx);
// Ends a pledge whose time is over, should the marketplace not do it.
Result<> release_ended(Context<ReleaseEnded>& ctx);

// Pays what has cooled.
struct Unstake {
  PoolAccount<HasOne<&StakePool::mint>, HasOne<&StakePool::vault>, HasOne<&StakePool::token_program>> pool;
  StakersRecord stake;
  Signer staker;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> vault;
  Mut<Account<TokenAccount, TokenMint<&Unstake::mint>>> to;
  TokenInterface token_program;
};
Result<> unstake(Context<Unstake>& ctx);

struct CloseStake {
  Mut<Account<StakeRecord, Constraint<is_readable_stake, StakingError::LayoutUnknown>, HasOne<&StakeRecord::staker>,
              HasOne<&StakeRecord::rent_payer>, Close<"rent_payer">>>
      stake;
  Signer staker;
  Mut<Unchecked> rent_payer;
};
Result<> close_stake(Context<CloseStake>& ctx);

// By anyone.
struct FundRewards {
  using Args = FundRewardsArgs;
  PoolAccount<HasOne<&StakePool::mint>, HasOne<&StakePool::rewards_vault>, HasOne<&StakePool::token_program>> pool;
  Signer funder;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount, TokenAuthority<&FundRewards::funder>>> from;
  Mut<Account<TokenAccount>> rewards_vault;
  TokenInterface token_program;
};
Result<> fund_rewards(Context<FundRewards>& ctx, const FundRewardsArgs& args);

// Pays one party. The staker signs for the staker's rewards; those of the others anyone sends to where they belong.
struct ClaimRewards {
  using Args = ClaimRewardsArgs;
  PoolAccount<HasOne<&StakePool::mint>, HasOne<&StakePool::rewards_vault>, HasOne<&StakePool::token_program>> pool;
  RecordAccount<> stake;
  Signer claimer;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> rewards_vault;
  Mut<Account<TokenAccount, TokenMint<&ClaimRewards::mint>>> destination;
  TokenInterface token_program;
};
Result<> claim_rewards(Context<ClaimRewards>& ctx, const ClaimRewardsArgs& args);

struct Slash {
  using Args = SlashArgs;
  PoolAccount<HasOne<&StakePool::authority>> pool;
  RecordAccount<> stake;
  Signer authority;
};
Result<> slash(Context<Slash>& ctx, const SlashArgs& args);

// Sends what was slashed to the sink; by anyone.
// grapnel-lint: allow(missing-signer) anyone: it can only go to the sink
struct CollectSlashed {
  PoolAccount<HasOne<&StakePool::mint>, HasOne<&StakePool::vault>, HasOne<&StakePool::slash_sink>,
              HasOne<&StakePool::token_program>>
      pool;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> vault;
  Mut<Account<TokenAccount>> slash_sink;
  TokenInterface token_program;
};
Result<> collect_slashed(Context<CollectSlashed>& ctx);

// By the marketplace for a staker who signs: from then on the stake's rewards pay for a licence.
struct Pledge {
  using Args = PledgeArgs;
  PoolAccount<> pool;
  StakersRecord stake;
  Signer staker;
  With<Signer, Address<zestron::kMarketplaceAuthority>> marketplace;
};
Result<> pledge(Context<Pledge>& ctx, const PledgeArgs& args);

struct Release {
  using Args = ReleaseArgs;
  PoolAccount<> pool;
  RecordAccount<> stake;
  With<Signer, Address<zestron::kMarketplaceAuthority>> marketplace;
};
Result<> release(Context<Release>& ctx, const ReleaseArgs& args);

struct ZestStaking : Module<"zest_staking", kProgramId, initialize_pool, set_features, Hot<stake_zest>, lock_stake,
                            begin_unstake, cancel_unstake, unstake, close_stake, fund_rewards, claim_rewards, bond,
                            begin_unbond, unbond, slash, collect_slashed, pledge, release, release_ended> {
  using Errors = StakingError;
  using Events = List<PoolInitialized, FeaturesSet, StakeAdded, StakeLockLengthened, UnstakeBegun, UnstakeCancelled,
                      Unstaked, StakeClosed, RewardsFunded, RewardsClaimed, StakeBonded, UnbondBegun, Unbonded,
                      StakeSlashed, SlashedCollected, StakePledged, StakeReleased>;
};

}  // namespace zest_staking
