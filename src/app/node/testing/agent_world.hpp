// A chain on which agents may spend: the programs, two mints, pools of both, agents with their allow lists, and their owner's wallets with
// tokens and allowances, as accounts of a genesis block. For tests and benchmarks of the node; built from the programs' own headers.
#pragma once

#include "app/node/testing/genesis_accounts.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/keypair.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/token/token.hpp"

#include <governance/registry.hpp>
#include <grapnel/client/client.hpp>
#include <grapnel/testing/token_accounts.hpp>
#include <swap_pool/swap_pool.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::node::testing {

namespace factory = protocols::agent_factory;
namespace program = ::agent_factory;
namespace tokens = grapnel::testing::token_accounts;

class AgentWorld : public GenesisAccounts {
 public:
  static constexpr std::uint64_t kHeld = 1'000'000'000'000;        // of each mint, by the wallet
  static constexpr std::uint64_t kInPool = 1'000'000'000'000'000;  // of each mint, by each pool
  static constexpr std::uint64_t kFirstNonce = std::uint64_t{1} << 20U;
  static constexpr std::size_t kPools = 2;

  static Pubkey address(std::string_view name) {
    return Pubkey(codec::sha256({as_bytes("node/testing/"), as_bytes(name)}).value());
  }
  static codec::Keypair executor() {
    return codec::Keypair::from_secret(codec::sha256(as_bytes("node/testing/executor")).value());
  }
  static Pubkey owner() { return address("owner"); }
  static Pubkey dollar() { return address("dollar"); }
  static Pubkey gold() { return address("gold"); }
  static Pubkey pool(std::size_t index) { return address("pool " + std::to_string(index)); }
  static Pubkey agent(std::uint64_t id = 1) { return factory::agent_address(owner(), factory::AgentId(id)).address; }
  static Pubkey wallet(std::uint64_t id = 1) { return factory::wallet_address(agent(id), owner()).address; }
  static Pubkey held(const Pubkey& mint, std::uint64_t id = 1) {
    return protocols::token::associated_address(wallet(id), mint, protocols::token::kToken);
  }

  /// One agent, active with this config; besides swaps it may make the calls of `more`.
  explicit AgentWorld(const Hash& config_hash, std::span<const program::AllowEntry> more = {})
      : AgentWorld(std::span(&config_hash, 1), more) {}
  /// As many agents, numbered from 1, each active with its config.
  explicit AgentWorld(std::span<const Hash> config_hashes, std::span<const program::AllowEntry> more = {}) {
    put_program("agent_factory", program::kProgramId);
    put_program("swap_pool", swap_pool::kProgramId);
    for (const auto& mint : {dollar(), gold()}) {
      put(mint, protocols::token::kToken,
          tokens::mint_data({.authority = factory::to_program(owner()), .supply = ~0ULL, .decimals = 6}));
    }
    for (std::size_t i = 0; i < kPools; ++i) put_pool(i);
    put_quote();
    for (std::size_t i = 0; i < config_hashes.size(); ++i) {
      put_agent(i + 1, config_hashes[i], more);
      put_wallet(i + 1);
    }
    put(executor().pubkey(), Pubkey{}, {}, false, 1'000'000'000'000);
  }

 protected:
  static factory::program::Hash256 terms() {
    return factory::to_program(Hash(codec::sha256(as_bytes("terms")).value()));
  }

  void hold(const Pubkey& at, const Pubkey& mint, const grapnel::Pubkey& by, std::uint64_t amount) {
    put(at, protocols::token::kToken,
        tokens::account_data({.mint = factory::to_program(mint), .owner = by, .amount = amount}));
  }

