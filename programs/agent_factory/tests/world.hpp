// The people of the tests and one call for each instruction, on whatever ground the binary was linked with.
#pragma once

#include <agent_factory/agent_factory.hpp>
#include <memory>
#include <string>
#include <vector>

#include "ground.hpp"

namespace agent_factory::test {

// Distinct numbers, distinct keys; nobody has their secrets.
constexpr Pubkey key(u64 number) { return {{number, 0x6167'656e'7400'0000, 0, 0x7465'7374}}; }

inline Hash256 hash_of(u8 fill) {
  Hash256 hash;
  for (u8& byte : hash) byte = fill;
  return hash;
}

struct World {
  static constexpr u64 kAgentId = 7;

  std::unique_ptr<Ground> ground = make_ground();
  Pubkey owner = key(1), upgrade_authority = key(2), executor = key(3), stranger = key(4), mint = key(5);
  Pda agent_pda = find_program_address(kProgramId, kAgentSeed, owner, kAgentId);
  Pubkey agent = agent_pda.address;
  Pubkey creator_record() const { return find_program_address(kProgramId, kCreatorSeed, owner).address; }
  Pubkey quote_entry = find_program_address(governance::kProgramId, governance::kMintSeed, mint).address;

  World() {
    fund(owner, Lamports{10'000'000'000});
    put_quote_entry(listed());
  }

  void fund(const Pubkey& who, Lamports lamports) { ground->set_account(who, {lamports, {}, System::kId, false}); }
  grapnel::native::Account account(const Pubkey& address) const { return ground->account(address); }
  Outcome run(const client::Instruction& instruction) { return ground->run(instruction); }

  // As a passed proposal leaves it behind.
  governance::MintEntry listed() const {
    governance::MintEntry entry{};
    entry.version = governance::kLayoutVersion;
    entry.is_quote = 1;
    entry.price_kind = governance::PriceKind::Quote;
    entry.decimals = 6;
    entry.mint = mint;
    return entry;
  }
  void put_quote_entry(const governance::MintEntry& entry, const Pubkey& program = governance::kProgramId) {
    ground->set_account(quote_entry, {Lamports{10'000'000}, client::account_data(entry), program, false});
  }

  // Plain values, so that a test names the one it changes.
  struct Config {
    Hash256 config_hash = hash_of(0xc0);
    Pubkey quote_mint = key(5);
    Pubkey upgrade_authority = key(2);
    Thresholds thresholds{};
    std::string uri = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
    u64 agent_id = kAgentId;
  };

  Outcome create(const Config& config) {
    const CreateAgentArgs args{config.agent_id,
                               {config.config_hash, config.quote_mint, config.upgrade_authority, config.thresholds,
                                Text{config.uri.data(), config.uri.size()}}};
    return run(client::instruction<create_agent>(kProgramId, {owner, agent, quote_entry, System::kId}, args));
  }
  Outcome create() { return create(Config{}); }
  Outcome publish() { return run(client::instruction<publish_agent>(kProgramId, {agent, owner})); }
  // Without a stake.
  client::Instruction activating(const Pubkey& by) const {
    const Pubkey record = find_program_address(kProgramId, kCreatorSeed, by).address;
    return client::instruction<activate_agent>(kProgramId,
                                               {agent, by, record, kProgramId, kProgramId, kProgramId, System::kId});
  }
  Outcome activate() { return run(activating(owner)); }
  client::Instruction deactivating(const Pubkey& by) const {
    return client::instruction<deactivate_agent>(kProgramId, {agent, by, creator_record()});
  }
  Outcome deactivate() { return run(deactivating(owner)); }
  client::Instruction suspending(const Pubkey& by) const {
    return client::instruction<suspend_agent>(kProgramId, {agent, by, creator_record()});
  }
  Outcome suspend(const Pubkey& by) { return run(suspending(by)); }
  client::Instruction retiring(const Pubkey& by) const {
    return client::instruction<retire_agent>(kProgramId, {agent, by, creator_record()});
  }
  Outcome retire(const Pubkey& by) { return run(retiring(by)); }
  Outcome close_record() {
    return run(client::instruction<close_creator_record>(kProgramId, {creator_record(), owner}));
  }
  std::optional<u64> active_agents() const {
    const auto record = client::account<CreatorRecord>(account(creator_record()).data);
    return record ? std::optional(record->active_agents) : std::nullopt;
  }
  Outcome close() { return run(client::instruction<close_agent>(kProgramId, {agent, owner, owner})); }

  Outcome upgrade(const Config& config) {
    const UpgradeAgentArgs args{config.config_hash, config.thresholds, Text{config.uri.data(), config.uri.size()}};
    return run(client::instruction<upgrade_agent>(kProgramId, {agent, upgrade_authority}, args));
  }
  Outcome set_executor_list(const std::vector<Pubkey>& executors) {
    SetExecutorsArgs args;
    args.executors.data = reinterpret_cast<const u8*>(executors.data());
    args.executors.size = static_cast<u32>(executors.size());
    return run(client::instruction<set_executors>(kProgramId, {agent, owner}, args));
  }
  Outcome claim(const ClaimPerformanceArgs& args, const Pubkey& by) {
    return run(client::instruction<claim_performance>(kProgramId, {agent, by}, args));
  }
  Outcome claim() { return claim({.gain = 100, .loss = 30, .trades = 2, .root = hash_of(0x33)}, executor); }
  Outcome update(const std::vector<Pubkey>& wallets) {
    auto instruction = client::instruction<update_performance>(kProgramId, {agent});
    for (const Pubkey& wallet : wallets) instruction.accounts.push_back({wallet, false, true});
    return run(instruction);
  }

  AgentState state() const { return client::account<AgentState>(account(agent).data).value_or(AgentState{}); }
  bool exists() const { return client::account<AgentState>(account(agent).data).has_value(); }

  // As open_wallet and execute leave one behind.
  Wallet wallet_of_agent(const AgentPerformance& measured) const {
    Wallet wallet{};
    wallet.version = kLayoutVersion;
    wallet.agent = agent;
    wallet.agent_created_slot = state().created_slot;
    wallet.measured = measured;
    return wallet;
  }
  void put_wallet(const Pubkey& address, const Wallet& wallet) {
    ground->set_account(address, {Lamports{20'000'000}, client::account_data(wallet), kProgramId, false});
  }
  Wallet wallet(const Pubkey& address) const { return client::account<Wallet>(account(address).data).value(); }
  // Beyond what instructions can do: for states that only `execute` will make.
  void put_state(const AgentState& state) {
    auto changed = account(agent);
    changed.data = client::account_data(state);
    ground->set_account(agent, changed);
  }

  void pass(u64 slots, i64 seconds) { ground->advance(slots, seconds); }
};

template <class T>
T only_event(const Outcome& outcome) {
  return outcome.events.size() == 1 ? client::event<T>(outcome.events[0]).value_or(T{}) : T{};
}

}  // namespace agent_factory::test
