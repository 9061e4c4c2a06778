#include "sequence.hpp"

#include <algorithm>

namespace agent_factory::test {

namespace {

constexpr std::uint64_t kMost = ~std::uint64_t{0};

Pubkey wallet_key(usize index) { return key(500 + index); }

// Small amounts mostly, so that sums and thresholds meet; the ends of the range now and then.
u64 amount(u8 byte) { return byte < 250 ? byte : kMost - (255 - byte); }
// Thresholds: none, or low enough to be passed.
u64 limit(u8 byte) { return byte < 128 ? 0 : byte - 127; }

AgentPerformance to_program(const ModelCounters& counters) {
  return {counters.gain,           counters.loss,       counters.execution_gain,
          counters.execution_loss, counters.executions, counters.last};
}

// Some instructions have two numbers, so that they come up more often.
constexpr std::array<usize, kOperationCount> kCountedAs = {0, 1, 2, 2, 4, 5, 6, 7, 8, 9, 9, 11, 12, 12, 14, 15};

std::string text(Model::Code code) { return code == Model::kExists ? "any" : std::to_string(code); }

}  // namespace

Sequence::Sequence() {
  world_.owner = key_of(Who::Owner);
  world_.fund(world_.owner, Lamports{1'000'000'000});
  world_.agent_pda = find_program_address(kProgramId, kAgentSeed, world_.owner, World::kAgentId);
  world_.agent = world_.agent_pda.address;
  for (usize i = 0; i < 3; ++i) world_.fund(wallet_key(i), Lamports{20'000'000});
  lamports_ = all_lamports();
}

u64 Sequence::all_lamports() const {
  u64 sum = world_.account(world_.owner).lamports.value() + world_.account(world_.agent).lamports.value() +
            world_.account(world_.creator_record()).lamports.value();
  for (usize i = 0; i < model_.wallets.size(); ++i) sum += world_.account(wallet_key(i)).lamports.value();
  return sum;
}

void Sequence::write_wallet(usize index) {
  const ModelWallet& wallet = *model_.wallets[index];
  Wallet state = world_.wallet_of_agent(to_program(wallet.measured));
  state.agent_created_slot = wallet.created_slot;
  state.folded = to_program(wallet.folded);
  auto account = world_.account(wallet_key(index));
  account.owner = kProgramId;
  account.data = client::account_data(state);
  world_.ground->set_account(wallet_key(index), account);
}

// By whom and with what, from the operation's parameters.
struct Sequence::Wanted {
  explicit Wanted(const Operation& operation) {
    const auto who = static_cast<Who>(operation.who % kWhoCount);
    const auto by = [&](Who usual) { return operation.who < 200 ? usual : who; };
    const auto [kind, unused, a, b, c] = operation;
    owner = by(Who::Owner);
    authority = by(Who::UpgradeAuthority);
    executor = operation.who < 200 ? static_cast<Who>(2 + operation.who % 3) : who;
    suspender = a < 128 ? Who::Owner : who;
    retirer = a < 20 ? Who::Owner : Who::Stranger;  // an owner who retires ends the sequence's fun
    for (u8 i = 0; i < a % 4; ++i) {
      executors.push_back(static_cast<Who>(2 + ((b >> (2 * i)) + i) % 3));
      wallets.push_back((b >> (2 * i)) % 3);
    }
  }

  Who owner, authority, executor, suspender, retirer;
  std::vector<Who> executors;
  std::vector<usize> wallets;
};

Model::Code Sequence::ask(Model& model, const Operation& operation) {
  const Wanted wanted(operation);
  const auto [kind, unused, a, b, c] = operation;
  switch (kind % kOperationCount) {
    case 0: return model.create(a, limit(b), limit(c));
    case 1: return model.publish(wanted.owner);
    case 2:
    case 3: return model.activate(wanted.owner);
    case 4: return model.deactivate(wanted.owner);
    case 5: return model.suspend(wanted.suspender);
    case 6: return model.retire(wanted.retirer);
    case 7: return model.upgrade(wanted.authority, a, limit(b), limit(c));
    case 8: return model.set_executors(wanted.owner, wanted.executors);
    case 9:
    case 10: return model.claim(wanted.executor, amount(a), amount(b), c % 8, c / 8);
    case 12:
    case 13: return model.update(wanted.wallets);
    case 14: return model.close(wanted.owner);
    default: return Model::kOk;
  }
}

bool Sequence::is_possible(const Operation& operation) const {
  Model trial = model_;
  return ask(trial, operation) == Model::kOk;
}

std::optional<std::string> Sequence::step(const Operation& operation) {
  const Wanted wanted(operation);
  const auto [kind, unused, a, b, c] = operation;
  const auto agreed = [&](const Outcome& outcome) { return compare(operation, outcome, ask(model_, operation)); };

  switch (kind % kOperationCount) {
    case 0: {
      if (model_.agent && a % 8 != 0) return std::nullopt;  // an attempt to create it again now and then
      World::Config config;
      config.config_hash = hash_of(a);
      config.upgrade_authority = key_of(Who::UpgradeAuthority);
      config.thresholds = {limit(b), limit(c)};
      return agreed(world_.create(config));
    }
    case 1: return agreed(run(client::instruction<publish_agent>(kProgramId, {world_.agent, key_of(wanted.owner)})));
    case 2:
    case 3: return agreed(run(world_.activating(key_of(wanted.owner))));
    case 4:
      if (a < 160) return std::nullopt;  // so that agents stay active for a while
      return agreed(run(world_.deactivating(key_of(wanted.owner))));
    case 5: return agreed(world_.suspend(key_of(wanted.suspender)));
    case 6: return agreed(world_.retire(key_of(wanted.retirer)));
    case 7: {
      World::Config config;
      config.config_hash = hash_of(a);
      config.thresholds = {limit(b), limit(c)};
      config.uri.resize(1 + a % 60);
      world_.upgrade_authority = key_of(wanted.authority);
      return agreed(world_.upgrade(config));
    }
    case 8: {
      std::vector<Pubkey> keys;
      for (const Who executor : wanted.executors) keys.push_back(key_of(executor));
      SetExecutorsArgs args;
      args.executors.data = reinterpret_cast<const u8*>(keys.data());
      args.executors.size = static_cast<u32>(keys.size());
      return agreed(run(client::instruction<set_executors>(kProgramId, {world_.agent, key_of(wanted.owner)}, args)));
    }
    case 9:
    case 10:
      return agreed(
          world_.claim({amount(a), amount(b), static_cast<u64>(c % 8), hash_of(c / 8)}, key_of(wanted.executor)));
    case 11: {  // somebody opens a wallet, or executes with the one there is
      const usize index = operation.who % 3;
      auto& wallet = model_.wallets[index];
      const u64 slot = model_.agent ? model_.agent->terms.created_slot : 0;
      if (!wallet || wallet->created_slot != slot) {
        if (!model_.agent) return std::nullopt;
        wallet = ModelWallet{slot, {}, {}};
      }
      const auto grow = [](u64& counter, u64 by_amount) { counter += std::min(by_amount, kMost - counter); };
      grow(wallet->measured.gain, amount(a));
      grow(wallet->measured.loss, amount(b));
      grow(wallet->measured.execution_gain, c % 16);
      grow(wallet->measured.execution_loss, c / 16);
      grow(wallet->measured.executions, 1);
      wallet->measured.last = model_.time;
      write_wallet(index);
      return std::nullopt;
    }
    case 12:
    case 13: {
      std::vector<Pubkey> keys;
      for (const usize index : wanted.wallets) keys.push_back(wallet_key(index));
      return agreed(world_.update(keys));
    }
    case 14:
      return agreed(
          run(client::instruction<close_agent>(kProgramId, {world_.agent, key_of(wanted.owner), key_of(Who::Owner)})));
    default: {
      const i64 seconds = i64{b} * (c < 128 ? 1 : 10'000);
      const u64 slots = 1 + a % 3;
      world_.pass(slots, seconds);
      model_.slot += slots;
      model_.time += seconds;
      return std::nullopt;
    }
  }
}

std::optional<std::string> Sequence::compare(const Operation& operation, const Outcome& outcome, Model::Code expected) {
  const usize kind = kCountedAs[operation.kind % kOperationCount];
  ++tried[kind];
  if (outcome.ok()) ++succeeded[kind];
  const bool agrees =
      expected == Model::kExists ? !outcome.ok() : outcome.code == expected && outcome.ok() == (expected == 0);
  if (!agrees) {
    return "operation " + std::to_string(kind) + ": the program says " + std::to_string(outcome.code) + " (" +
           outcome.error + "), the model " + text(expected);
  }
  return compare_state();
}

std::optional<std::string> Sequence::compare_state() const {
  if (all_lamports() != lamports_) return "lamports came or went";
  const bool is_model_active = model_.agent && model_.agent->state == ModelAgent::Active;
  if (world_.active_agents().value_or(0) != (is_model_active ? 1 : 0)) return "the creator's count differs";
  if (world_.exists() != model_.agent.has_value()) return "one of them has an agent";
  for (usize i = 0; i < model_.wallets.size(); ++i) {
    if (!model_.wallets[i]) continue;
    if (!(world_.wallet(wallet_key(i)).folded == to_program(model_.wallets[i]->folded))) return "a watermark differs";
  }
  if (!model_.agent) return std::nullopt;

  const ModelAgent& model = *model_.agent;
  const AgentState state = world_.state();
  if (static_cast<int>(state.lifecycle) != static_cast<int>(model.state)) return "the lifecycle differs";
  if (state.lifecycle == Lifecycle::Active && static_cast<int>(state.resume_to) != static_cast<int>(model.from)) {
    return "the state to come back to differs";
  }
  if ((state.suspended_by == SuspendedBy::Threshold) != model.by_threshold) return "who suspended it differs";
  if (state.suspended_at != model.suspended_at) return "the time of suspension differs";
  if (state.created_slot != model.terms.created_slot) return "the slot of creation differs";
  if (!(state.config_hash == hash_of(model.terms.config))) return "the config differs";
  if (state.thresholds.max_net_loss != model.terms.max_net_loss ||
      state.thresholds.max_executions != model.terms.max_executions) {
    return "a threshold differs";
  }
  if (state.executor_count != model.terms.executors.size()) return "the number of executors differs";
  for (usize i = 0; i < kExecutorsMax; ++i) {
    const Pubkey expected = i < model.terms.executors.size() ? key_of(model.terms.executors[i]) : Pubkey{};
    if (!(state.executors[i] == expected)) return "an executor differs";
  }
  if (!(state.performance_metrics == to_program(model.measured))) return "measured counters differ";
  const ClaimedPerformance& claimed = state.claimed_performance;
  if (claimed.gain != model.claimed.gain || claimed.loss != model.claimed.loss ||
      claimed.trades != model.claimed.trades || claimed.claim_count != model.claimed.count ||
      claimed.last_claimed_at != model.claimed.last || !(claimed.root == hash_of(model.claimed.root))) {
    return "claims differ";
  }
  if (!(state.owner == key_of(Who::Owner)) || !(state.upgrade_authority == key_of(Who::UpgradeAuthority)) ||
      !(state.quote_mint == key(5)) || !(state.rent_payer == key_of(Who::Owner))) {
    return "a field changed that nothing may change";
  }
  return std::nullopt;
}

}  // namespace agent_factory::test
