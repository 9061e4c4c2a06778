// A market, a published agent and its listing, and people with ZEST; every instruction in one line: what the tests of the
// program share.
#pragma once

#include <grapnel/testing/derived.hpp>
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/instruction.hpp>
#include <grapnel/testing/token.hpp>
#include <grapnel/testing/upgrade_authority.hpp>

#include <agent_factory/agent_factory.hpp>
#include <marketplace/marketplace.hpp>

namespace marketplace::test {

using agent_factory::Lifecycle;
using agent_factory::Wallet;
using grapnel::testing::derived;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using grapnel::testing::with;
using grapnel::testing::without_signature;
using zest_staking::StakePool;
using zest_staking::StakeRecord;
using namespace grapnel::testing::token_accounts;

constexpr Pubkey kDeployer = key(1), kSeller = key(2), kBuyer = key(3), kStranger = key(4), kResolver = key(5);
constexpr Pubkey kPayee = key(6), kZest = key(10), kOtherMint = key(11), kTreasury = key(12), kPayeeTokens = key(13);
constexpr Pubkey kBuyerTokens = key(14), kAgent = key(16);
constexpr Pubkey kMarket = find_program_address(kProgramId, kMarketSeed).address;
constexpr Pubkey kVault = find_program_address(kProgramId, kVaultSeed).address;
constexpr Pubkey kSecondBuyer = key(7), kThirdBuyer = key(8), kSecondBuyerTokens = key(17), kThirdBuyerTokens = key(18);
constexpr Pubkey kIssuer = key(19), kSecondPayee = key(20), kSecondPayeeTokens = key(21);
constexpr Pubkey kStakingPool = find_program_address(zest_staking::kProgramId, zest_staking::kPoolSeed, kZest).address;
constexpr u64 kNumber = 1, kSlot = 77, kStart = 1'000'000;
constexpr i64 kHour = 60 * 60, kWindow = 2 * kDaySeconds;
constexpr Prices kPrices{.perpetual = 10'000,
                         .period = 3'000,
                         .period_s = 30 * kDaySeconds,
                         .use = 7,
                         .stake = 500,
                         .stake_s = 90 * kDaySeconds};

inline Hash256 hash_of(u8 fill) {
  Hash256 hash;
  for (u8& byte : hash) byte = fill;
  return hash;
}

// The person's account of the mint.
constexpr Pubkey tokens_of(const Pubkey& buyer) {
  return buyer == kBuyer ? kBuyerTokens : buyer == kSecondBuyer ? kSecondBuyerTokens : kThirdBuyerTokens;
}

class MarketWorld {
 public:
  explicit MarketWorld(grapnel::testing::Setting setting = {}) : chain(setting) {
    chain.add<Marketplace>();
    for (const Pubkey& person : {kDeployer, kSeller, kBuyer, kSecondBuyer, kThirdBuyer, kStranger}) {
      chain.fund(person, Lamports{10'000'000'000});
    }
    grapnel::testing::set_upgrade_authority(chain, kProgramId, kDeployer);
    use_mint(Token::kId);
    put_agent();
  }

  template <auto Handler, usize N>
  static client::Instruction make(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  template <auto Handler, usize N>
  Outcome run(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return chain.run(make<Handler>(keys, args));
  }
  Outcome run(const client::Instruction& instruction) { return chain.run(instruction); }

  // Bytes of others' accounts.
  void put(const Pubkey& at, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(at, {chain.rent(data.size()), data, owner, false});
  }
  // The mint and everybody's accounts anew.
  void use_mint(const Pubkey& program, bool fee = false) {
    token_program = program;
    fee_ = fee;
    put_mint(kZest);
    put_tokens(kTreasury, kZest, zestron::kGovernanceAuthority, 0);
    put_tokens(kPayeeTokens, kZest, kPayee, 0);
    put_tokens(kSecondPayeeTokens, kZest, kSecondPayee, 0);
    for (const Pubkey& buyer : {kBuyer, kSecondBuyer, kThirdBuyer}) put_tokens(tokens_of(buyer), kZest, buyer, kStart);
  }
  void put_mint(const Pubkey& mint) {
    const auto data = mint_data({.authority = kIssuer, .supply = 1'000'000'000, .decimals = 9});
    put(mint, fee_ ? with_extensions(data, 1, grapnel::testing::transfer_fee(100)) : data, token_program);
  }
  void put_tokens(const Pubkey& at, const Pubkey& mint, const Pubkey& owner, u64 amount, u8 state = 1) {
    const auto data = account_data({.mint = mint, .owner = owner, .amount = amount, .state = state});
    put(at, fee_ ? with_extensions(data, 2, {{2, std::vector<u8>(8)}}) : data, token_program);
  }
  AgentState agent_ = [] {
    AgentState agent{};
    agent.version = agent_factory::kLayoutVersion;
    agent.lifecycle = Lifecycle::Active;
    agent.owner = kSeller;
    agent.created_slot = kSlot;
    agent.terms = hash_of(0x7e);
    return agent;
  }();
  void put_agent() { chain.put(kAgent, agent_, agent_factory::kProgramId); }
  void put_wallet(const Wallet& wallet) { chain.put(wallet_of(wallet.beneficiary), wallet, agent_factory::kProgramId); }
  static Pubkey wallet_of(const Pubkey& who) {
    return derived(agent_factory::kProgramId, agent_factory::kWalletSeed, kAgent, who);
  }
  Wallet wallet(u64 uses) const {
    Wallet wallet{};
    wallet.version = agent_factory::kLayoutVersion;
    wallet.agent = kAgent;
    wallet.beneficiary = kBuyer;
    wallet.license = license();
    wallet.uses_at_license = 1'000;
    wallet.uses = 1'000 + uses;
    return wallet;
  }

  // The staking program, and a pool of its.
  void add_staking() {
    chain.add<zest_staking::ZestStaking>();
    StakePool pool{};
    pool.version = zest_staking::kLayoutVersion;
    pool.mint = kZest;
    pool.authority = zestron::kGovernanceAuthority;
    pool.staked = 500;
    pool.updated_at = now();
    chain.put(kStakingPool, pool, zest_staking::kProgramId);
  }
  void put_stake(u64 amount, i64 locked_s, const Pubkey& buyer = kBuyer) {
    StakeRecord stake{};
    stake.version = zest_staking::kLayoutVersion;
    stake.pool = kStakingPool;
    stake.staker = buyer;
    stake.rent_payer = buyer;
    stake.amount = amount;
    stake.lock_until = now() + locked_s;
    put_stake(stake);
  }
  void put_stake(const StakeRecord& stake) { chain.put(stake_of(stake.staker), stake, zest_staking::kProgramId); }
  StakeRecord stake(const Pubkey& buyer = kBuyer) const { return *chain.state<StakeRecord>(stake_of(buyer)); }
  static Pubkey stake_of(const Pubkey& buyer) {
    return derived(zest_staking::kProgramId, zest_staking::kStakeSeed, kStakingPool, buyer);
  }

  // Addresses and state.
  static Pubkey listing() { return derived(kProgramId, kListingSeed, kAgent); }
  static Pubkey metadata(u64 number) { return derived(kProgramId, kMetadataSeed, listing(), number); }
  static Pubkey license(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return derived(kProgramId, kLicenseSeed, kAgent, buyer, number);
  }
  static Pubkey receipt(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return derived(kProgramId, kReceiptSeed, license(number, buyer));
  }
  u64 tokens(const Pubkey& at) const { return load<u64>(chain.account(at).data.data() + 64); }
  Listing listed() const { return *chain.state<Listing>(listing()); }
  License licensed(u64 number = kNumber) const { return *chain.state<License>(license(number)); }
  Receipt receipted(u64 number = kNumber) const { return *chain.state<Receipt>(receipt(number)); }
  i64 now() const { return chain.clock().unix_timestamp; }
  void pass(i64 seconds) { chain.warp({.slots = 10, .seconds = seconds}); }

  // What the vault owes: to the one receipt and the one listing of these tests.
  u64 owed() const {
    u64 sum = 0;
    if (const auto r = chain.state<Receipt>(receipt())) sum += left(*r) + r->owed + r->bond;
    if (const auto l = chain.state<Listing>(listing())) sum += l->owed_developer + l->owed_treasury;
    return sum;
  }

  // Instructions.
  static constexpr i64 kEpoch = 7 * kDaySeconds;
  static Parameters parameters() {
    return {.resolver = kResolver,
            .treasury = kTreasury,
            .dispute_window_s = kWindow,
            .resolve_window_s = 3 * kDaySeconds,
            .dispute_bond = 100};
  }
  client::Instruction opening(const Parameters& chosen = parameters(), i64 epoch_s = kEpoch) const {
    return make<initialize_market>({kDeployer, kProgramData, kZest, kTreasury, kStakingPool, kMarket,
                                    zestron::kMarketplaceAuthority, kVault, token_program, System::kId},
                                   {.parameters = chosen, .epoch_s = epoch_s});
  }
  static client::Instruction setting(const Parameters& chosen) {
    return make<set_parameters>({kMarket, zestron::kGovernanceAuthority, kZest, kTreasury}, {.parameters = chosen});
  }
  static client::Instruction listing_it(const Prices& prices = kPrices, const Pubkey& payee = kPayee) {
    return make<list_agent>({kSeller, kAgent, listing(), System::kId}, {.prices = prices, .payee = payee});
  }
  static client::Instruction updating(const Prices& prices, const Pubkey& payee = kPayee) {
    return make<update_listing>({listing(), kSeller}, {.prices = prices, .payee = payee});
  }
  static client::Instruction delisting() { return make<delist_agent>({listing(), kSeller}); }
  static client::Instruction closing_listing() { return make<close_listing>({listing(), kSeller, kSeller}); }
  static client::Instruction publishing(u64 number, u8 hash = 0xd0, const std::string& uri = "ar://document") {
    return make<publish_metadata>({kSeller, listing(), metadata(number), System::kId},
                                  {.number = number, .hash = hash_of(hash), .uri = Text{uri.data(), uri.size()}});
  }
  client::Instruction buying(agent_factory::LicenseKind kind, u64 quantity, u64 max_price, u64 number = kNumber,
                             const Pubkey& buyer = kBuyer) const {
    return make<license_agent>({buyer, kAgent, listing(), kMarket, license(number, buyer), receipt(number, buyer),
                                kZest, tokens_of(buyer), kVault, wallet_of(buyer), token_program, System::kId},
                               {.number = number,
                                .kind = kind,
                                .quantity = quantity,
                                .max_price = max_price,
                                .expected_terms = hash_of(0x7e)});
  }
  static client::Instruction pledging(u64 number = kNumber, const Pubkey& buyer = kBuyer, u64 max_stake = 500,
                                      i64 max_term_s = 90 * kDaySeconds) {
    return make<license_by_stake>(
        {buyer, kAgent, listing(), kMarket, license(number, buyer), kStakingPool, stake_of(buyer),
         zestron::kMarketplaceAuthority, zest_staking::kProgramId, System::kId},
        {.number = number, .max_stake = max_stake, .max_term_s = max_term_s, .expected_terms = hash_of(0x7e)});
  }
  static client::Instruction releasing(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<release_stake>({buyer, license(number, buyer), listing(), kStakingPool, stake_of(buyer),
                                zestron::kMarketplaceAuthority, buyer, zest_staking::kProgramId});
  }
  static client::Instruction revoking(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<revoke_license>({license(number, buyer), stake_of(buyer)});
  }
  static client::Instruction settling(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<settle>({license(number, buyer), receipt(number, buyer), listing(), wallet_of(buyer)});
  }
  static client::Instruction refunding(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<refund>({license(number, buyer), receipt(number, buyer), buyer, wallet_of(buyer)});
  }
  client::Instruction collecting(u64 number = kNumber, const Pubkey& buyer = kBuyer) const {
    return make<collect_refund>({receipt(number, buyer), buyer, kMarket, kZest, kVault, tokens_of(buyer),
                                 zestron::kMarketplaceAuthority, token_program});
  }
  client::Instruction paying(Party party, const Pubkey& payee_tokens = kPayeeTokens) const {
    return make<pay_share>({kMarket, listing(), kZest, kVault, party == Party::Treasury ? kTreasury : payee_tokens,
                            zestron::kMarketplaceAuthority, token_program},
                           {.party = party});
  }
  client::Instruction disputing(u64 number = kNumber, const Pubkey& buyer = kBuyer) const {
    return make<open_dispute>({license(number, buyer), receipt(number, buyer), listing(), buyer, kMarket, kZest,
                               tokens_of(buyer), kVault, token_program},
                              {.evidence = hash_of(0xe0)});
  }
  static client::Instruction resolving(u64 refund_bps, u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<resolve_dispute>({license(number, buyer), receipt(number, buyer), listing(), kMarket, kResolver},
                                 {.refund_bps = refund_bps});
  }
  static client::Instruction lapsing(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<lapse_dispute>({license(number, buyer), receipt(number, buyer)});
  }
  static client::Instruction closing(u64 number = kNumber, const Pubkey& buyer = kBuyer) {
    return make<close_license>({license(number, buyer), receipt(number, buyer), listing(), buyer, buyer});
  }

  grapnel::testing::Chain chain;
  Pubkey token_program;

 private:
  bool fee_ = false;
};

}  // namespace marketplace::test
