// The whole economy in one world, with the real programs: an agent whose creator, one licensee, the resolver of disputes and
// the liquidity provider of its pool are one coalition; honest buyers, stakers and a funded pot; and prices that the coalition
// doesn't make. Only sisters' settings (registries, the pool's vaults) are put there.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <governance/registry.hpp>
#include <grapnel/programs/pyth.hpp>
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/token_accounts.hpp>
#include <grapnel/testing/upgrade_authority.hpp>
#include <marketplace/marketplace.hpp>
#include <rewards/rewards.hpp>
#include <swap_pool/record.hpp>
#include <swap_pool/swap_pool.hpp>
#include <zest_staking/zest_staking.hpp>

#include <vector>

namespace rewards::economy {

using agent_factory::AgentFactory;
using agent_factory::AgentState;
using agent_factory::LicenseKind;
using agent_factory::Wallet;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using marketplace::Listing;
using marketplace::Marketplace;
using marketplace::Receipt;
using swap_pool::SwapPool;
using zest_staking::StakePool;
using zest_staking::StakeRecord;
using zest_staking::ZestStaking;
namespace token_accounts = grapnel::testing::token_accounts;

inline constexpr i64 kDay = i64{24} * 60 * 60;
inline constexpr i64 kEpochSeconds = 7 * kDay;
inline constexpr i64 kStart = 2'000 * kEpochSeconds;

inline constexpr Pubkey kDeployer = key(1), kCreator = key(2), kLicensee = key(3), kResolver = key(4),
                        kProvider = key(5);
inline constexpr Pubkey kHonest = key(6), kIssuer = key(7), kOther = key(8);
inline constexpr Pubkey kZest = key(10), kDollar = key(11), kGold = key(12), kShares = key(13);
inline constexpr Pubkey kTreasury = key(20), kSink = key(21), kSwap = key(22), kDollarVault = key(23),
                        kGoldVault = key(24), kFees = key(25), kDollarEntry = key(30), kGoldEntry = key(31),
                        kGoldPrice = key(32), kPoolEntry = key(33), kFeed = key(34);
inline const Pubkey kSwapAuthority = swap_pool::find_authority(kSwap).address;
inline const Pda kAgent = find_program_address(agent_factory::kProgramId, agent_factory::kAgentSeed, kCreator, u64{1});
inline const Pda kWallet =
    find_program_address(agent_factory::kProgramId, agent_factory::kWalletSeed, kAgent.address, kCreator);
inline const Pda kPurse = find_program_address(agent_factory::kProgramId, agent_factory::kPurseSeed, kWallet.address);
inline const Pubkey kListing =
    find_program_address(marketplace::kProgramId, marketplace::kListingSeed, kAgent.address).address;
// An honest agent, whose sales are what the emission follows too.
inline const Pubkey kOtherAgent =
    find_program_address(agent_factory::kProgramId, agent_factory::kAgentSeed, kOther, u64{1}).address;
inline const Pubkey kOtherListing =
    find_program_address(marketplace::kProgramId, marketplace::kListingSeed, kOtherAgent).address;
inline const Pubkey kMarketVault = find_program_address(marketplace::kProgramId, marketplace::kVaultSeed).address;
inline const Pubkey kConfig = find_program_address(kProgramId, kConfigSeed).address;
inline const Pubkey kPot = find_program_address(kProgramId, kVaultSeed).address;
inline const Pubkey kAgentRewards = find_program_address(kProgramId, kAgentSeed, kAgent.address).address;
inline const Pubkey kStakePool = find_program_address(zest_staking::kProgramId, zest_staking::kPoolSeed, kZest).address;
inline const Pubkey kStakeVault =
    find_program_address(zest_staking::kProgramId, zest_staking::kVaultSeed, kStakePool).address;
inline const Pubkey kStakeRewards =
    find_program_address(zest_staking::kProgramId, zest_staking::kRewardsSeed, kStakePool).address;

constexpr Pubkey account_of(const Pubkey& owner, const Pubkey& mint) {
  return {{owner.words[0] ^ mint.words[0] << 8, owner.words[1] ^ mint.words[1] << 3, owner.words[2], 0x746f'6b65'6e00}};
}

// A licence that somebody bought, and where its accounts are.
struct Sold {
  Pubkey buyer;
  Pubkey license;
  Pubkey receipt;
  Pubkey wallet;  // where the buyer's would be
  bool is_open = true;

