#include "app/node/agent_runner.hpp"

#include "codec/base58.hpp"
#include "codec/merkle/merkle.hpp"
#include "context/assemble.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;

constexpr std::uint64_t kLookEverySlots = 8;
// Five signatures' worth: a claim pays one, the rest is room for a priority fee.
constexpr Lamports kClaimFeeMax(25'000);
constexpr std::int64_t kApprovalValidMs = 60LL * 60 * 1000;

policy::Policy policy_of(const agent::Config& config) {
  const auto& limits = config.limits();
  policy::Policy out{.killed = false,
                     .actions = {std::string(domain::ClaimPerformance::kName)},
                     .oracle_age_max_ms = limits.oracle_age_ms_max,
                     .oracle_confidence_max_bps = limits.confidence_bps_max,
                     .claim_max = limits.claim_micros_max,
                     .claims_per_day_max = limits.claims_per_day_max,
                     .fee_max = kClaimFeeMax,
                     .counterparties = limits.counterparties,
                     .actions_per_day_max = limits.actions_per_day_max,
                     .slippage_max_bps = limits.slippage_bps_max,
                     .refusals_max = limits.refusals_max,
                     .approval_valid_ms = kApprovalValidMs};
  for (const auto& cap : limits.spending)
    out.spending.push_back({cap.mint, cap.per_action_max, cap.per_day_max, cap.approval_above});
  return out;
}

// Why this node cannot run an agent of that config; empty when it can. An agent whose answers would never come, or whose intents
// nobody carries out, is not started at all.
std::string unservable(const agent::Config& config) {
  for (const auto service : config.plan()->services())
    return fmt::format("it needs a {}, and none is configured", service);
  for (const auto& trigger : config.plan()->triggers()) {
    if (trigger.on != agent::Trigger::On::kTick || trigger.key != Pubkey(config.market().feed.value()))
      return "it waits for pools, wallets, stakes, proposals, messages or other feeds, and this node feeds its own "
             "market only";
  }
  for (const auto& node : config.nodes()) {
    if (node.kind->name == "submit")
      return fmt::format("its node '{}' submits intents other than claims, which this node does not carry out",
                         node.id);
    if (node.kind->name == "send")
      return fmt::format("its node '{}' sends messages to an agent, which this node does not deliver", node.id);
  }
  return {};
}

std::vector<codec::Instruction> build(const domain::Intent& intent, const Pubkey& executor) {
  const auto* claim = std::get_if<domain::ClaimPerformance>(&intent.action);
  if (claim == nullptr) return {};  // no agent runs that could want something else: unservable()
  auto instruction = factory::claim_performance({intent.agent, executor, factory::QuoteAmount(claim->gain),
                                                 factory::QuoteAmount(claim->loss), claim->trades, claim->root});
  return instruction ? std::vector{*std::move(instruction)} : std::vector<codec::Instruction>{};
}

// The chain's count of claimed trades is what a claim moves, and no other effect does.
ports::ChainOutcome<std::optional<std::uint64_t>> claimed_trades(ports::Chain& chain, const domain::Intent& intent,
                                                                 Commitment commitment) {
  const auto account = chain.account(intent.agent, commitment);
  if (!account) return std::unexpected(account.error());
  if (!*account) return std::optional<std::uint64_t>();
  const auto state = factory::decode_agent((*account)->owner, (*account)->data);
  return state ? std::optional<std::uint64_t>(state->claimed_performance.trades) : std::nullopt;
}

transact::Setup setup(transact::InstructionBuilder builder) {
  // What an agent does next follows from `processed`: anything more settled would make it depend on how fast the disk was. A claim
  // counts as landed when it is confirmed, for a slot that is not on disk is gone after a crash, and its claims with it.
  return {.programs = {factory::program_id()},
          .build = std::move(builder),
          .nonce = claimed_trades,
          .blockhash = Commitment::kProcessed,
          .proceed = Commitment::kProcessed,
          .wanted = Commitment::kConfirmed};
}

}  // namespace

struct AgentRunner::Running {
  Running(AdoptedAgent adopted, const agent::Config& config)
      : file(std::move(adopted)), feed(config.market().feed), policy(policy_of(config)), runtime(config, file.agent) {}

