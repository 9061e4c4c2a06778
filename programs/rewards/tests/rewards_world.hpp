// A market and two published agents with their listings, the rewards over them, and every instruction in one line: what the
// tests of the program share. Sisters' accounts are put there as those programs would have left them.
#pragma once

#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/instruction.hpp>
#include <grapnel/testing/token.hpp>
#include <grapnel/testing/upgrade_authority.hpp>
#include <rewards/rewards.hpp>

#include <vector>

namespace rewards::test {

using agent_factory::AgentState;
using governance::MintEntry;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using grapnel::testing::with;
using grapnel::testing::without_signature;
using marketplace::Listing;
using marketplace::Market;
using namespace grapnel::testing::token_accounts;

inline constexpr Pubkey kDeployer = key(1), kAlice = key(2), kBob = key(3), kMallory = key(4), kIssuer = key(5);
inline constexpr Pubkey kZest = key(10), kTreasury = key(11), kDollar = key(12), kDollarEntry = key(13);
inline constexpr Pubkey kConfig = find_program_address(kProgramId, kConfigSeed).address;
inline constexpr Pubkey kVault = find_program_address(kProgramId, kVaultSeed).address;
inline constexpr u64 kRich = 1'000'000'000'000;
inline constexpr i64 kEpochSeconds = i64{7} * 24 * 60 * 60;
inline constexpr u64 kSlot = 77;
inline constexpr u64 kDollars = 1'000'000;  // in units of the quote mint

// The person's account of ZEST, their agent, its listing and its rewards.
constexpr Pubkey account_of(const Pubkey& person) { return key(100 + (person.words[0] & 0xff)); }
constexpr Pubkey agent_of(const Pubkey& person) { return key(200 + (person.words[0] & 0xff)); }
constexpr Pubkey listing_of(const Pubkey& person) { return key(300 + (person.words[0] & 0xff)); }
inline Pubkey rewards_of(const Pubkey& person) {
  return find_program_address(kProgramId, kAgentSeed, agent_of(person)).address;
}
inline Pubkey epoch_at(u64 index) { return find_program_address(kProgramId, kEpochSeed, index).address; }

inline agent_factory::AgentPerformance measured(u64 gain, u64 loss) {
  agent_factory::AgentPerformance out{};
  out.yield_generated = gain;
  out.loss = loss;
  return out;
}

class RewardsWorld {
 public:
  explicit RewardsWorld(grapnel::testing::Setting setting = {}) : chain(setting) {
    chain.add<Rewards>();
    for (const Pubkey& person : {kDeployer, kAlice, kBob, kMallory}) chain.fund(person, Lamports{10'000'000'000});
    grapnel::testing::set_upgrade_authority(chain, kProgramId, kDeployer);
    use_mint(Token::kId);
    chain.warp({.slots = 100, .seconds = 1'000 * kEpochSeconds - now()});
    put_market();
    put_quote(governance::PriceKind::Quote, 6);
    for (const Pubkey& person : {kAlice, kBob}) put_agent(person, measured(5 * kDollars, kDollars));
    for (const Pubkey& person : {kAlice, kBob}) put_listing(person);
  }

  void put(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(address, {chain.rent(data.size()), data, owner, false});
  }
  void use_mint(const Pubkey& program, bool fee = false) {
    token_program = program;
    fee_ = fee;
    const auto data = mint_data({.authority = kIssuer, .supply = 10 * kRich, .decimals = 9});
    put(kZest, fee ? with_extensions(data, 1, grapnel::testing::transfer_fee(100)) : data, program);
    put_tokens(account_of(kDeployer), {.mint = kZest, .owner = kDeployer, .amount = kRich});
    for (const Pubkey& person : {kAlice, kBob, kMallory})
      put_tokens(account_of(person), {.mint = kZest, .owner = person});
    put_tokens(kTreasury, {.mint = kZest, .owner = zestron::kGovernanceAuthority});
  }
  std::vector<u8> token_bytes(const AccountFields& fields) const {
    const auto data = account_data(fields);
    return fee_ ? with_extensions(data, 2, {{2, std::vector<u8>(8)}}) : data;
  }
  void put_tokens(const Pubkey& address, const AccountFields& fields) {
    put(address, token_bytes(fields), token_program);
  }
  u64 amount(const Pubkey& account) const {
    const auto data = chain.account(account).data;
    return data.size() < 72 ? 0 : load<u64>(data.data() + 64);
  }

  void put_market() { chain.put(kMarketAddress, market, marketplace::kProgramId); }
  void put_quote(governance::PriceKind kind, u8 decimals, u8 version = 1) {
    MintEntry entry{};
    entry.version = version;
    entry.price_kind = kind;
    entry.decimals = decimals;
    entry.mint = kDollar;
    chain.put(kDollarEntry, entry, governance::kProgramId);
  }
  void put_agent(const Pubkey& person, const agent_factory::AgentPerformance& measured, u64 created_slot = kSlot,
                 agent_factory::Lifecycle lifecycle = agent_factory::Lifecycle::Active) {
    AgentState agent{};
    agent.version = agent_factory::kLayoutVersion;
    agent.lifecycle = lifecycle;
    agent.owner = person;
    agent.created_slot = created_slot;
    agent.quote_mint = kDollar;
    agent.performance_metrics = measured;
    chain.put(agent_of(person), agent, agent_factory::kProgramId);
  }
  void put_listing(const Pubkey& person, u64 created_slot = kSlot) {
    Listing listing{};
    listing.version = marketplace::kLayoutVersion;
    listing.agent = agent_of(person);
    listing.seller = person;
    listing.agent_created_slot = created_slot;
    chain.put(listing_of(person), listing, marketplace::kProgramId);
  }
  // The agent has gained so much in all.
  void gain(const Pubkey& person, u64 gain, u64 loss = 0) {
    put_agent(person, measured(5 * kDollars + gain, kDollars + loss));
  }
  // The treasury receives so much for the agent now.
  void receive(const Pubkey& person, u64 receipts) {
    Listing listing = *chain.state<Listing>(listing_of(person));
    ASSERT_TRUE(listing.treasury_epochs.add(current(), receipts));
    ASSERT_TRUE(market.treasury_epochs.add(current(), receipts));
    chain.put(listing_of(person), listing, marketplace::kProgramId);
    put_market();
  }

  RewardsConfig config() const { return *chain.state<RewardsConfig>(kConfig); }
  Epoch epoch(u64 index) const { return *chain.state<Epoch>(epoch_at(index)); }
  AgentRewards rewards(const Pubkey& person) const { return *chain.state<AgentRewards>(rewards_of(person)); }
  EpochShare share(const Pubkey& person, u64 index) const { return rewards(person).shares[index % kSharesKept]; }
  i64 now() const { return chain.clock().unix_timestamp; }
  u64 current() const { return marketplace::epoch_of(now(), kEpochSeconds); }
  void pass(i64 seconds) { chain.warp({.slots = 1, .seconds = seconds}); }
  void next_epoch(i64 epochs = 1) { pass(epochs * kEpochSeconds); }
  Outcome run(const client::Instruction& instruction) { return chain.run(instruction); }
  bool books_hold() const {
    const RewardsConfig c = config();
    return amount(kVault) >= c.pot + c.allotted + c.owed;
  }

  template <auto Handler, usize N>
  static client::Instruction make(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  static Parameters parameters() {
    return {.treasury = kTreasury,
            .emission_min = 1'000,
            .emission_max = 1'000'000,
            .usage_bps = 3'000,
            .pot_bps = 5'000,
            .claim_epochs = 4};
  }
  client::Instruction initializing(const Parameters& chosen = parameters()) const {
    return make<initialize_rewards>(
        {kDeployer, kProgramData, kMarketAddress, kZest, kTreasury, kConfig, kVault, token_program, System::kId},
        {chosen});
  }
  static client::Instruction setting(const Parameters& chosen) {
    return make<set_parameters>({kConfig, zestron::kGovernanceAuthority, kZest, chosen.treasury}, {chosen});
  }
  client::Instruction funding(u64 amount) const {
    return make<fund_pot>({kConfig, kDeployer, kZest, account_of(kDeployer), kVault, token_program}, {amount});
  }
  static client::Instruction opening(u64 index, const Pubkey& opener = kMallory) {
    return make<open_epoch>({opener, kConfig, kMarketAddress, epoch_at(index), System::kId}, {index});
  }
  static client::Instruction joining(const Pubkey& person) {
    return make<open_agent_rewards>({person, agent_of(person), rewards_of(person), System::kId});
  }
  static client::Instruction entering(const Pubkey& person, u64 index) {
    return make<enter_epoch>(
        {person, kConfig, epoch_at(index), rewards_of(person), agent_of(person), listing_of(person), kDollarEntry});
  }
  static client::Instruction distributing(const Pubkey& person, u64 index) {
    return make<distribute_rewards>({kConfig, epoch_at(index), rewards_of(person)});
  }
  client::Instruction claiming(const Pubkey& person, Party party) const {
    return claiming(person, party, party == Party::Treasury ? kTreasury : account_of(person));
  }
  client::Instruction claiming(const Pubkey& person, Party party, const Pubkey& to) const {
    return make<claim>({kConfig, rewards_of(person), kZest, kVault, to, token_program}, {party});
  }
  static client::Instruction returning(const Pubkey& person) {
    return make<return_unclaimed>({kConfig, rewards_of(person)});
  }
  static client::Instruction closing(u64 index, const Pubkey& rent_payer = kMallory) {
    return make<close_epoch>({kConfig, epoch_at(index), rent_payer});
  }
  static client::Instruction leaving(const Pubkey& person) {
    return make<close_agent_rewards>({rewards_of(person), person, agent_of(person), person});
  }

  grapnel::testing::Chain chain;
  Pubkey token_program;
  Market market = [] {
    Market out{};
    out.version = marketplace::kLayoutVersion;
    out.mint = kZest;
    out.epoch_s = kEpochSeconds;
    return out;
  }();

 private:
  bool fee_ = false;
};

// Funded with a million, and both agents opened.
class RewardsTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected RewardsWorld {
 protected:
  RewardsTest() : RewardsWorld(GetParam()) {
    EXPECT_TRUE(succeeds(run(initializing())));
    EXPECT_TRUE(succeeds(run(funding(1'000'000))));
    for (const Pubkey& person : {kAlice, kBob}) EXPECT_TRUE(succeeds(run(joining(person))));
  }

  struct Sale {
    u64 receipts;
    u64 gained;
  };
  // Receipts and gains of this epoch, then the next one, in which both have entered. The epoch's number.
  u64 entered(const Sale& alice, const Sale& bob) {
    const u64 index = current();
    receive(kAlice, alice.receipts);
    receive(kBob, bob.receipts);
    gain(kAlice, alice.gained);
    gain(kBob, bob.gained);
    next_epoch();
    EXPECT_TRUE(succeeds(run(opening(index))));
    if (alice.receipts > 1) EXPECT_TRUE(succeeds(run(entering(kAlice, index))));
    if (bob.receipts > 1) EXPECT_TRUE(succeeds(run(entering(kBob, index))));
    return index;
  }
  u64 distributed(const Sale& alice, const Sale& bob) {
    const u64 index = entered(alice, bob);
    next_epoch();
    if (alice.receipts > 1) EXPECT_TRUE(succeeds(run(distributing(kAlice, index))));
    if (bob.receipts > 1) EXPECT_TRUE(succeeds(run(distributing(kBob, index))));
    return index;
  }
};

}  // namespace rewards::test
