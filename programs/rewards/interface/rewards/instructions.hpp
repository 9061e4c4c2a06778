// The instructions: accounts, arguments and handlers, and the module they make up. A handler is defined in the source file
// of its name.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <governance/registry.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/token.hpp>
#include <marketplace/listing.hpp>
#include <marketplace/market.hpp>
#include <rewards/agent_rewards.hpp>
#include <rewards/arguments.hpp>
#include <rewards/emission.hpp>
#include <rewards/epoch.hpp>
#include <rewards/errors.hpp>
#include <rewards/events.hpp>
#include <zestron/deployer.hpp>

namespace rewards {

using MintAccount = token_interface::Mint;
using TokenAccount = token_interface::Account;

inline constexpr Pubkey kProgramData = zestron::program_data_of(kProgramId);
inline constexpr Pubkey kMarketAddress =
    find_program_address(marketplace::kProgramId, marketplace::kMarketSeed).address;

// There is one RewardsConfig, and only open_epoch and open_agent_rewards make the others, at their derived addresses: an
// account of the type is the right one, and the relations between them are what is left to check.
template <class... C>
using ConfigAccount = Mut<Account<RewardsConfig, Constraint<is_readable_config, RewardsError::LayoutUnknown>, C...>>;
template <class... C>
using EpochAccount = Mut<Account<Epoch, Constraint<is_readable_epoch, RewardsError::LayoutUnknown>, C...>>;
template <class... C>
using AgentRewardsAccount =
    Mut<Account<AgentRewards, Constraint<is_readable_agent_rewards, RewardsError::LayoutUnknown>, C...>>;
template <class... C>
using MarketAccount = Account<marketplace::Market, Address<kMarketAddress>,
                              Constraint<marketplace::is_readable_market, RewardsError::LayoutUnknown>, C...>;
using AgentAccount =
    Account<agent_factory::AgentState, Constraint<agent_factory::is_readable_agent, RewardsError::LayoutUnknown>>;

// By whoever may upgrade the program; the authority is governance's from the start. Mint and epochs are the market's.
struct InitializeRewards {
  using Args = InitializeRewardsArgs;
  Mut<Signer> deployer;
  Account<loader::ProgramData, Address<kProgramData>, Constraint<zestron::kIsDeployer, RewardsError::NotDeployer>>
      program_data;
  MarketAccount<HasOne<&marketplace::Market::mint>> market;
  Account<MintAccount, TokenProgram<"token_program">> mint;
  Account<TokenAccount, TokenMint<&InitializeRewards::mint>> treasury;
  Init<RewardsConfig, Payer<&InitializeRewards::deployer>, Seeds<"config">> config;
  Init<TokenAccount, Payer<&InitializeRewards::deployer>, Seeds<"vault">, TokenMint<&InitializeRewards::mint>,
       TokenAuthority<&InitializeRewards::config>, TokenProgram<"token_program">>
      vault;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> initialize_rewards(Context<InitializeRewards>& ctx, const InitializeRewardsArgs& args);

struct SetParameters {
  using Args = SetParametersArgs;
  ConfigAccount<HasOne<&RewardsConfig::authority>, HasOne<&RewardsConfig::mint>> config;
  Signer authority;
  Unchecked mint;
  Account<TokenAccount, TokenMint<&SetParameters::mint>> treasury;
};
Result<> set_parameters(Context<SetParameters>& ctx, const SetParametersArgs& args);

// By anyone. What arrives is the pot's.
struct FundPot {
  using Args = FundPotArgs;
  ConfigAccount<HasOne<&RewardsConfig::mint>, HasOne<&RewardsConfig::vault>, HasOne<&RewardsConfig::token_program>>
      config;
  Signer funder;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount, TokenAuthority<&FundPot::funder>>> from;
  Mut<Account<TokenAccount>> vault;
  TokenInterface token_program;
};
Result<> fund_pot(Context<FundPot>& ctx, const FundPotArgs& args);

// By anyone who pays the rent, during the epoch behind it.
struct OpenEpoch {
  using Args = OpenEpochArgs;
  Mut<Signer> opener;
  ConfigAccount<> config;
  MarketAccount<> market;
  Init<Epoch, Payer<&OpenEpoch::opener>, Seeds<"epoch", &OpenEpochArgs::index>> epoch;
  Program<System> system_program;
};
Result<> open_epoch(Context<OpenEpoch>& ctx, const OpenEpochArgs& args);

// By the agent's owner. What it gained before doesn't count.
struct OpenAgentRewards {
  Mut<Signer> developer;
  AgentAccount agent;
  Init<AgentRewards, Payer<&OpenAgentRewards::developer>, Seeds<"agent", &OpenAgentRewards::agent>> agent_rewards;
  Program<System> system_program;
};
Result<> open_agent_rewards(Context<OpenAgentRewards>& ctx);

// By the agent's owner, who says when its gain counts: entered by others, it could be made to count for an epoch in which
// hardly anyone paid.
struct EnterEpoch {
  Signer developer;
  ConfigAccount<> config;
  EpochAccount<> epoch;
  AgentRewardsAccount<HasOne<&AgentRewards::developer>, HasOne<&AgentRewards::agent>> agent_rewards;
  AgentAccount agent;
  Account<marketplace::Listing, Constraint<marketplace::is_readable_listing, RewardsError::LayoutUnknown>,
          HasOne<&marketplace::Listing::agent>>
      listing;
  Account<governance::MintEntry, Constraint<governance::is_readable_mint_entry, RewardsError::LayoutUnknown>>
      quote_entry;
};
Result<> enter_epoch(Context<EnterEpoch>& ctx);

// By anyone: books an agent's reward, 70 % to the developer and the rest to the treasury.
// grapnel-lint: allow(missing-signer) a crank: it books what the entries say
struct DistributeRewards {
  ConfigAccount<> config;
  EpochAccount<> epoch;
  AgentRewardsAccount<> agent_rewards;
};
Result<> distribute_rewards(Context<DistributeRewards>& ctx);

// Anyone has one party paid what an agent's epochs owe it. Each is paid by a call of its own, so a frozen or closed account of
// one holds up nobody else.
// grapnel-lint: allow(missing-signer) anyone: each party is paid into its own account
struct Claim {
  using Args = ClaimArgs;
  ConfigAccount<HasOne<&RewardsConfig::mint>, HasOne<&RewardsConfig::vault>, HasOne<&RewardsConfig::token_program>>
      config;
  AgentRewardsAccount<> agent_rewards;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> vault;
  Mut<Account<TokenAccount, TokenMint<&Claim::mint>>> to;
  TokenInterface token_program;
};
Result<> claim(Context<Claim>& ctx, const ClaimArgs& args);

// By anyone: what nobody claimed in time is the pot's again.
// grapnel-lint: allow(missing-signer) a crank: it can only go to the pot
struct ReturnUnclaimed {
  ConfigAccount<> config;
  AgentRewardsAccount<> agent_rewards;
};
Result<> return_unclaimed(Context<ReturnUnclaimed>& ctx);

// By anyone, once its time is over.
// grapnel-lint: allow(missing-signer) a crank: the rent goes where the epoch says
struct CloseEpoch {
  ConfigAccount<> config;
  EpochAccount<HasOne<&Epoch::rent_payer>, Close<"rent_payer">> epoch;
  Mut<Unchecked> rent_payer;
};
Result<> close_epoch(Context<CloseEpoch>& ctx);

// Once the agent is gone: before, it would forget what the agent lost.
struct CloseAgentRewards {
  AgentRewardsAccount<HasOne<&AgentRewards::developer>, HasOne<&AgentRewards::agent>, HasOne<&AgentRewards::rent_payer>,
                      Close<"rent_payer">>
      agent_rewards;
  Signer developer;
  // grapnel-lint: allow(unchecked-account) it may be gone; the handler looks at what it is
  Unchecked agent;
  Mut<Unchecked> rent_payer;
};
Result<> close_agent_rewards(Context<CloseAgentRewards>& ctx);

struct Rewards
    : Module<"rewards", kProgramId, initialize_rewards, set_parameters, fund_pot, open_epoch, open_agent_rewards,
             Hot<enter_epoch>, distribute_rewards, claim, return_unclaimed, close_epoch, close_agent_rewards> {
  using Errors = RewardsError;
  using Events = List<RewardsInitialized, ParametersSet, PotFunded, EpochOpened, AgentRewardsOpened, EpochEntered,
                      RewardsDistributed, RewardsClaimed, UnclaimedReturned, EpochClosed, AgentRewardsClosed>;
};

}  // namespace rewards