  // The trades that the chain has not counted, as many as fit one claim under the cap.
  [[nodiscard]] std::optional<domain::ClaimPerformance> unclaimed() const {
    const auto& trades = runtime.trades();
    const std::uint64_t done = on_chain - std::min(on_chain, trades_before);
    domain::ClaimPerformance claim;
    for (std::size_t i = done; i < trades.size(); ++i) {
      const auto profit = trades[i].profit_micros;
      const auto gain = claim.gain + static_cast<std::uint64_t>(std::max<std::int64_t>(profit, 0));
      const auto loss = claim.loss + static_cast<std::uint64_t>(std::max<std::int64_t>(-profit, 0));
      if (claim.trades > 0 && (gain > policy.claim_max || loss > policy.claim_max)) break;
      claim.gain = gain;
      claim.loss = loss;
      claim.trades += 1;
    }
    if (claim.trades == 0) return std::nullopt;
    claim.trades_total = done + claim.trades;
    codec::MerkleAccumulator tree;
    for (std::size_t i = 0; i < claim.trades_total; ++i)
      tree.append(codec::merkle_leaf(agent::canonical_bytes(trades[i])));
    claim.root = tree.root();
    return claim;
  }

  AdoptedAgent file;
  domain::FeedId feed;
  policy::Policy policy;
  agent::Runtime runtime;
  bool begun = false;  // a first line of activity was written for this config
  bool active = false;
  std::uint64_t trades_before = 0;  // on chain when this config began
  std::uint64_t on_chain = 0;       // claimed trades as last read
  std::string refusal;              // the last one told
  Bytes seen;                       // the agent's account as last read
};

AgentRunner::AgentRunner(ports::Chain& chain, ports::Journal& journal, const DataFolder& folder, Narrator& narrator,
                         std::unique_ptr<ports::Signer> signer)
    : chain_(chain),
      folder_(folder),
      narrator_(narrator),
      signer_(std::move(signer)),
      pipeline_(chain, journal, {signer_.get()},
                setup([this](const domain::Intent& intent, const Pubkey& executor, std::optional<std::uint64_t> nonce) {
                  const auto& agent = agents_.at(intent.agent);
                  // Formed on another count than the chain's newest, the claim would add some trades twice.
                  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
                  const auto expected = agent.trades_before + claim.trades_total - claim.trades;
                  return nonce && *nonce != expected ? std::vector<codec::Instruction>{} : build(intent, executor);
                })) {}
AgentRunner::~AgentRunner() = default;

std::expected<void, std::string> AgentRunner::restore(Slot last, const PastTicks& past) {
  if (auto resumed = pipeline_.resume(); !resumed) return std::unexpected(resumed.error().message);
  if (auto found = look_for_agents(last); !found) return found;
  std::map<Pubkey, std::vector<Activity>> activities;
  for (auto& [key, agent] : agents_) {
    auto activity = load_activity(folder_, key, last);
    if (!activity) return std::unexpected(activity.error().message);
    // Only the present config's stretch counts: an upgrade begins with fresh indicators.
    std::erase_if(*activity, [&](const Activity& line) { return line.config_hash != agent.file.config_hash; });
    if (!activity->empty()) {
      agent.begun = true;
      agent.trades_before = activity->front().trades_before;
      activities[key] = *std::move(activity);
    }
  }
  if (activities.empty()) return {};
  return past([&](Slot slot, const domain::Tick& tick) {
    last_tick_ = tick;
    // What an agent makes of a tick depends on the tick's own time, so the slot's clock need not be known again.
    const auto view = context::assemble(slot, UnixSeconds(tick.published.value() / 1000), tick);
    if (!view) return;
    if (recorder_ != nullptr) recorder_->fed({view->slot, view->now, view->tick}, true);
    for (auto& [key, lines] : activities) {
      auto& agent = agents_.at(key);
      const auto after =
          std::find_if(lines.begin(), lines.end(), [&](const Activity& line) { return line.slot > slot; });
      agent.active = after != lines.begin() && std::prev(after)->active;
      if (agent.active) feed(agent, *view);
    }
  });
}

std::expected<void, std::string> AgentRunner::look_for_agents(Slot slot) {
  if (looked_ && slot.value() % kLookEverySlots != 0) return {};
  looked_ = true;
  std::vector<std::string> notices;
  for (const auto& file : adopted_agents(folder_, notices)) {
    const auto known = agents_.find(file.agent);
    if (known != agents_.end() && known->second.file == file) continue;
    const auto config = load_config(folder_, file.config_hash);
    if (!config) {
      notices.push_back(config.error().message);
      continue;
    }
    if (known != agents_.end()) agents_.erase(known);
    if (const auto reason = unservable(*config); !reason.empty()) {
      notices.push_back(fmt::format("agent {} is not run: {}", codec::to_base58(file.agent), reason));
      continue;
    }
    agents_.emplace(file.agent, Running(file, *config));
    if (recorder_ != nullptr) recorder_->begins(file.agent, config->canonical());
  }
  for (const auto& notice : notices) {
    if (told_.insert(notice).second) narrator_.notice(notice);  // not again every few slots
  }
  return {};
}

