// Any bytes as an instruction: which accounts stand where, with which flags, and raw data. Whatever comes of it, lamports
// are conserved, a failure changes nothing, only the named authority changes an agent, and a retired agent stays retired.
#include <fuzzer/FuzzedDataProvider.h>
#include <agent_factory/agent_factory.hpp>

#include <array>
#include <cstdlib>

#include "world.hpp"

namespace {

using namespace agent_factory;
using namespace agent_factory::test;

constexpr std::array kDiscriminators = {
    kInstructionDiscriminator<create_agent>,         kInstructionDiscriminator<publish_agent>,
    kInstructionDiscriminator<activate_agent>,       kInstructionDiscriminator<deactivate_agent>,
    kInstructionDiscriminator<suspend_agent>,        kInstructionDiscriminator<retire_agent>,
    kInstructionDiscriminator<upgrade_agent>,        kInstructionDiscriminator<set_executors>,
    kInstructionDiscriminator<claim_performance>,    kInstructionDiscriminator<update_performance>,
    kInstructionDiscriminator<close_agent>,          kInstructionDiscriminator<execute>,
    kInstructionDiscriminator<close_creator_record>,
};

void demand(bool condition) {
  if (!condition) std::abort();
}

struct Fuzzed {
  World world;
  std::array<Pubkey, 10> pool = {
      world.agent, world.owner, world.upgrade_authority, world.executor,        world.stranger, System::kId,
      key(50),     kProgramId,  world.quote_entry,       world.creator_record()};

  // An agent in some state of its life, or none, and a wallet of it.
  explicit Fuzzed(FuzzedDataProvider& data) {
    if (data.ConsumeIntegralInRange<int>(0, 7) == 0) return;
    demand(world.create().ok());
    AgentState state = world.state();
    demand(world.activate().ok());
    state.lifecycle = static_cast<Lifecycle>(data.ConsumeIntegralInRange<int>(0, 4));
    state.resume_to = static_cast<Lifecycle>(data.ConsumeIntegralInRange<int>(0, 1));
    state.suspended_by = static_cast<SuspendedBy>(data.ConsumeIntegralInRange<int>(0, 2));
    state.suspended_at = kStartTime - data.ConsumeIntegralInRange<i64>(0, 2 * kRetireDelaySeconds);
    state.executor_count = data.ConsumeIntegralInRange<u64>(0, 1);
    if (state.executor_count == 1) state.executors[0] = world.executor;
    state.thresholds.max_executions = data.ConsumeIntegralInRange<u64>(0, 3);
    state.performance_metrics.execution_count = data.ConsumeIntegral<u64>();
    state.claimed_performance.gain = data.ConsumeIntegral<u64>();
    world.put_state(state);
    // A wallet that has agreed, with System to call: `execute` gets as far as the bytes let it.
    state.allow_count = 1;
    state.allow_list[0] = {};
    state.allow_list[0].program = System::kId;
    world.put_state(state);
    Wallet wallet = world.wallet_of_agent({data.ConsumeIntegral<u64>(), 0, 0, 0, 0, 0});
    wallet.beneficiary = world.owner;
    wallet.purse = world.stranger;
    wallet.agreed_terms = state.terms;
    wallet.use_allowance = {.cap = 3, .window_s = 7, .newest_bucket = 0, .spent = {}};
    world.put_wallet(key(50), wallet);
    if (data.ConsumeBool()) world.pass(1, 1);
  }

  client::Instruction instruction(FuzzedDataProvider& data) {
    client::Instruction out{kProgramId, {}, {}};
    // Half of them begin as they should, so that the handlers are reached.
    const usize usual = data.ConsumeBool() ? 1 : 0;
    if (usual != 0) out.accounts.push_back({world.agent, false, true});
    for (auto count = data.ConsumeIntegralInRange<int>(0, 4); count > 0; --count) {
      const Pubkey& chosen = pool[data.ConsumeIntegralInRange<usize>(0, pool.size() - 1)];
      out.accounts.push_back({chosen, data.ConsumeBool(), data.ConsumeBool()});
    }
    const u64 discriminator = kDiscriminators[data.ConsumeIntegralInRange<usize>(0, kDiscriminators.size() - 1)];
    client::detail::append_raw(out.data, discriminator);
    const auto rest = data.ConsumeRemainingBytes<u8>();
    out.data.insert(out.data.end(), rest.begin(), rest.end());
    return out;
  }

  std::array<grapnel::native::Account, 10> accounts() const {
    std::array<grapnel::native::Account, 10> all;
    for (usize i = 0; i < pool.size(); ++i) all[i] = world.account(pool[i]);
    return all;
  }
};

bool signed_by(const client::Instruction& instruction, const Pubkey& who) {
  for (const auto& meta : instruction.accounts) {
    if (meta.key == who && meta.is_signer) return true;
  }
  return false;
}

u64 sum(const std::array<grapnel::native::Account, 10>& accounts) {
  u64 lamports = 0;
  for (const auto& account : accounts) lamports += account.lamports.value();
  return lamports;
}

void check_agent(const AgentState& before, const AgentState& after, const Fuzzed& run, const client::Instruction& by) {
  demand(is_readable_agent(after));
  demand(after.owner == before.owner && after.quote_mint == before.quote_mint && after.agent_id == before.agent_id);
  demand(after.created_slot == before.created_slot && after.upgrade_authority == before.upgrade_authority);
  if (before.lifecycle == Lifecycle::Retired) demand(after.lifecycle == Lifecycle::Retired);
  if (after.lifecycle == Lifecycle::Active && before.lifecycle != Lifecycle::Active) {
    demand(signed_by(by, run.world.owner));
  }
  if (!equal(after.terms, before.terms)) {
    demand(signed_by(by, run.world.owner) || signed_by(by, run.world.upgrade_authority));
  }
  demand(after.claimed_performance.gain >= before.claimed_performance.gain);
  demand(after.claimed_performance.claim_count >= before.claimed_performance.claim_count);
  if (after.claimed_performance.claim_count != before.claimed_performance.claim_count) {
    demand(signed_by(by, run.world.executor) && before.lifecycle == Lifecycle::Active);
  }
  demand(after.performance_metrics.yield_generated >= before.performance_metrics.yield_generated);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  FuzzedDataProvider data(bytes, size);
  Fuzzed run(data);
  const client::Instruction instruction = run.instruction(data);
  const auto before = run.accounts();
  const bool existed = run.world.exists();
  const AgentState agent = run.world.state();

  const Outcome outcome = run.world.run(instruction);

  const auto after = run.accounts();
  demand(sum(before) == sum(after));
  if (!outcome.ok()) {
    demand(before == after);
  } else if (existed && run.world.exists()) {
    check_agent(agent, run.world.state(), run, instruction);
  } else if (existed) {
    demand(agent.lifecycle == Lifecycle::Retired && signed_by(instruction, run.world.owner));
  } else if (run.world.exists()) {
    demand(signed_by(instruction, run.world.owner) && run.world.state().lifecycle == Lifecycle::Created);
  }
  return 0;
}
