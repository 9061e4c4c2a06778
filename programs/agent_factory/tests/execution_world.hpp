// A wallet in front of a market, for the tests of `execute`: an active agent, its executor, a holder with tokens and limits,
// prices, and a market program that plays any script (market/market.hpp). All state is put there, so that these tests need
// no other instruction.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <governance/registry.hpp>
#include <grapnel/programs/pyth.hpp>
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <string>
#include <vector>

#include "market/market.hpp"

namespace agent_factory::test {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
namespace token_accounts = grapnel::testing::token_accounts;

inline constexpr Pubkey kOwner = key(1), kHolder = key(2), kExecutor = key(3), kStranger = key(4), kIssuer = key(5);
// The quote mint, a mint with a price, one without, and one that the wallet has no line for.
inline constexpr Pubkey kDollar = key(10), kGold = key(11), kMeme = key(12), kUnlisted = key(13);
inline constexpr Pubkey kGoldPrice = key(20), kDollarEntry = key(21), kGoldEntry = key(22), kSolEntry = key(23),
                        kSolPrice = key(24), kPool = key(25), kPoolEntry = key(26), kMemeEntry = key(27);
inline constexpr u64 kAgentId = 7;
inline const Pda kAgent = find_program_address(kProgramId, kAgentSeed, kOwner, kAgentId);
inline const Pda kWallet = find_program_address(kProgramId, kWalletSeed, kAgent.address, kHolder);
inline const Pda kPurse = find_program_address(kProgramId, kPurseSeed, kWallet.address);
inline constexpr Pubkey kLicense = key(30);
inline constexpr u64 kDay = 86'400;
inline constexpr u64 kWindow = 7 * kDay;
inline constexpr i64 kNow = 1'700'000'000;
inline constexpr u64 kSol = 1'000'000'000;

// The token account of `owner` for the mint: some address.
constexpr Pubkey account_of(const Pubkey& owner, const Pubkey& mint) {
  return {{owner.words[0] ^ mint.words[0] << 8, owner.words[1] ^ mint.words[1] << 3, owner.words[2], 0x746f'6b65'6e00}};
}

// A step of the market's script. Accounts by key; the script is written once all are known.
struct Call {
  Pubkey program;
  std::vector<client::Meta> accounts;
  std::vector<u8> data;
  bool is_write = false;  // not a call: `data` into the first account, which is the market's
};
inline Call write_key(const Pubkey& account, const Pubkey& value) {
  return {{}, {{account, false, true}}, std::vector<u8>(value.data(), value.data() + 32), true};
}

inline void put(std::vector<u8>& out, u64 value, int bytes) { token_accounts::append(out, value, bytes); }

inline std::vector<u8> token_data(u8 tag, std::initializer_list<u64> words = {}) {
  std::vector<u8> out{tag};
  for (const u64 word : words) put(out, word, 8);
  return out;
}
inline Call transfer(const Pubkey& from, const Pubkey& to, const Pubkey& authority, u64 amount,
                     const Pubkey& program = Token::kId) {
  return {program, {{from, false, true}, {to, false, true}, {authority, true, false}}, token_data(3, {amount})};
}
inline Call system_transfer(const Pubkey& from, const Pubkey& to, u64 lamports) {
  std::vector<u8> data;
  put(data, 2, 4);
  put(data, lamports, 8);
  return {System::kId, {{from, true, true}, {to, false, true}}, data};
}

// What `execute` is asked to do.
struct Inner {
  Pubkey program;
  std::vector<client::Meta> accounts;
  std::vector<u8> data;
};

class ExecutionWorld {
 protected:
  explicit ExecutionWorld(grapnel::testing::Setting setting = {}) : chain(setting) {
    chain.add<AgentFactory>();
    chain.add<market::MarketProgram>();
    chain.warp({.slots = 10, .seconds = kNow - chain.clock().unix_timestamp});
    for (const Pubkey& person : {kOwner, kHolder, kExecutor, kStranger}) chain.fund(person, Lamports{10 * kSol});
    for (const Pubkey& mint : {kDollar, kGold, kMeme, kUnlisted}) put_mint(mint);
    for (const Pubkey& mint : {kDollar, kGold, kMeme, kUnlisted}) {
      hold(kWallet.address, mint, 1'000'000'000);
      hold(market::kVaultOwner.address, mint, 1'000'000'000'000);
      hold(kStranger, mint, 0);
    }
    chain.fund(kPurse.address, Lamports{kSol});

    agent.version = kLayoutVersion;
    agent.bump = kAgent.bump;
    agent.lifecycle = Lifecycle::Active;
    agent.owner = kOwner;
    agent.agent_id = kAgentId;
    agent.created_slot = 5;
    agent.terms = terms(1);
    agent.executor_count = 1;
    agent.executors[0] = kExecutor;
    agent.quote_mint = kDollar;
    agent.allow_count = 1;
    agent.allow_list[0] = entry_for(market::kProgramId);

    wallet.version = kLayoutVersion;
    wallet.bump = kWallet.bump;
    wallet.purse_bump = kPurse.bump;
    wallet.max_loss_bps = kMaxLossBpsDefault;
    wallet.agent = kAgent.address;
    wallet.beneficiary = kHolder;
    wallet.rent_payer = kHolder;
    wallet.purse = kPurse.address;
    wallet.license = kLicense;
    wallet.agent_created_slot = 5;
    wallet.agreed_terms = terms(1);
    wallet.nonce = wallet.uses = u64{5} << 20;
    wallet.uses_at_license = wallet.uses;
    wallet.use_allowance = limit(100);
    wallet.mint_count = 3;
    for (usize line = 0; line < 3; ++line) wallet.mints[line].allowance = limit(500'000'000);
    wallet.mints[0].mint = kDollar;
    wallet.mints[1].mint = kGold;
    wallet.mints[2].mint = kMeme;
    wallet.mints[2].unpriced_allowed = 1;
    wallet.lamports.mint = kNativeMint;
    wallet.lamports.allowance = limit(kSol / 2);
    wallet.lamports.unpriced_allowed = 1;

    license.version = kLayoutVersion;
    license.kind = LicenseKind::Perpetual;
    license.agent = kAgent.address;
    license.licensee = kHolder;
    license.agent_created_slot = 5;
    put_prices();
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

  static Hash256 terms(u8 fill) {
    Hash256 hash;
    for (u8& byte : hash) byte = fill;
    return hash;
  }
  static Allowance limit(u64 cap) { return {.cap = cap, .window_s = kWindow, .newest_bucket = 0, .spent = {}}; }
  static AllowEntry entry_for(const Pubkey& program, std::initializer_list<AccountRule> rules = {}) {
    AllowEntry entry{};
    entry.program = program;
    for (const AccountRule& rule : rules) entry.rules[entry.rule_count++] = rule;
    return entry;
  }

  void put_data(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(address, {chain.rent(data.size()), data, owner, false});
  }
  // The market may freeze, as some issuers may.
  void put_mint(const Pubkey& mint, const Pubkey& program = Token::kId) {
    put_data(mint,
             token_accounts::mint_data({.authority = kIssuer,
                                        .supply = 1ull << 60,
                                        .decimals = 6,
                                        .freeze_authority = market::kVaultOwner.address}),
             program);
  }
  void hold(const Pubkey& owner, const Pubkey& mint, u64 amount, const Pubkey& program = Token::kId) {
    hold_at(account_of(owner, mint), owner, mint, amount, program);
  }
  void hold_at(const Pubkey& at, const Pubkey& owner, const Pubkey& mint, u64 amount,
               const Pubkey& program = Token::kId) {
    put_data(at, token_accounts::account_data({.mint = mint, .owner = owner, .amount = amount}), program);
  }
  u64 amount(const Pubkey& account) const {
    const auto data = chain.account(account).data;
    return data.size() < 72 ? 0 : load<u64>(data.data() + 64);
  }
  u64 lamports(const Pubkey& account) const { return chain.account(account).lamports.value(); }
  u64 held(const Pubkey& mint) const { return amount(account_of(kWallet.address, mint)); }

  // Gold is worth two dollars.
  void put_prices() {
    put_entry(kDollarEntry, kDollar, governance::PriceKind::Quote, {});
    put_entry(kGoldEntry, kGold, governance::PriceKind::Pyth, key(40));
    put_entry(kSolEntry, kNativeMint, governance::PriceKind::Pyth, key(41));
    put_entry(kMemeEntry, kMeme, governance::PriceKind::None, {});
    put_price(kGoldPrice, gold_at(200'000'000));
    PriceFields sol = gold_at(15'000'000'000);
    sol.feed = key(41);
    put_price(kSolPrice, sol);
    put_pool(market::kProgramId, kPool);
    chain.fund(kPool, Lamports{kSol});
  }
  void put_pool(const Pubkey& program, const Pubkey& pool, u8 version = 1) {
    governance::PoolEntry listed{};
    listed.version = version;
    listed.program = program;
    listed.pool = pool;
    chain.put(kPoolEntry, listed, governance::kProgramId);
  }
  void put_entry(const Pubkey& at, const Pubkey& mint, governance::PriceKind kind, const Pubkey& feed, u8 version = 1) {
    governance::MintEntry listed{};
    listed.version = version;
    listed.is_quote = kind == governance::PriceKind::Quote ? 1 : 0;
    listed.price_kind = kind;
    listed.decimals = mint == kNativeMint ? 9 : 6;
    listed.mint = mint;
    listed.price_owner = PythReceiver::kId;
    listed.price_feed = feed;
    listed.age_max_s = 60;
    listed.confidence_max_bps = 100;
    chain.put(at, listed, governance::kProgramId);
  }
  struct PriceFields {
    Pubkey feed{};
    i64 price = 0;
    u64 confidence = 1;
    i64 published_at = kNow;
    u8 level = 1;
    Pubkey owner = PythReceiver::kId;
  };
  static PriceFields gold_at(i64 price) {
    PriceFields fields;
    fields.feed = key(40);
    fields.price = price;
    return fields;
  }
  void put_price(const Pubkey& at, const PriceFields& fields) {
    std::vector<u8> data;
    put(data, 0xcdf4'7e9d'6323'f122, 8);
    token_accounts::append(data, Pubkey{});
    data.push_back(fields.level);
    if (fields.level == 0) data.push_back(5);
    token_accounts::append(data, fields.feed);
    put(data, static_cast<u64>(fields.price), 8);
    put(data, fields.confidence, 8);
    put(data, static_cast<u32>(-8), 4);
    put(data, static_cast<u64>(fields.published_at), 8);
    put(data, 0, 8);
    put(data, static_cast<u64>(fields.price), 8);
    put(data, 0, 8);
    put(data, 1, 8);
    data.resize(134);
    put_data(at, data, fields.owner);
  }

  // The market playing these steps, with `pool` first and then every account of the steps once, and the flags they need.
  static Inner playing(const std::vector<Call>& steps, const std::vector<client::Meta>& further = {}) {
    std::vector<client::Meta> accounts{{kPool, false, false}};
    accounts.insert(accounts.end(), further.begin(), further.end());
    const auto index_of = [&](const client::Meta& wanted) {
      for (usize i = 0; i < accounts.size(); ++i) {
        if (accounts[i].key == wanted.key) {
          accounts[i].is_signer |= wanted.is_signer;
          accounts[i].is_writable |= wanted.is_writable;
          return static_cast<u8>(i);
        }
      }
      accounts.push_back(wanted);
      return static_cast<u8>(accounts.size() - 1);
    };
    std::vector<u8> script;
    for (const Call& step : steps) {
      if (step.is_write) {
        const u8 index = index_of(step.accounts[0]);
        script.insert(script.end(), {u8{1}, index, u8{0}, static_cast<u8>(step.data.size())});
        script.insert(script.end(), step.data.begin(), step.data.end());
        continue;
      }
      script.push_back(0);
      script.push_back(index_of({step.program, false, false}));
      script.push_back(static_cast<u8>(step.accounts.size()));
      for (client::Meta meta : step.accounts) {
        const u8 flags = static_cast<u8>((meta.is_signer ? 1 : 0) | (meta.is_writable ? 2 : 0));
        if (meta.key == market::kVaultOwner.address) meta.is_signer = false;  // the market signs for it itself
        script.push_back(index_of(meta));
        script.push_back(flags);
      }
      put(script, step.data.size(), 2);
      script.insert(script.end(), step.data.begin(), step.data.end());
    }
    market::PlayArgs args;
    args.script.data = script.data();
    args.script.size = static_cast<u32>(script.size());
    return {market::kProgramId, accounts, client::instruction<market::play>(market::kProgramId, args).data};
  }
  // `paid` of one mint to the market, `received` of another.
  static Inner swapping(const Pubkey& out, u64 paid, const Pubkey& in, u64 received) {
    const Pubkey vaults = market::kVaultOwner.address;
    return playing({transfer(account_of(kWallet.address, out), account_of(vaults, out), kWallet.address, paid),
                    transfer(account_of(vaults, in), account_of(kWallet.address, in), vaults, received)});
  }

  // The instruction as an executor sends it. `inner.accounts` flags are what the inner instruction gets; the outer ones are
  // the least that permits them.
  client::Instruction executing(const Inner& inner, const std::vector<Pubkey>& prices = {}) const {
    std::vector<u8> flags;
    for (const client::Meta& meta : inner.accounts) {
      flags.push_back(static_cast<u8>((meta.is_signer ? kInnerSigner : 0) | (meta.is_writable ? kInnerWritable : 0)));
    }
    ExecuteArgs args{.nonce = nonce, .context_root = terms(9), .entry = entry, .account_flags = {}, .data = {}};
    args.account_flags.data = flags.data();
    args.account_flags.size = static_cast<u32>(flags.size());
    args.data.data = inner.data.data();
    args.data.size = static_cast<u32>(inner.data.size());
    auto out = client::instruction<execute>(kProgramId,
                                            {kAgent.address, kWallet.address, kPurse.address, executor,
                                             with_license ? kLicense : kProgramId, inner.program, System::kId},
                                            args);
    for (client::Meta meta : inner.accounts) {
      // Of derived addresses only the program can give the signature.
      if (meta.key == kWallet.address || meta.key == kPurse.address) meta.is_signer = false;
      out.accounts.push_back(meta);
    }
    for (const Pubkey& price : prices) out.accounts.push_back({price, false, false});
    return out;
  }
  Outcome run_inner(const Inner& inner, const std::vector<Pubkey>& prices = {}) {
    if (!is_put_) put_state();
    const Outcome outcome = run(executing(inner, prices));
    if (outcome.ok()) ++nonce;
    return outcome;
  }
  // Agent, wallet and licence as the test has changed them.
  void put_state() {
    chain.put(kAgent.address, agent, kProgramId);
    chain.put(kWallet.address, wallet, kProgramId);
    chain.put(kLicense, license, License::kProgram);
    is_put_ = true;
  }
  Wallet now() const { return chain.state<Wallet>(kWallet.address).value(); }

  static inline const std::vector<Pubkey> kPrices{kDollarEntry, kGoldEntry, kGoldPrice};
  static inline const std::vector<Pubkey> kMeasured{kDollarEntry, kGoldEntry, kGoldPrice, kPoolEntry};

  grapnel::testing::Chain chain;
  AgentState agent{};
  Wallet wallet{};
  License license{};
  u64 nonce = u64{5} << 20;
  u8 entry = 0;
  Pubkey executor = kExecutor;
  bool with_license = true;

 private:
  bool is_put_ = false;
};

class ExecuteTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected ExecutionWorld {
 protected:
  ExecuteTest() : ExecutionWorld(GetParam()) {}
};

}  // namespace agent_factory::test