  bool is_honest() const { return buyer == kHonest; }
};

class World {
 public:
  World() {
    chain_.add<AgentFactory>();
    chain_.add<Marketplace>();
    chain_.add<SwapPool>();
    chain_.add<Rewards>();
    chain_.add<ZestStaking>();
    chain_.warp({.slots = 100, .seconds = kStart - now()});
    for (const Pubkey& person : {kDeployer, kCreator, kLicensee, kResolver, kProvider, kHonest, kOther}) {
      chain_.fund(person, Lamports{1'000'000'000'000});
    }
    put_tokens();
    put_registry();
    put_pool();
    put_agent();
    make_singletons();
  }

  i64 now() const { return chain_.clock().unix_timestamp; }
  u64 current() const { return marketplace::epoch_of(now(), kEpochSeconds); }
  void pass(i64 seconds) { chain_.warp({.slots = 1, .seconds = seconds}); }
  bool run(const client::Instruction& instruction) { return chain_.run(instruction).ok(); }
  // Of whatever a set-up needs.
  void must(const client::Instruction& instruction) {
    const Outcome outcome = chain_.run(instruction);
    if (!outcome.ok()) throw std::runtime_error(outcome.report());
  }

  u64 amount(const Pubkey& account) const {
    const auto data = chain_.account(account).data;
    return data.size() < 72 ? 0 : load<u64>(data.data() + 64);
  }
  u64 held(const Pubkey& owner, const Pubkey& mint) const { return amount(account_of(owner, mint)); }
  template <class T>
  auto state(const Pubkey& at) const {
    return chain_.state<T>(at);
  }
  AgentState agent() const { return *chain_.state<AgentState>(kAgent.address); }

