// A chain on which an agent stakes and votes besides: a staking pool of gold whose rewards stream, the wallet's stake in it, and a
// proposal that the stake may vote on. For tests of the node; built from the programs' own headers.
#pragma once

#include "app/node/testing/agent_world.hpp"
#include "protocols/governance/governance.hpp"
#include "protocols/zest_staking/zest_staking.hpp"

#include <governance/governance.hpp>
#include <zest_staking/zest_staking.hpp>

#include <array>
#include <vector>

namespace zestron::node::testing {

class DaoWorld : public AgentWorld {
 public:
  static constexpr std::uint64_t kStaked = 500'000'000'000;
  static constexpr std::uint64_t kStream = 1'000'000'000'000;  // of gold, to all stakes
  static constexpr std::int64_t kStreamSeconds = 1'000;
  static constexpr std::int64_t kBegan = 1'735'689'600;  // the simulated market's first second

  static Pubkey stake_pool() { return derived(zest_staking::kProgramId, zest_staking::kPoolSeed, gold()); }
  static Pubkey stake() { return protocols::zest_staking::stake_address(stake_pool(), wallet()); }
  static Pubkey proposal() { return address("proposal"); }
  static Pubkey vote() { return protocols::governance::vote_address(proposal(), stake()); }
  static Pubkey friends_gold() { return protocols::token::associated_address(address("friend"), gold(), kToken); }

  /// `document` is the hash of the proposal's text.
  DaoWorld(const Hash& config_hash, const Hash& document) : AgentWorld(config_hash, calls()) {
    put_program("zest_staking", zest_staking::kProgramId);
    put_program("governance", ::governance::kProgramId);
    put_stakes();
    put_proposal(document);
    hold(friends_gold(), gold(), factory::to_program(address("friend")), 0);
  }

 private:
  static constexpr const Pubkey& kToken = protocols::token::kToken;

  template <class... Seed>
  static grapnel::Pubkey derived_key(const grapnel::Pubkey& of, const Seed&... seeds) {
    return grapnel::find_program_address(of, seeds...).address;
  }
  static Pubkey derived(const grapnel::Pubkey& of, grapnel::Text seed, const Pubkey& key) {
    return factory::to_host(derived_key(of, seed, factory::to_program(key)));
  }

  // A call of a program's instruction with these accounts where it hands something out.
  static program::AllowEntry call(const codec::Instruction& like, std::size_t prefix,
                                  const std::vector<program::AccountRule>& rules, const Pubkey& fixed) {
    program::AllowEntry out{};
    out.program = factory::to_program(like.program);
    for (std::size_t i = 0; i < prefix; ++i) out.instruction_prefix[i] = like.data[i];
    out.prefix_size = static_cast<std::uint8_t>(prefix);
    for (const auto& rule : rules) out.rules[out.rule_count++] = rule;
    out.fixed_keys[0] = factory::to_program(fixed);
    return out;
  }
  static std::vector<program::AllowEntry> calls() {
    using Role = program::AccountRole;
    namespace staking = protocols::zest_staking;
    const staking::Pool pool{stake_pool(), gold(), kToken, {}, {}};
    return {call(staking::stake(pool, wallet(), held(gold()), 1), 8, {{1, Role::FixedKey0}, {4, Role::WalletToken}},
                 stake_pool()),
            call(staking::claim_rewards(pool, wallet(), held(gold())), 8,
                 {{0, Role::FixedKey0}, {5, Role::WalletToken}}, stake_pool()),
            call(protocols::governance::vote(proposal(), wallet(), stake(), true), 8,
                 {{0, Role::Wallet}, {1, Role::FixedKey0}}, proposal()),
            call(protocols::token::transfer({}, {}, {}, {}, 1, 6, kToken), 1,
                 {{0, Role::WalletToken}, {2, Role::FixedKey0}}, friends_gold())};
  }

  void put_stakes() {
    const auto pool = factory::to_program(stake_pool());
    zest_staking::StakePool state{};
    state.version = zest_staking::kLayoutVersion;
    state.bump =
        grapnel::find_program_address(zest_staking::kProgramId, zest_staking::kPoolSeed, factory::to_program(gold()))
            .bump;
    state.decimals = 6;
    state.mint = factory::to_program(gold());
    state.token_program = grapnel::Token::kId;
    state.authority = state.rent_payer = factory::to_program(owner());
    state.vault = derived_key(zest_staking::kProgramId, zest_staking::kVaultSeed, pool);
    state.rewards_vault = derived_key(zest_staking::kProgramId, zest_staking::kRewardsSeed, pool);
    state.slash_sink = state.treasury = factory::to_program(address("sink"));
    state.cooldown_s = state.bond_cooldown_s = 60;
    state.staked = kStaked;
    state.stream_amount = kStream;
    state.stream_left_s = kStreamSeconds;
    state.updated_at = kBegan;
    put(stake_pool(), factory::to_host(zest_staking::kProgramId), grapnel::client::account_data(state));
    hold(factory::to_host(state.vault), gold(), pool, kStaked);
    hold(factory::to_host(state.rewards_vault), gold(), pool, kStream);

    zest_staking::StakeRecord record{};
    record.version = zest_staking::kLayoutVersion;
    record.bump = grapnel::find_program_address(zest_staking::kProgramId, zest_staking::kStakeSeed, pool,
                                                factory::to_program(wallet()))
                      .bump;
    record.pool = pool;
    record.staker = factory::to_program(wallet());
    record.rent_payer = factory::to_program(owner());
    record.amount = kStaked;
    record.last_staked_at = kBegan - 2 * ::governance::kDaySeconds;
    record.lock_until = kBegan + 365 * ::governance::kDaySeconds;
    put(stake(), factory::to_host(zest_staking::kProgramId), grapnel::client::account_data(record));
  }

  void put_proposal(const Hash& document) {
    ::governance::Proposal state{};
    state.version = ::governance::kLayoutVersion;
    state.status = ::governance::ProposalStatus::Voting;
    state.kind = ::governance::ActionKind::SetGuardian;
    state.payload_size = static_cast<std::uint32_t>(::governance::action_size(state.kind));
    state.proposer = state.rent_payer = factory::to_program(owner());
    state.stake_pool = factory::to_program(stake_pool());
    state.created_at = kBegan - ::governance::kDaySeconds;
    state.voting_ends_at = kBegan + 30 * ::governance::kDaySeconds;
    state.quorum = 1;
    state.document = factory::to_program(document);
    put(proposal(), factory::to_host(::governance::kProgramId), grapnel::client::account_data(state));
  }
};

}  // namespace zestron::node::testing