std::expected<void, std::string> AgentRunner::follow_chain(Running& agent, Slot slot) {
  const auto account = chain_.account(agent.file.agent, Commitment::kProcessed);
  if (!account) return {};  // read again next slot
  bool active = false;
  if (*account) {
    if (recorder_ != nullptr && (*account)->data != agent.seen) {
      agent.seen = (*account)->data;
      recorder_->account({slot, agent.file.agent, (*account)->owner, (*account)->lamports, agent.seen});
    }
    if (const auto state = factory::decode_agent((*account)->owner, (*account)->data)) {
      agent.on_chain = state->claimed_performance.trades;
      const auto* end = state->executors.items + state->executor_count;
      const bool ours = std::find(state->executors.items, end, factory::to_program(signer_->pubkey())) != end;
      active =
          ours && factory::program::is_active(*state) && factory::to_host(state->config_hash) == agent.file.config_hash;
    }
  }
  if (active == agent.active) return {};
  if (!agent.begun) agent.trades_before = agent.on_chain;
  if (auto kept =
          append_activity(folder_, agent.file.agent, {slot, agent.file.config_hash, active, agent.trades_before});
      !kept) {
    return std::unexpected(kept.error().message);
  }
  agent.begun = true;
  agent.active = active;
  return {};
}

agent::Step AgentRunner::feed(Running& agent, const domain::ContextView& view) {
  const auto step = agent.runtime.on_tick(view);
  if (recorder_ != nullptr) recorder_->outcome(agent.runtime, step);
  return step;
}

void AgentRunner::tell(const domain::Effect& effect) {
  if (recorder_ != nullptr) recorder_->turned(effect);
  narrator_.effect(effect);
}

void AgentRunner::tick(Running& agent, const domain::ContextView& view) {
  const auto step = feed(agent, view);
  if (step.opened != nullptr) {
    narrator_.trade({agent.file.agent, view.slot, false, step.opened->price.mantissa, 0, step.opened->price.exponent, 0,
                     step.opened->number});
  }
  if (step.closed != nullptr) {
    narrator_.trade({agent.file.agent, view.slot, true, step.closed->opened.price.mantissa, step.closed->price.mantissa,
                     step.closed->price.exponent, step.closed->profit_micros, step.closed->opened.number});
  }
  const auto& position = agent.runtime.position();
  narrator_.standing({agent.file.agent, view.slot, view.tick, position.trades, position.realised_micros,
                      position.side != agent::Side::kFlat});
}

void AgentRunner::claim(Running& agent, const domain::ContextView& view) {
  if (pipeline_.in_flight(agent.file.agent)) return;
  const auto pending = agent.unclaimed();
  if (!pending) return;
  const auto sequence = pipeline_.next_sequence(agent.file.agent);
  const auto effect = pipeline_.propose({agent.file.agent, view.slot, sequence, *pending}, view, agent.policy);
  if (effect.state == transact::State::kRefused) {
    if (effect.reason != agent.refusal) tell(effect);
    agent.refusal = effect.reason;
    return;
  }
  agent.refusal.clear();
  tell(effect);
}

std::expected<void, std::string> AgentRunner::on_slot(const AttendedSlot& slot) {
  if (auto found = look_for_agents(slot.slot); !found) return found;
  for (const auto& ended : pipeline_.on_slot()) tell(ended);
  if (slot.tick) last_tick_ = slot.tick;
  if (recorder_ != nullptr && slot.tick) {
    if (const auto view = context::assemble(slot.slot, slot.clock, *slot.tick))
      recorder_->fed({view->slot, view->now, view->tick}, true);
  }
  for (auto& [key, agent] : agents_) {
    if (auto followed = follow_chain(agent, slot.slot); !followed) return followed;
    if (!agent.active || !last_tick_) continue;
    const auto view = context::assemble(slot.slot, slot.clock, *last_tick_);
    if (!view) continue;
    if (slot.tick) tick(agent, *view);
    claim(agent, *view);
  }
  if (recorder_ != nullptr) recorder_->flush();
  return {};
}

AgentRunner::Totals AgentRunner::totals() const {
  Totals totals;
  for (const auto& [key, agent] : agents_) {
    const auto& position = agent.runtime.position();
    totals.trades += position.trades;
    totals.net += position.realised_micros;
  }
  return totals;
}

bool AgentRunner::busy() const {
  return std::any_of(agents_.begin(), agents_.end(), [&](const auto& entry) {
    return pipeline_.in_flight(entry.first) || (entry.second.active && entry.second.unclaimed().has_value());
  });
}

}  // namespace zestron::node