  struct Side {
    Pubkey mint;
    std::uint64_t amount = 0;
  };
  /// A pool of swap_pool that takes 25 hundredths of a percent; `named` gives addresses to its share mint and the like.
  void put_market(const Pubkey& at, const Side& a, const Side& b,
                  const std::function<Pubkey(std::string_view)>& named) {
    const auto authority = swap_pool::find_authority(factory::to_program(at));
    const auto shares = named("shares"), fees = named("fees"), vault_a = named("vault a"), vault_b = named("vault b");
    put(shares, protocols::token::kToken,
        tokens::mint_data({.authority = authority.address, .supply = swap_pool::kInitialSupply, .decimals = 9}));
    hold(vault_a, a.mint, authority.address, a.amount);
    hold(vault_b, b.mint, authority.address, b.amount);
    hold(fees, shares, factory::to_program(owner()), 0);
    swap_pool::SwapV1 state{};
    state.is_initialized = 1;
    state.bump_seed = authority.bump;
    state.token_program_id = grapnel::Token::kId;
    state.token_a = factory::to_program(vault_a);
    state.token_b = factory::to_program(vault_b);
    state.pool_mint = factory::to_program(shares);
    state.token_a_mint = factory::to_program(a.mint);
    state.token_b_mint = factory::to_program(b.mint);
    state.pool_fee_account = factory::to_program(fees);
    state.fees = {25, 10'000, 0, 0, 0, 0, 0, 0};
    state.curve_type = swap_pool::kConstantProduct;
    put(at, factory::to_host(swap_pool::kProgramId), grapnel::client::account_data(state));
  }

  /// The wallet of an agent as it begins. Gold has no price, and may go into a stake; the wallet's holder waives both.
  static program::Wallet wallet_state(std::uint64_t id) {
    const auto its_agent = agent(id);
    const auto own = factory::wallet_address(its_agent, owner());
    const auto purse = factory::purse_address(own.address);
    program::Wallet state{};
    state.version = program::kLayoutVersion;
    state.bump = own.bump;
    state.purse_bump = purse.bump;
    state.max_loss_bps = program::kMaxLossBpsDefault;
    state.agent = factory::to_program(its_agent);
    state.beneficiary = state.rent_payer = factory::to_program(owner());
    state.purse = factory::to_program(purse.address);
    state.agent_created_slot = 1;
    state.agreed_terms = terms();
    state.nonce = state.uses = state.uses_at_license = kFirstNonce;
    state.use_allowance = up_to(1'000'000);
    for (const auto& mint : {dollar(), gold()}) {
      auto& line = state.mints[state.mint_count++];
      line.mint = factory::to_program(mint);
      line.allowance = up_to(kHeld);
      line.unpriced_allowed = line.unreturned_allowed = mint == gold() ? 1 : 0;
    }
    state.lamports.mint = program::kNativeMint;
    return state;
  }
  static program::Allowance up_to(std::uint64_t cap) {
    return {.cap = cap, .window_s = std::uint64_t{7} * 86'400, .newest_bucket = 0, .spent = {}};
  }

 private:
  void put_pool(std::size_t index) {
    put_market(pool(index), {dollar(), kInPool}, {gold(), kInPool + index * (kInPool / 50)},
               [&](std::string_view what) { return address(std::string(what) + std::to_string(index)); });
  }

  void put_quote() {
    ::governance::MintEntry listed{};
    listed.version = ::governance::kLayoutVersion;
    listed.is_quote = 1;
    listed.price_kind = ::governance::PriceKind::Quote;
    listed.decimals = 6;
    listed.mint = factory::to_program(dollar());
    const auto at =
        grapnel::find_program_address(::governance::kProgramId, ::governance::kMintSeed, listed.mint).address;
    put(factory::to_host(at), factory::to_host(::governance::kProgramId), grapnel::client::account_data(listed));
  }

  void put_agent(std::uint64_t id, const Hash& config_hash, std::span<const program::AllowEntry> more) {
    program::AgentState state{};
    state.version = program::kLayoutVersion;
    const auto own = factory::agent_address(owner(), factory::AgentId(id));
    state.bump = own.bump;
    state.lifecycle = program::Lifecycle::Active;
    state.owner = factory::to_program(owner());
    state.agent_id = id;
    state.created_slot = 1;
    state.terms = terms();
    state.config_hash = factory::to_program(config_hash);
    state.config_uri.used = 1;
    state.config_uri.chars.items[0] = 'x';
    state.executors[state.executor_count++] = factory::to_program(executor().pubkey());
    state.quote_mint = factory::to_program(dollar());
    state.upgrade_authority = factory::to_program(executor().pubkey());
    for (std::size_t i = 0; i < kPools; ++i) {
      auto& swap = state.allow_list[state.allow_count++];
      swap.program = swap_pool::kProgramId;
      swap.instruction_prefix[0] = 1;
      swap.prefix_size = 1;
      swap.fixed_keys[0] = factory::to_program(pool(i));
      swap.rules[swap.rule_count++] = {0, program::AccountRole::FixedKey0};
      swap.rules[swap.rule_count++] = {6, program::AccountRole::WalletToken};
    }
    for (const auto& entry : more) state.allow_list[state.allow_count++] = entry;
    put(own.address, factory::to_host(program::kProgramId), grapnel::client::account_data(state));
  }

  void put_wallet(std::uint64_t id) {
    const auto state = wallet_state(id);
    for (const auto& mint : {dollar(), gold()}) hold(held(mint, id), mint, factory::to_program(wallet(id)), kHeld);
    put(wallet(id), factory::to_host(program::kProgramId), grapnel::client::account_data(state));
    put(factory::to_host(state.purse), Pubkey{}, {});
  }
};

}  // namespace zestron::node::testing
