// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, raw bytes, time. Whatever
// comes of it, a failure changes nothing, lamports and tokens only move, votes only add up, and a proposal's way through its life
// has no shortcut.
#include <grapnel/testing/add.hpp>
#include <grapnel/testing/balance.hpp>
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <cstdlib>

#include "governance_world.hpp"
#include "loader_double.hpp"

namespace {

using namespace governance;
using namespace governance::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

constexpr u64 kProposals = 4;
const std::vector<u8> kCode(64, 3);

std::vector<Pubkey> keys() {
  std::vector<Pubkey> out = {kAlice,
                             kBob,
                             kMallory,
                             kGuardian,
                             kMint,
                             kPool,
                             kTreasury,
                             kBuffer,
                             kProgram,
                             program_data(kProgram),
                             kGovernanceKey,
                             Token::kId,
                             kGovernanceAuthority,
                             kProgramId,
                             mint_entry(kMint),
                             pool_entry(kMarketPool),
                             kMarketPool,
                             stake_of(kAlice),
                             stake_of(kBob),
                             account_of(kBob)};
  for (u64 number = 0; number < kProposals; ++number) {
    out.push_back(proposal_of(number));
    out.push_back(vote_of(number, kAlice));
    out.push_back(vote_of(number, kBob));
  }
  return out;
}

Payload sound_action(FuzzedDataProvider& data) {
  switch (data.ConsumeIntegralInRange<int>(0, 10)) {
    case 0: return payload(kNoPrice);
    case 1: return payload(RemoveMint{kMint});
    case 2: return payload(SetPool{kMarket, kMarketPool});
    case 3: return payload(RemovePool{kMarketPool});
    case 4: return payload(SetGuardian{kBob});
    case 5:
      return payload(SetParameters{kVotingSecondsMin, kQuorumBpsMin + data.ConsumeIntegralInRange<u64>(0, 50), 0});
    case 6: return payload(TransferTokens{kTreasury, account_of(kBob), kBob, kMint, 7});
    case 7: return call_of(StakingWorld::setting_features({}));
    case 8: return payload(SetUpgradeAuthority{kProgram, data.ConsumeBool() ? kBob : Pubkey{}});
    default: return GovernanceWorld::upgrade_to(kCode);
  }
}
Payload action(FuzzedDataProvider& data) {
  if (data.ConsumeBool()) return sound_action(data);
  if (data.ConsumeBool()) return payload(SetParameters{kVotingSecondsMin, data.ConsumeIntegral<u64>(), 0});
  return {static_cast<ActionKind>(data.ConsumeIntegral<u8>()),
          data.ConsumeBytes<u8>(data.ConsumeIntegralInRange<usize>(0, kPayloadMax + 1))};
}

// What executes the proposal's action, if there is one.
client::Instruction executing(GovernanceWorld& world, u64 number) {
  const auto found = world.chain.state<Proposal>(proposal_of(number));
  switch (found ? found->kind : ActionKind::SetGuardian) {
    case ActionKind::SetMint: return world.setting_mint(number);
    case ActionKind::RemoveMint: return world.removing_mint(number);
    case ActionKind::SetPool: return world.setting_pool(number);
    case ActionKind::RemovePool: return world.removing_pool(number);
    case ActionKind::TransferTokens: return world.transferring(number);
    case ActionKind::CallProgram: return world.calling(number, StakingWorld::setting_features({}));
    case ActionKind::UpgradeProgram: return world.upgrading(number);
    case ActionKind::SetUpgradeAuthority:
      return world.handing_over(number, action_of<SetUpgradeAuthority>(*found).new_authority);
    default: return world.settling(number);
  }
}

bool is_upgrade(const GovernanceWorld& world, u64 number) {
  const auto found = world.chain.state<Proposal>(proposal_of(number));
  return found && found->kind == ActionKind::UpgradeProgram;
}

client::Instruction chosen(GovernanceWorld& world, FuzzedDataProvider& data) {
  const u64 number = data.ConsumeIntegralInRange<u64>(0, kProposals - 1);
  // Mostly the proposal of which it could succeed.
  const auto mostly = [&](u64 one) { return data.ConsumeIntegralInRange<int>(0, 3) != 0 ? one : number; };
  const Pubkey& person = data.ConsumeBool() ? kAlice : kBob;
  switch (data.ConsumeIntegralInRange<int>(0, 15)) {
    case 0: return world.proposing(world.governance().proposal_count, action(data), person);
    case 1: return world.voting(mostly(0), kAlice, Choice::Yes);
    case 2: return world.voting(mostly(0), person, data.ConsumeBool() ? Choice::No : Choice::Abstain);
    case 3: return world.queueing(number, is_upgrade(world, number) ? kBuffer : kProgramId);
    case 4: return world.queueing(mostly(1), data.ConsumeBool() ? kBuffer : kProgramId);
    case 5: return world.settling(mostly(2));
    case 6: return world.cancelling(number);
    case 7: return world.withdrawing(mostly(0));
    case 8: return world.closing(number);
    case 9: return world.closing_vote(number, person);
    case 10: return world.giving(mostly(0));
    case 11: return world.returning(mostly(3));
    case 12: return world.founding();
    default: return executing(world, mostly(2));
  }
}

bool run(GovernanceWorld& world, const client::Instruction& instruction) {
  const Outcome outcome = world.run(instruction);
  grapnel::testing::reach(instruction.data, outcome.ok());
  demand(grapnel::testing::out_of_balance(outcome).empty());
  return outcome.ok();
}

// A program that governance may upgrade, and the buffer for that: still the proposer's, or given for the last proposal.
void put_program(GovernanceWorld& world, bool is_given) {
  world.put_buffer(kCode, is_given ? kGovernanceAuthority : kAlice);
  const Pubkey at = program_data(kProgram);
  std::vector<u8> program = {2, 0, 0, 0};
  program.insert(program.end(), at.data(), at.data() + Pubkey::size());
  world.put(kProgram, program, UpgradeableLoader::kId);
  std::vector<u8> code(loader::ProgramData::kSize + kCode.size());
  code[0] = 3;
  world.put(at, code, UpgradeableLoader::kId);
  grapnel::testing::set_upgrade_authority(world.chain, kProgram, kGovernanceAuthority);
}

// Four proposals: one is voted on, one has passed, one is due, one was withdrawn. Bob's votes for the last three are over. What
// the removals remove is there.
void begin(GovernanceWorld& world, FuzzedDataProvider& data) {
  const bool is_given = data.ConsumeBool();
  demand(run(world, world.founding()));
  for (const Pubkey& person : {kAlice, kBob}) {
    demand(world.run(world.staking(person, kStaked)).ok());
    demand(world.run(world.locking(person, world.now() + 90 * kDaySeconds)).ok());
  }
  put_program(world, is_given);
  world.put(kMarketPool, std::vector<u8>(8), kMarket);
  world.put_tokens(kTreasury, {.mint = kMint, .owner = kGovernanceAuthority, .amount = 1'000});
  MintEntry mint{};
  mint.version = kLayoutVersion;
  mint.mint = kMint;
  mint.rent_payer = kMallory;
  world.chain.put(mint_entry(kMint), mint, kProgramId);
  PoolEntry pool{};
  pool.version = kLayoutVersion;
  pool.program = kMarket;
  pool.pool = kMarketPool;
  pool.rent_payer = kMallory;
  world.chain.put(pool_entry(kMarketPool), pool, kProgramId);
  world.pass(1);
  for (u64 number = 0; number < kProposals; ++number) {
    const bool upgrades = number == (is_given ? 3 : 0) && data.ConsumeBool();
    demand(world.run(world.proposing(number, upgrades ? GovernanceWorld::upgrade_to(kCode) : sound_action(data))).ok());
    if (number == 0) continue;
    demand(world.run(world.voting(number, kBob)).ok());
    Proposal changed = world.proposal(number);
    changed.yes = {kStaked, kStaked};
    changed.voting_ends_at = world.now();
    if (number == 2) changed.status = ProposalStatus::Queued;
    if (number == 2) changed.executable_at = world.now();
    if (number == 3) changed.status = ProposalStatus::Withdrawn;
    if (number == 3) changed.has_buffer = is_given && changed.kind == ActionKind::UpgradeProgram ? 1 : 0;
    world.chain.put(proposal_of(number), changed, kProgramId);
    auto voted = *world.chain.state<VoteRecord>(vote_of(number, kBob));
    voted.voting_ends_at = world.now();
    world.chain.put(vote_of(number, kBob), voted, kProgramId);
  }
}

using Proposals = std::vector<std::optional<Proposal>>;
Proposals proposals(const GovernanceWorld& world) {
  Proposals out;
  for (u64 number = 0; number < kProposals; ++number) out.push_back(world.chain.state<Proposal>(proposal_of(number)));
  return out;
}

void follows(const Proposal& before, const Proposal& after, i64 now) {
  demand(std::memcmp(before.payload.items, after.payload.items, kPayloadMax) == 0 && before.kind == after.kind);
  demand(before.quorum == after.quorum && before.voting_ends_at == after.voting_ends_at);
  demand(after.yes.amount >= before.yes.amount && after.no.amount >= before.no.amount);
  demand(after.yes == before.yes || (before.status == ProposalStatus::Voting && now < before.voting_ends_at));
  if (before.status == after.status) return;
  switch (after.status) {
    case ProposalStatus::Queued:
      demand(before.status == ProposalStatus::Voting && now >= before.voting_ends_at && has_passed(before));
      demand(after.executable_at >= now + kTimelockSeconds);
      return;
    case ProposalStatus::Executed:
      demand(before.status == ProposalStatus::Queued && now >= before.executable_at);
      return;
    case ProposalStatus::Cancelled:
      demand(before.status <= ProposalStatus::Queued && before.kind != ActionKind::SetGuardian);
      return;
    case ProposalStatus::Withdrawn: demand(before.status == ProposalStatus::Voting); return;
    default: std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* bytes, std::size_t size) {
  static const std::vector<Pubkey> kKeys = keys();
  FuzzedDataProvider data(bytes, size);
  GovernanceWorld world;
  world.chain.add<loader_double::Loader>();
  begin(world, data);
  for (int left = 12; left > 0 && data.remaining_bytes() > 0; --left) {
    switch (data.ConsumeIntegralInRange<int>(0, 11)) {
      case 0: world.pass(kRules.voting_seconds); break;
      case 1: world.pass(kTimelockSeconds); break;
      case 2: world.pass(data.ConsumeIntegralInRange<i64>(0, 20 * kDaySeconds)); break;
      default: break;
    }
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeBool() ? 0 : data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 120);
    const Proposals before = proposals(world);
    const Governance rules = world.governance();
    const u64 treasury = world.amount(kTreasury);
    const bool succeeded = run(world, instruction);
    const Proposals after = proposals(world);
    bool executed = false;
    for (usize i = 0; i < kProposals; ++i) {
      if (!succeeded) demand(before[i].has_value() == after[i].has_value());
      if (!before[i]) continue;
      if (!after[i]) {
        demand(is_over(*before[i], world.now()));
        continue;
      }
      follows(*before[i], *after[i], world.now());
      executed |= before[i]->status != after[i]->status && after[i]->status == ProposalStatus::Executed;
    }
    const Governance rules_after = world.governance();
    const bool changed = rules.guardian != rules_after.guardian || world.amount(kTreasury) != treasury ||
                         rules.parameters.quorum_bps != rules_after.parameters.quorum_bps;
    demand(!changed || executed);
    demand(within_bounds(rules_after.parameters));
  }
  return 0;
}
