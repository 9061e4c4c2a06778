// A chain on which an agent makes a market: a pool of gold against dollars that governance lists, gold's price by the oracle of the
// node's market, and a wallet whose holder waives nothing, so that shares are held to the loss bound by what they are worth. For tests of
// the node; built from the programs' own headers.
#pragma once

#include "app/node/testing/agent_world.hpp"
#include "domain/feed_id.hpp"
#include "protocols/governance/governance.hpp"
#include "protocols/pyth/price_update_v2.hpp"
#include "protocols/swap_pool/swap_pool.hpp"

#include <vector>

namespace zestron::node::testing {

class MakerWorld : public AgentWorld {
 public:
  static constexpr std::uint64_t kGolds = 10'000'000'000;
  static constexpr std::uint64_t kPrice = 150;  // in dollars: where simulated markets begin

  static Pubkey market() { return address("market"); }
  static Pubkey shares() { return address("market shares"); }
  static Pubkey vault_of_gold() { return address("market vault a"); }
  static Pubkey vault_of_dollars() { return address("market vault b"); }

  MakerWorld(const Hash& config_hash, const domain::FeedId& feed) : AgentWorld(config_hash, calls()) {
    put_market(market(), {gold(), kGolds}, {dollar(), kGolds * kPrice},
               [](std::string_view what) { return address("market " + std::string(what)); });
    put_listing(feed);
    auto state = wallet_state(1);
    for (std::size_t i = 0; i < state.mint_count; ++i)
      state.mints[i].unpriced_allowed = state.mints[i].unreturned_allowed = 0;
    auto& line = state.mints[state.mint_count++];
    line.mint = factory::to_program(shares());
    line.allowance = up_to(kHeld);
    put_instead(wallet(), factory::to_host(program::kProgramId), grapnel::client::account_data(state));
    hold(held(shares()), shares(), factory::to_program(wallet()), 0);
  }

 private:
  // Tokens that come out and shares that come in are the wallet's, at this pool.
  static std::vector<program::AllowEntry> calls() {
    using Role = program::AccountRole;
    const auto call = [](std::uint8_t tag, std::initializer_list<program::AccountRule> receivers) {
      program::AllowEntry out{};
      out.program = swap_pool::kProgramId;
      out.instruction_prefix[0] = tag;
      out.prefix_size = 1;
      out.fixed_keys[0] = factory::to_program(market());
      out.rules[out.rule_count++] = {0, Role::FixedKey0};
      for (const auto& rule : receivers) out.rules[out.rule_count++] = rule;
      return out;
    };
    return {call(2, {{8, Role::WalletToken}}), call(3, {{7, Role::WalletToken}, {8, Role::WalletToken}})};
  }

  void put_listing(const domain::FeedId& feed) {
    ::governance::MintEntry entry{};
    entry.version = ::governance::kLayoutVersion;
    entry.price_kind = ::governance::PriceKind::Pyth;
    entry.decimals = 6;
    entry.mint = factory::to_program(gold());
    entry.price_owner = factory::to_program(pyth::receiver_program());
    entry.price_feed = factory::to_program(Pubkey(feed.value()));
    entry.age_max_s = 60;
    entry.confidence_max_bps = 200;
    put(protocols::governance::mint_entry_address(gold()), factory::to_host(::governance::kProgramId),
        grapnel::client::account_data(entry));
    ::governance::PoolEntry pool{};
    pool.version = ::governance::kLayoutVersion;
    pool.program = swap_pool::kProgramId;
    pool.pool = factory::to_program(market());
    put(protocols::governance::pool_entry_address(market()), factory::to_host(::governance::kProgramId),
        grapnel::client::account_data(pool));
  }
};

}  // namespace zestron::node::testing