  // The honest price, published now: 10^-8 dollars for a gold.
  void publish(u64 price) {
    std::vector<u8> data;
    token_accounts::append(data, 0xcdf4'7e9d'6323'f122, 8);
    token_accounts::append(data, Pubkey{});
    data.push_back(1);
    token_accounts::append(data, kFeed);
    token_accounts::append(data, price, 8);
    token_accounts::append(data, 1, 8);
    token_accounts::append(data, static_cast<u32>(-8), 4);
    token_accounts::append(data, static_cast<u64>(now()), 8);
    token_accounts::append(data, 0, 8);
    token_accounts::append(data, price, 8);
    token_accounts::append(data, 0, 8);
    token_accounts::append(data, 1, 8);
    data.resize(134);
    put(kGoldPrice, data, PythReceiver::kId);
  }

  // Trades of the wallet by its executor, who is the creator, and of the provider with their own tokens.
  client::Instruction swapping(const Pubkey& who, const Pubkey& from, u64 amount_in) const {
    const bool is_dollar = from == kDollar;
    return client::instruction<SwapPool, swap_pool::swap>(
        {kSwap, kSwapAuthority, who, account_of(who, from), is_dollar ? kDollarVault : kGoldVault,
         is_dollar ? kGoldVault : kDollarVault, account_of(who, is_dollar ? kGold : kDollar), kShares, kFees, from,
         is_dollar ? kGold : kDollar, Token::kId, Token::kId, Token::kId},
        {.amount_in = amount_in, .minimum_amount_out = 0});
  }
  client::Instruction executing(const Pubkey& from, u64 amount_in) const {
    return calling(0, swapping(kWallet.address, from, amount_in), {kDollarEntry, kGoldEntry, kGoldPrice, kPoolEntry});
  }
  // Gold of the wallet to the provider, by its executor, and back as a gift.
  client::Instruction paying_away(u64 gold, bool with_prices) const {
    using Prices = std::vector<Pubkey>;
    return calling(1, giving(kWallet.address, kProvider, gold),
                   with_prices ? Prices{kDollarEntry, kGoldEntry, kGoldPrice} : Prices{});
  }
  static client::Instruction giving(const Pubkey& from, const Pubkey& to, u64 gold) {
    std::vector<u8> data{3};
    token_accounts::append(data, gold, 8);
    return {Token::kId,
            {{account_of(from, kGold), false, true}, {account_of(to, kGold), false, true}, {from, true, false}},
            data};
  }
  client::Instruction calling(u8 entry, const client::Instruction& inner, const std::vector<Pubkey>& prices) const {
    std::vector<u8> flags;
    for (const client::Meta& meta : inner.accounts) {
      flags.push_back(static_cast<u8>((meta.is_signer ? agent_factory::kInnerSigner : 0) |
                                      (meta.is_writable ? agent_factory::kInnerWritable : 0)));
    }
    agent_factory::ExecuteArgs args{.nonce = chain_.state<Wallet>(kWallet.address)->nonce,
                                    .context_root = hash_of(9),
                                    .entry = entry,
                                    .account_flags = {},
                                    .data = {}};
    args.account_flags.data = flags.data();
    args.account_flags.size = static_cast<u32>(flags.size());
    args.data.data = inner.data.data();
    args.data.size = static_cast<u32>(inner.data.size());
    auto out = client::instruction<agent_factory::execute>(agent_factory::kProgramId,
                                                           {kAgent.address, kWallet.address, kPurse.address, kCreator,
                                                            agent_factory::kProgramId, inner.program_id, System::kId},
                                                           args);
    for (client::Meta meta : inner.accounts) {
      if (meta.key == kWallet.address) meta.is_signer = false;
      out.accounts.push_back(meta);
    }
    for (const Pubkey& price : prices) out.accounts.push_back({price, false, false});
    return out;
  }
  static client::Instruction folding() {
    auto out = client::instruction<agent_factory::update_performance>(agent_factory::kProgramId, {kAgent.address});
    out.accounts.push_back({kWallet.address, false, true});
    return out;
  }
  static client::Instruction adding_liquidity(u64 shares) {
    return client::instruction<SwapPool, swap_pool::deposit_all_token_types>(
        {kSwap, kSwapAuthority, kProvider, account_of(kProvider, kDollar), account_of(kProvider, kGold), kDollarVault,
         kGoldVault, kShares, account_of(kProvider, kShares), kDollar, kGold, Token::kId, Token::kId, Token::kId},
        {.pool_token_amount = shares, .maximum_token_a_amount = ~u64{0}, .maximum_token_b_amount = ~u64{0}});
  }
  static client::Instruction taking_liquidity(u64 shares) {
    return client::instruction<SwapPool, swap_pool::withdraw_all_token_types>(
        {kSwap, kSwapAuthority, kProvider, kShares, account_of(kProvider, kShares), kDollarVault, kGoldVault,
         account_of(kProvider, kDollar), account_of(kProvider, kGold), kFees, kDollar, kGold, Token::kId, Token::kId,
         Token::kId},
        {.pool_token_amount = shares, .minimum_token_a_amount = 0, .minimum_token_b_amount = 0});
  }

  // The market.
  template <auto Handler, usize N>
  static client::Instruction market(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(marketplace::kProgramId, keys, args);
  }
  static marketplace::Prices prices(u64 scale) {
    return {.perpetual = 10'000 * scale,
            .period = 1'000 * scale,
            .period_s = kDay,
            .use = 10 * scale,
            .stake = 0,
            .stake_s = 0};
  }
  static client::Instruction pricing(u64 scale) {
    return market<marketplace::update_listing>({kListing, kCreator}, {.prices = prices(scale), .payee = kCreator});
  }
  bool sell(const Pubkey& buyer, LicenseKind kind, u64 quantity) {
    Sold one = licence(kAgent.address, buyer, sold.size());
    one.wallet = buyer == kHonest ? honest_wallet_ : colluding_wallet_;
    const bool is_sold = run(licensing(kAgent.address, kListing, one, sold.size(), kind, quantity));
    if (is_sold) sold.push_back(one);
    return is_sold;
  }
  // Somebody buys the other agent, and what was bought before is settled.
  void trade_elsewhere() {
    for (const Sold& s : sold_elsewhere_) {
      run(market<marketplace::settle>({s.license, s.receipt, kOtherListing, s.license}));
    }
    run(market<marketplace::pay_share>(
        {kMarketAddress, kOtherListing, kZest, kMarketVault, kTreasury, zestron::kMarketplaceAuthority, Token::kId},
        {.party = marketplace::Party::Treasury}));
    const u64 number = sold_elsewhere_.size();
    const Sold one = licence(kOtherAgent, kHonest, number);
    must(licensing(kOtherAgent, kOtherListing, one, number, LicenseKind::Perpetual, 1));
    sold_elsewhere_.push_back(one);
  }
  static client::Instruction settling(const Sold& s) {
    return market<marketplace::settle>({s.license, s.receipt, kListing, s.wallet});
  }
  static client::Instruction refunding(const Sold& s) {
    return market<marketplace::refund>({s.license, s.receipt, s.buyer, s.wallet});
  }
  static client::Instruction collecting(const Sold& s) {
    return market<marketplace::collect_refund>({s.receipt, s.buyer, kMarketAddress, kZest, kMarketVault,
                                                account_of(s.buyer, kZest), zestron::kMarketplaceAuthority,
                                                Token::kId});
  }
  static client::Instruction disputing(const Sold& s) {
    return market<marketplace::open_dispute>({s.license, s.receipt, kListing, s.buyer, kMarketAddress, kZest,
                                              account_of(s.buyer, kZest), kMarketVault, Token::kId},
                                             {.evidence = hash_of(7)});
  }
  static client::Instruction resolving(const Sold& s, u64 refund_bps) {
    return market<marketplace::resolve_dispute>({s.license, s.receipt, kListing, kMarketAddress, kResolver},
                                                {.refund_bps = refund_bps});
  }
  static client::Instruction lapsing(const Sold& s) {
    return market<marketplace::lapse_dispute>({s.license, s.receipt});
  }
  static client::Instruction closing(const Sold& s) {
    return market<marketplace::close_license>({s.license, s.receipt, kListing, s.buyer, s.buyer});
  }
  static client::Instruction paying(marketplace::Party party) {
    const bool is_treasury = party == marketplace::Party::Treasury;
    return market<marketplace::pay_share>(
        {kMarketAddress, kListing, kZest, kMarketVault, is_treasury ? kTreasury : account_of(kCreator, kZest),
         zestron::kMarketplaceAuthority, Token::kId},
        {.party = party});
  }

  // Rewards.
  template <auto Handler, usize N>
  static client::Instruction reward(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  static Pubkey epoch_at(u64 index) { return find_program_address(kProgramId, kEpochSeed, index).address; }
  static client::Instruction opening(u64 index) {
    return reward<open_epoch>({kDeployer, kConfig, kMarketAddress, epoch_at(index), System::kId}, {index});
  }
  static client::Instruction entering(u64 index) {
    return reward<enter_epoch>(
        {kCreator, kConfig, epoch_at(index), kAgentRewards, kAgent.address, kListing, kDollarEntry});
  }
  static client::Instruction distributing(u64 index) {
    return reward<distribute_rewards>({kConfig, epoch_at(index), kAgentRewards});
  }
  static client::Instruction claiming(Party party) {
    return reward<claim>({kConfig, kAgentRewards, kZest, kPot,
                          party == Party::Treasury ? kTreasury : account_of(kCreator, kZest), Token::kId},
                         {party});
  }
  static client::Instruction funding_pot(const Pubkey& who, u64 amount) {
    return reward<fund_pot>({kConfig, who, kZest, account_of(who, kZest), kPot, Token::kId}, {amount});
  }

  // Stakes.
  template <auto Handler, usize N>
  static client::Instruction stakes(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(zest_staking::kProgramId, keys, args);
  }
  static Pubkey stake_of(const Pubkey& who) {
    return find_program_address(zest_staking::kProgramId, zest_staking::kStakeSeed, kStakePool, who).address;
  }
  static client::Instruction staking(const Pubkey& who, u64 amount) {
    return stakes<zest_staking::stake_zest>(
        {who, kStakePool, stake_of(who), kZest, account_of(who, kZest), kStakeVault, Token::kId, System::kId},
        {amount});
  }
  static client::Instruction bonding(u64 amount) {
    return stakes<zest_staking::bond>({kStakePool, stake_of(kCreator), kCreator}, {kAgent.address, amount});
  }
  static client::Instruction cooling(u64 amount) {
    return stakes<zest_staking::begin_unstake>({kStakePool, stake_of(kCreator), kCreator}, {amount});
  }
  static client::Instruction unstaking() {
    return stakes<zest_staking::unstake>(
        {kStakePool, stake_of(kCreator), kCreator, kZest, kStakeVault, account_of(kCreator, kZest), Token::kId});
  }
  static client::Instruction streaming(u64 amount) {
    return stakes<zest_staking::fund_rewards>(
        {kStakePool, kCreator, kZest, account_of(kCreator, kZest), kStakeRewards, Token::kId}, {amount, 7 * kDay});
  }
  static client::Instruction earning(const Pubkey& who) {
    return stakes<zest_staking::claim_rewards>(
        {kStakePool, stake_of(who), who, kZest, kStakeRewards, account_of(who, kZest), Token::kId},
        {zest_staking::Party::Staker});
  }

  std::vector<Sold> sold;

 private:
  static Sold licence(const Pubkey& agent, const Pubkey& buyer, u64 number) {
    Sold one{.buyer = buyer, .license = {}, .receipt = {}, .wallet = {}};
    one.license =
        find_program_address(marketplace::kProgramId, marketplace::kLicenseSeed, agent, buyer, number).address;
    one.receipt = find_program_address(marketplace::kProgramId, marketplace::kReceiptSeed, one.license).address;
    return one;
  }
  client::Instruction licensing(const Pubkey& agent, const Pubkey& listing, const Sold& one, u64 number,
                                LicenseKind kind, u64 quantity) const {
    return market<marketplace::license_agent>(
        {one.buyer, agent, listing, kMarketAddress, one.license, one.receipt, kZest, account_of(one.buyer, kZest),
         kMarketVault, one.wallet, Token::kId, System::kId},
        {.number = number,
         .kind = kind,
         .quantity = quantity,
         .max_price = ~u64{0},
         .expected_terms = chain_.state<AgentState>(agent)->terms});
  }
  static agent_factory::Hash256 hash_of(u8 fill) {
    agent_factory::Hash256 hash;
    for (u8& byte : hash) byte = fill;
    return hash;
  }
  void put(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain_.set_account(address, {chain_.rent(data.size()), data, owner, false});
  }
  void hold_at(const Pubkey& at, const Pubkey& owner, const Pubkey& mint, u64 amount) {
    put(at, token_accounts::account_data({.mint = mint, .owner = owner, .amount = amount}), Token::kId);
  }
  void hold(const Pubkey& owner, const Pubkey& mint, u64 amount) {
    hold_at(account_of(owner, mint), owner, mint, amount);
  }

  void put_tokens() {
    const auto mint = [&](const Pubkey& at, u8 decimals) {
      put(at, token_accounts::mint_data({.authority = kIssuer, .supply = u64{1} << 60, .decimals = decimals}),
          Token::kId);
    };
    mint(kZest, 9);
    mint(kDollar, 6);
    mint(kGold, 6);
    for (const Pubkey& person : {kCreator, kLicensee, kProvider}) hold(person, kZest, 100'000'000);
    hold(kResolver, kZest, 0);
    hold(kHonest, kZest, 1'000'000'000);
    hold(kDeployer, kZest, 10'000'000'000);
    for (const Pubkey& mint_of : {kDollar, kGold}) {
      hold(kProvider, mint_of, 100'000'000'000);
      hold(kWallet.address, mint_of, 100'000'000'000);
    }
    hold_at(kTreasury, zestron::kGovernanceAuthority, kZest, 0);
    hold_at(kSink, zestron::kGovernanceAuthority, kZest, 0);
  }
  void put_registry() {
    governance::MintEntry entry{};
    entry.version = governance::kLayoutVersion;
    entry.decimals = 6;
    entry.mint = kDollar;
    entry.is_quote = 1;
    entry.price_kind = governance::PriceKind::Quote;
    chain_.put(kDollarEntry, entry, governance::kProgramId);
    entry.mint = kGold;
    entry.is_quote = 0;
    entry.price_kind = governance::PriceKind::Pyth;
    entry.price_owner = PythReceiver::kId;
    entry.price_feed = kFeed;
    entry.age_max_s = 60;
    entry.confidence_max_bps = 100;
    chain_.put(kGoldEntry, entry, governance::kProgramId);
    governance::PoolEntry listed{};
    listed.version = governance::kLayoutVersion;
    listed.program = swap_pool::kProgramId;
    listed.pool = kSwap;
    chain_.put(kPoolEntry, listed, governance::kProgramId);
  }
  // All of it is the provider's, its fees too. It starts at the honest price, two dollars for a gold.
  void put_pool() {
    hold_at(kDollarVault, kSwapAuthority, kDollar, 200'000'000'000);
    hold_at(kGoldVault, kSwapAuthority, kGold, 100'000'000'000);
    put(kShares, token_accounts::mint_data({.authority = kSwapAuthority, .supply = 1'000'000'000, .decimals = 9}),
        Token::kId);
    hold(kProvider, kShares, 1'000'000'000);
    hold_at(kFees, kProvider, kShares, 0);
    chain_.put(kSwap,
               swap_pool::record_of({.pool = kSwap,
                                     .mint_a = kDollar,
                                     .mint_b = kGold,
                                     .vault_a = kDollarVault,
                                     .vault_b = kGoldVault,
                                     .shares = kShares,
                                     .fees = kFees},
                                    {25, 10'000, 0, 0, 0, 0, 0, 0}, Token::kId),
               swap_pool::kProgramId);
  }
  // Active, with the creator as executor and owner of the only wallet, which may spend whatever it holds.
  void put_agent() {
    AgentState agent{};
    agent.version = agent_factory::kLayoutVersion;
    agent.bump = kAgent.bump;
    agent.lifecycle = agent_factory::Lifecycle::Active;
    agent.owner = kCreator;
    agent.agent_id = 1;
    agent.created_slot = 5;
    agent.terms = hash_of(1);
    agent.executor_count = 1;
    agent.executors[0] = kCreator;
    agent.quote_mint = kDollar;
    agent.allow_count = 2;
    agent_factory::AllowEntry& entry = agent.allow_list[0];
    entry.program = swap_pool::kProgramId;
    entry.fixed_keys[0] = kSwap;
    entry.rules[entry.rule_count++] = {0, agent_factory::AccountRole::FixedKey0};
    entry.rules[entry.rule_count++] = {6, agent_factory::AccountRole::WalletToken};
    entry.instruction_prefix[0] = 1;
    entry.prefix_size = 1;
    agent_factory::AllowEntry& payment = agent.allow_list[1];
    payment.program = Token::kId;
    payment.fixed_keys[0] = account_of(kProvider, kGold);
    payment.rules[payment.rule_count++] = {1, agent_factory::AccountRole::FixedKey0};
    payment.instruction_prefix[0] = 3;
    payment.prefix_size = 1;
    chain_.put(kAgent.address, agent, agent_factory::kProgramId);
    agent.owner = kOther;
    chain_.put(kOtherAgent, agent, agent_factory::kProgramId);

    Wallet wallet{};
    wallet.version = agent_factory::kLayoutVersion;
    wallet.bump = kWallet.bump;
    wallet.purse_bump = kPurse.bump;
    wallet.max_loss_bps = agent_factory::kLossBpsMax;
    wallet.agent = kAgent.address;
    wallet.beneficiary = kCreator;
    wallet.rent_payer = kCreator;
    wallet.purse = kPurse.address;
    wallet.agent_created_slot = 5;
    wallet.agreed_terms = hash_of(1);
    wallet.nonce = wallet.uses = wallet.uses_at_license = u64{5} << 20;
    const agent_factory::Allowance unlimited{.cap = ~u64{0} >> 8, .window_s = 7, .newest_bucket = 0, .spent = {}};
    wallet.use_allowance = unlimited;
    wallet.mint_count = 2;
    wallet.mints[0].mint = kDollar;
    wallet.mints[1].mint = kGold;
    for (usize line = 0; line < 2; ++line) wallet.mints[line].allowance = unlimited;
    wallet.mints[1].unreturned_allowed = 1;
    wallet.lamports.mint = agent_factory::kNativeMint;
    chain_.put(kWallet.address, wallet, agent_factory::kProgramId);
    chain_.fund(kPurse.address, Lamports{1'000'000'000});
  }
  void make_singletons() {
    for (const Pubkey& program : {marketplace::kProgramId, kProgramId, zest_staking::kProgramId}) {
      grapnel::testing::set_upgrade_authority(chain_, program, kDeployer);
    }
    must(stakes<zest_staking::initialize_pool>({kDeployer, zest_staking::kProgramData, kZest, kStakePool, kStakeVault,
                                                kStakeRewards, kSink, kTreasury, Token::kId, System::kId},
                                               {.cooldown_s = kDay, .bond_cooldown_s = kDay, .features = {}}));
    must(market<marketplace::initialize_market>(
        {kDeployer, marketplace::kProgramData, kZest, kTreasury, kStakePool, kMarketAddress,
         zestron::kMarketplaceAuthority, kMarketVault, Token::kId, System::kId},
        {.parameters = {.resolver = kResolver,
                        .treasury = kTreasury,
                        .dispute_window_s = kDay,
                        .resolve_window_s = 2 * kDay,
                        .dispute_bond = 500},
         .epoch_s = kEpochSeconds}));
    must(reward<initialize_rewards>(
        {kDeployer, kProgramData, kMarketAddress, kZest, kTreasury, kConfig, kPot, Token::kId, System::kId},
        {{.treasury = kTreasury,
          .emission_min = 50'000,
          .emission_max = 10'000'000,
          .usage_bps = 5'000,
          .pot_bps = 1'000,
          .claim_epochs = 4}}));
    must(funding_pot(kDeployer, 1'000'000'000));
    must(staking(kHonest, 10'000'000));
    must(market<marketplace::list_agent>({kCreator, kAgent.address, kListing, System::kId},
                                         {.prices = prices(1), .payee = kCreator}));
    must(market<marketplace::list_agent>({kOther, kOtherAgent, kOtherListing, System::kId},
                                         {.prices = prices(10), .payee = kOther}));
    must(reward<open_agent_rewards>({kCreator, kAgent.address, kAgentRewards, System::kId}));
  }

  grapnel::testing::Chain chain_;
  std::vector<Sold> sold_elsewhere_;
  const Pubkey honest_wallet_ =
      find_program_address(agent_factory::kProgramId, agent_factory::kWalletSeed, kAgent.address, kHonest).address;
  const Pubkey colluding_wallet_ =
      find_program_address(agent_factory::kProgramId, agent_factory::kWalletSeed, kAgent.address, kLicensee).address;
};

}  // namespace rewards::economy
