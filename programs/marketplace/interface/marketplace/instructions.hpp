// The instructions: accounts, arguments and handlers, and the module they make up. A handler is defined in the source file
// of its name.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <agent_factory/license.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/token.hpp>
#include <marketplace/arguments.hpp>
#include <marketplace/errors.hpp>
#include <marketplace/events.hpp>
#include <marketplace/listing.hpp>
#include <marketplace/market.hpp>
#include <marketplace/receipt.hpp>
#include <zest_staking/instructions.hpp>
#include <zestron/deployer.hpp>

namespace marketplace {

using agent_factory::AgentState;
using agent_factory::License;
using MintAccount = token_interface::Mint;
using TokenAccount = token_interface::Account;

// There is one Market, and only list_agent, license_agent and license_by_stake make the others, at their derived addresses:
// an account of the type is the right one, and the relations between them are what is left to check.
template <class... C>
using MarketAccount =
    Account<Market, Seeds<"market">, Constraint<is_readable_market, MarketError::LayoutUnknown>, C...>;
template <class... C>
using ListingAccount = Mut<Account<Listing, Constraint<is_readable_listing, MarketError::LayoutUnknown>, C...>>;
template <class... C>
using LicenseAccount =
    Mut<Account<License, Constraint<agent_factory::is_readable_license, MarketError::LayoutUnknown>, C...>>;
template <class... C>
using ReceiptAccount = Mut<Account<Receipt, Constraint<is_readable_receipt, MarketError::LayoutUnknown>, C...>>;

// The vault's signature.
using MarketAuthority = With<Unchecked, Address<zestron::kMarketplaceAuthority>>;

inline constexpr Pubkey kProgramData = zestron::program_data_of(kProgramId);

struct InitializeMarket {
  using Args = InitializeMarketArgs;
  Mut<Signer> deployer;
  Account<loader::ProgramData, Address<kProgramData>, Constraint<zestron::kIsDeployer, MarketError::NotDeployer>>
      program_data;
  Account<MintAccount, TokenProgram<"token_program">> mint;
  Account<TokenAccount, TokenMint<&InitializeMarket::mint>> treasury;
  // grapnel-lint: allow(unchecked-account) only its address is kept
  Unchecked staking_pool;  // only its address is kept: a stake that names another pool is refused
  Init<Market, Payer<&InitializeMarket::deployer>, Seeds<"market">> market;
  MarketAuthority market_authority;
  Init<TokenAccount, Payer<&InitializeMarket::deployer>, Seeds<"vault">, TokenMint<&InitializeMarket::mint>,
       TokenAuthority<&InitializeMarket::market_authority>, TokenProgram<"token_program">>
      vault;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> initialize_market(Context<InitializeMarket>& ctx, const InitializeMarketArgs& args);

struct SetParameters {
  Mut<MarketAccount<HasOne<&Market::authority>, HasOne<&Market::mint>>> market;
  Signer authority;
  Unchecked mint;
  Account<TokenAccount, TokenMint<&SetParameters::mint>> treasury;
};
Result<> set_parameters(Context<SetParameters>& ctx, const SetParametersArgs& args);

struct ListAgent {
  Mut<Signer> seller;
  Account<AgentState> agent;
  Init<Listing, Payer<&ListAgent::seller>, Seeds<"listing", &ListAgent::agent>> listing;
  Program<System> system_program;
};
Result<> list_agent(Context<ListAgent>& ctx, const ListAgentArgs& args);

struct PublishMetadata {
  using Args = PublishMetadataArgs;
  Mut<Signer> seller;
  ListingAccount<HasOne<&Listing::seller>> listing;
  Init<Metadata, Payer<&PublishMetadata::seller>,
       Seeds<"metadata", &PublishMetadata::listing, &PublishMetadataArgs::number>>
      metadata;
  Program<System> system_program;
};
Result<> publish_metadata(Context<PublishMetadata>& ctx, const PublishMetadataArgs& args);

struct OwnedListing {
  ListingAccount<HasOne<&Listing::seller>> listing;
  Signer seller;
};
using UpdateListing = OwnedListing;
using DelistAgent = OwnedListing;
Result<> update_listing(Context<UpdateListing>& ctx, const UpdateListingArgs& args);
Result<> delist_agent(Context<DelistAgent>& ctx);

struct CloseListing {
  ListingAccount<HasOne<&Listing::seller>, HasOne<&Listing::rent_payer>, Close<"rent_payer">> listing;
  Signer seller;
  Mut<Unchecked> rent_payer;
};
Result<> close_listing(Context<CloseListing>& ctx);

struct LicenseAgent {
  using Args = LicenseAgentArgs;
  Mut<Signer> licensee;
  Account<AgentState> agent;
  ListingAccount<HasOne<&Listing::agent>> listing;
  MarketAccount<HasOne<&Market::mint>, HasOne<&Market::vault>, HasOne<&Market::token_program>> market;
  Init<License, Payer<&LicenseAgent::licensee>,
       Seeds<"license", &LicenseAgent::agent, &LicenseAgent::licensee, &LicenseAgentArgs::number>>
      license;
  Init<Receipt, Payer<&LicenseAgent::licensee>, Seeds<"receipt", &LicenseAgent::license>> receipt;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount, TokenMint<&LicenseAgent::mint>>> from;
  Mut<Account<TokenAccount>> vault;
  // The licensee's for this agent; only a licence per use looks at it.
  // grapnel-lint: allow(unchecked-account) tied_wallet() asks for the type or the derived address
  Unchecked wallet;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> license_agent(Context<LicenseAgent>& ctx, const LicenseAgentArgs& args);

struct LicenseByStake {
  using Args = LicenseByStakeArgs;
  Mut<Signer> licensee;
  Account<AgentState> agent;
  ListingAccount<HasOne<&Listing::agent>> listing;
  MarketAccount<HasOne<&Market::staking_pool>> market;
  Init<License, Payer<&LicenseByStake::licensee>,
       Seeds<"license", &LicenseByStake::agent, &LicenseByStake::licensee, &LicenseByStakeArgs::number>>
      license;
  Mut<Account<zest_staking::StakePool>> staking_pool;
  Mut<Account<zest_staking::StakeRecord>> stake;
  MarketAuthority market_authority;
  Program<zest_staking::ZestStaking> staking_program;
  Program<System> system_program;
};
Result<> license_by_stake(Context<LicenseByStake>& ctx, const LicenseByStakeArgs& args);

// Gives a licence by stake up: the stake is free, the licence closed.
struct ReleaseStake {
  Signer licensee;
  LicenseAccount<HasOne<&License::licensee>, HasOne<&License::stake>, HasOne<&License::rent_payer>, Close<"rent_payer">>
      license;
  ListingAccount<> listing;
  Mut<Account<zest_staking::StakePool>> staking_pool;
  // grapnel-lint: allow(unchecked-account) data_as() asks for the type: one that was unstaked since is gone
  Mut<Unchecked> stake;
  MarketAuthority market_authority;
  Mut<Unchecked> rent_payer;
  Program<zest_staking::ZestStaking> staking_program;
};
Result<> release_stake(Context<ReleaseStake>& ctx);

// Anyone, once the stake no longer pays for the licence.
struct RevokeLicense {
  LicenseAccount<HasOne<&License::stake>> license;
  Account<zest_staking::StakeRecord> stake;
};
Result<> revoke_license(Context<RevokeLicense>& ctx);

// Anyone books what was earned a dispute window ago. `wallet` is the licensee's for this agent; only a licence per use
// looks at it.
struct Settle {
  LicenseAccount<> license;
  ReceiptAccount<HasOne<&Receipt::license>, HasOne<&Receipt::listing>> receipt;
  ListingAccount<> listing;
  // grapnel-lint: allow(unchecked-account) tied_wallet() asks for the type or the derived address
  Unchecked wallet;
};
Result<> settle(Context<Settle>& ctx);

struct Refund {
  LicenseAccount<HasOne<&License::licensee>> license;
  ReceiptAccount<HasOne<&Receipt::license>> receipt;
  Signer licensee;
  // grapnel-lint: allow(unchecked-account) tied_wallet() asks for the type or the derived address
  Unchecked wallet;
};
Result<> refund(Context<Refund>& ctx);

struct CollectRefund {
  ReceiptAccount<HasOne<&Receipt::licensee>> receipt;
  Signer licensee;
  MarketAccount<HasOne<&Market::mint>, HasOne<&Market::vault>, HasOne<&Market::token_program>> market;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> vault;
  Mut<Account<TokenAccount, TokenMint<&CollectRefund::mint>, TokenAuthority<&CollectRefund::licensee>>> to;
  MarketAuthority market_authority;
  TokenInterface token_program;
};
Result<> collect_refund(Context<CollectRefund>& ctx);

// Anyone has one party paid what a listing owes it. Each is paid by a call of its own, so a frozen or closed account of one
// holds up nobody else.
// grapnel-lint: allow(missing-signer) anyone: each party is paid into its own account
struct PayShare {
  Mut<MarketAccount<HasOne<&Market::mint>, HasOne<&Market::vault>, HasOne<&Market::token_program>>> market;
  ListingAccount<> listing;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount>> vault;
  Mut<Account<TokenAccount, TokenMint<&PayShare::mint>>> to;
  MarketAuthority market_authority;
  TokenInterface token_program;
};
Result<> pay_share(Context<PayShare>& ctx, const PayShareArgs& args);

struct OpenDispute {
  LicenseAccount<HasOne<&License::licensee>> license;
  ReceiptAccount<HasOne<&Receipt::license>, HasOne<&Receipt::listing>> receipt;
  ListingAccount<> listing;
  Signer licensee;
  MarketAccount<HasOne<&Market::mint>, HasOne<&Market::vault>, HasOne<&Market::token_program>> market;
  Account<MintAccount> mint;
  Mut<Account<TokenAccount, TokenMint<&OpenDispute::mint>>> from;
  Mut<Account<TokenAccount>> vault;
  TokenInterface token_program;
};
Result<> open_dispute(Context<OpenDispute>& ctx, const OpenDisputeArgs& args);

struct ResolveDispute {
  LicenseAccount<> license;
  ReceiptAccount<HasOne<&Receipt::license>, HasOne<&Receipt::listing>> receipt;
  ListingAccount<> listing;
  MarketAccount<> market;
  Signer resolver;
};
Result<> resolve_dispute(Context<ResolveDispute>& ctx, const ResolveDisputeArgs& args);

// Anyone, when the resolver's time is over: the dispute never was, and the bond goes back.
struct LapseDispute {
  LicenseAccount<> license;
  ReceiptAccount<HasOne<&Receipt::license>> receipt;
};
Result<> lapse_dispute(Context<LapseDispute>& ctx);

// The licensee at any time; anyone once the licence is over, so that nobody keeps a listing from closing.
struct CloseLicense {
  LicenseAccount<HasOne<&License::rent_payer>, Close<"rent_payer">> license;
  ReceiptAccount<HasOne<&Receipt::license>, HasOne<&Receipt::listing>, Close<"rent_payer">> receipt;
  ListingAccount<> listing;
  Signer closer;
  Mut<Unchecked> rent_payer;
};
Result<> close_license(Context<CloseLicense>& ctx);

struct Marketplace
    : Module<"marketplace", kProgramId, initialize_market, set_parameters, list_agent, publish_metadata, update_listing,
             delist_agent, close_listing, license_agent, license_by_stake, release_stake, revoke_license, Hot<settle>,
             refund, collect_refund, pay_share, open_dispute, resolve_dispute, lapse_dispute, close_license> {
  using Errors = MarketError;
  using Events = List<MarketInitialized, ParametersSet, AgentListed, ListingUpdated, MetadataPublished, AgentDelisted,
                      ListingClosed, AgentLicensed, Settled, SharePaid, Refunded, RefundCollected, StakeReleased,
                      DisputeOpened, DisputeEnded, LicenseRevoked, LicenseClosed>;
};

}  // namespace marketplace
