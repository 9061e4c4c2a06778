// The fixture of the marketplace's tests: a market, a published agent and its listing, and people with ZEST; one call for
// each instruction. Runs on every ground.
#pragma once

#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/token_accounts.hpp>
#include <grapnel/testing/upgrade_authority.hpp>

#include <agent_factory/agent_factory.hpp>
#include <marketplace/marketplace.hpp>

namespace marketplace::test {

using agent_factory::Lifecycle;
using agent_factory::Wallet;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;

constexpr Pubkey kDeployer = key(1), kSeller = key(2), kBuyer = key(3), kStranger = key(4), kResolver = key(5);
constexpr Pubkey kPayee = key(6), kZest = key(10), kOtherMint = key(11), kTreasury = key(12), kPayeeTokens = key(13);
constexpr Pubkey kBuyerTokens = key(14), kPool = key(15), kAgent = key(16);
constexpr Pubkey kMarket = find_program_address(kProgramId, kMarketSeed).address;
constexpr Pubkey kVault = find_program_address(kProgramId, kVaultSeed).address;
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

class MarketTest : public grapnel::testing::ProgramTest<Marketplace> {
 protected:
  MarketTest() {
    for (const Pubkey& person : {kDeployer, kSeller, kBuyer, kStranger}) {
      chain.fund(person, Lamports{10'000'000'000});
    }
    grapnel::testing::set_upgrade_authority(chain, kProgramId, kDeployer);
    put_mint(kZest);
    put_tokens(kTreasury, kZest, zestron::kGovernanceAuthority, 0);
    put_tokens(kPayeeTokens, kZest, kPayee, 0);
    put_tokens(kBuyerTokens, kZest, kBuyer, kStart);
    put_agent();
  }

  // Bytes of others' accounts.
  void put(const Pubkey& at, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(at, {chain.rent(data.size()), data, owner, false});
  }
  void put_mint(const Pubkey& mint) {
    put(mint, grapnel::testing::token_accounts::mint_data({.supply = 1'000'000'000, .decimals = 9}), Token::kId);
  }
  void put_tokens(const Pubkey& at, const Pubkey& mint, const Pubkey& owner, u64 amount, u8 state = 1) {
    put(at,
        grapnel::testing::token_accounts::account_data(
            {.mint = mint, .owner = owner, .amount = amount, .state = state}),
        Token::kId);
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
  void put_wallet(const Wallet& wallet) { chain.put(wallet_of(kBuyer), wallet, agent_factory::kProgramId); }
  static Pubkey wallet_of(const Pubkey& who) {
    return find_program_address(agent_factory::kProgramId, agent_factory::kWalletSeed, kAgent, who).address;
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

  // Addresses and state.
  static Pubkey listing() { return find_program_address(kProgramId, kListingSeed, kAgent).address; }
  static Pubkey metadata(u64 number) {
    return find_program_address(kProgramId, kMetadataSeed, listing(), number).address;
  }
  static Pubkey license(u64 number = kNumber) {
    return find_program_address(kProgramId, kLicenseSeed, kAgent, kBuyer, number).address;
  }
  static Pubkey receipt(u64 number = kNumber) {
    return find_program_address(kProgramId, kReceiptSeed, license(number)).address;
  }
  u64 tokens(const Pubkey& at) const { return load<u64>(chain.account(at).data.data() + 64); }
  Listing listed() const { return *chain.state<Listing>(listing()); }
  License licensed(u64 number = kNumber) const { return *chain.state<License>(license(number)); }
  Receipt receipted(u64 number = kNumber) const { return *chain.state<Receipt>(receipt(number)); }
  void pass(i64 seconds) { chain.warp({.slots = 10, .seconds = seconds}); }

  // What the vault owes: to the one receipt and the one listing of these tests.
  u64 owed() const {
    u64 sum = 0;
    if (const auto r = chain.state<Receipt>(receipt())) sum += left(*r) + r->owed + r->bond;
    if (const auto l = chain.state<Listing>(listing())) sum += l->owed_developer + l->owed_treasury;
    return sum;
  }

  // Instructions.
  Parameters parameters() const {
    return {.resolver = kResolver,
            .treasury = kTreasury,
            .dispute_window_s = kWindow,
            .resolve_window_s = 3 * kDaySeconds,
            .dispute_bond = 100};
  }
  client::Instruction opening() {
    return make<initialize_market>({kDeployer, kProgramData, kZest, kTreasury, kPool, kMarket,
                                    zestron::kMarketplaceAuthority, kVault, Token::kId, System::kId},
                                   {.parameters = parameters(), .epoch_s = 7 * kDaySeconds});
  }
  client::Instruction listing_it(const Prices& prices = kPrices, const Pubkey& payee = kPayee) {
    return make<list_agent>({kSeller, kAgent, listing(), System::kId}, {.prices = prices, .payee = payee});
  }
  client::Instruction publishing(u64 number, u8 hash = 0xd0, const std::string& uri = "ar://document") {
    return make<publish_metadata>({kSeller, listing(), metadata(number), System::kId},
                                  {.number = number, .hash = hash_of(hash), .uri = Text{uri.data(), uri.size()}});
  }
  client::Instruction buying(agent_factory::LicenseKind kind, u64 quantity, u64 max_price, u64 number = kNumber) {
    return make<license_agent>({kBuyer, kAgent, listing(), kMarket, license(number), receipt(number), kZest,
                                kBuyerTokens, kVault, Token::kId, System::kId},
                               {.number = number,
                                .kind = kind,
                                .quantity = quantity,
                                .max_price = max_price,
                                .expected_terms = hash_of(0x7e)});
  }
  client::Instruction settling() { return make<settle>({license(), receipt(), listing(), wallet_of(kBuyer)}); }
  client::Instruction refunding() { return make<refund>({license(), receipt(), kBuyer, wallet_of(kBuyer)}); }
  client::Instruction collecting() {
    return make<collect_refund>(
        {receipt(), kBuyer, kMarket, kZest, kVault, kBuyerTokens, zestron::kMarketplaceAuthority, Token::kId});
  }
  client::Instruction paying(Party party) {
    return make<pay_share>({kMarket, listing(), kZest, kVault, party == Party::Treasury ? kTreasury : kPayeeTokens,
                            zestron::kMarketplaceAuthority, Token::kId},
                           {.party = party});
  }
  client::Instruction disputing() {
    return make<open_dispute>({license(), receipt(), kBuyer, kMarket, kZest, kBuyerTokens, kVault, Token::kId},
                              {.evidence = hash_of(0xe0)});
  }
  client::Instruction resolving(u64 refund_bps) {
    return make<resolve_dispute>({license(), receipt(), listing(), kMarket, kResolver}, {.refund_bps = refund_bps});
  }
  client::Instruction lapsing() { return make<lapse_dispute>({license(), receipt()}); }
  client::Instruction closing() { return make<close_license>({license(), receipt(), listing(), kBuyer, kBuyer}); }

  void open_market() { ASSERT_TRUE(succeeds(run(opening()))); }
  void list() {
    open_market();
    ASSERT_TRUE(succeeds(run(listing_it())));
  }
  void buy(agent_factory::LicenseKind kind, u64 quantity = 1) {
    list();
    ASSERT_TRUE(succeeds(run(buying(kind, quantity, ~u64{0}))));
  }
};

// The same instruction with another account at one place.
inline client::Instruction with(client::Instruction instruction, usize at, const Pubkey& key) {
  instruction.accounts[at].key = key;
  return instruction;
}
inline client::Instruction without_signature(client::Instruction instruction, usize at) {
  instruction.accounts[at].is_signer = false;
  return instruction;
}

}  // namespace marketplace::test
