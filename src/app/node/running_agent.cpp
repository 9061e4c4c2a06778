#include "app/node/running_agent.hpp"

#include "codec/merkle/merkle.hpp"
#include "transact/spending/spending.hpp"

#include <algorithm>

namespace zestron::node {
namespace {

// Five signatures' worth: a transaction pays one, the rest is room for a priority fee.
constexpr Lamports kFeeMax(25'000);
constexpr std::size_t kWantedMax = 4;
constexpr std::int64_t kApprovalValidMs = 60LL * 60 * 1000;

std::vector<RunningAgent::Watch> watches_of(const agent::Config& config) {
  using On = agent::Trigger::On;
  std::vector<RunningAgent::Watch> out;
  for (const auto& trigger : config.plan()->triggers()) {
    if (trigger.on != On::kTick && trigger.on != On::kMessage)
      out.push_back({trigger, trigger.on == On::kProposal || trigger.on == On::kStake});
  }
  return out;
}

bool has(const agent::Config& config, std::string_view kind) {
  return std::ranges::any_of(config.nodes(), [&](const agent::Node& node) { return node.kind->name == kind; });
}

}  // namespace

policy::Policy policy_of(const agent::Config& config) {
  const auto& limits = config.limits();
  policy::Policy out{.killed = false,
                     .actions = {std::string(domain::ClaimPerformance::kName)},
                     .oracle_age_max_ms = limits.oracle_age_ms_max,
                     .oracle_confidence_max_bps = limits.confidence_bps_max,
                     .claim_max = limits.claim_micros_max,
                     .claims_per_day_max = limits.claims_per_day_max,
                     .fee_max = kFeeMax,
                     .counterparties = limits.counterparties,
                     .actions_per_day_max = limits.actions_per_day_max,
                     .slippage_max_bps = limits.slippage_bps_max,
                     .refusals_max = limits.refusals_max,
                     .approval_valid_ms = kApprovalValidMs};
  for (const auto name : {domain::Swap::kName, domain::Stake::kName, domain::Vote::kName, domain::Transfer::kName,
                          domain::Arbitrage::kName, domain::AddLiquidity::kName, domain::RemoveLiquidity::kName}) {
    if (has(config, name)) out.actions.emplace_back(name);
  }
  // The record of a vote has its rent from the executor, who gets it back when the vote is over.
  if (has(config, domain::Vote::kName)) out.fee_max = Lamports(kFeeMax.value() + transact::kVoteRentMax.value());
  for (const auto& cap : limits.spending)
    out.spending.push_back({cap.mint, cap.per_action_max, cap.per_day_max, cap.approval_above});
  return out;
}

RunningAgent::RunningAgent(const AdoptedAgent& adopted, agent::Config its)
    : file(adopted),
      config(std::move(its)),
      policy(policy_of(config)),
      runtime(config, file.agent),
      watches(watches_of(config)) {}

bool RunningAgent::is_restless() const {
  return stale || !active || next ||
         std::ranges::any_of(watches, [](const Watch& watch) { return watch.look || watch.follows_clock; });
}

void RunningAgent::look_around() {
  for (auto& watch : watches) watch.look = true;
}

void RunningAgent::upgrade(const AdoptedAgent& adopted, agent::Config newer) {
  // Answers are still waited for by nodes that go on, and by no others of the same name.
  const auto goes_on = [&](const std::string& id) {
    const auto before = std::ranges::find(config.nodes(), id, &agent::Node::id);
    const auto after = std::ranges::find(newer.nodes(), id, &agent::Node::id);
    return before != config.nodes().end() && after != newer.nodes().end() && before->kind == after->kind &&
           before->params == after->params;
  };
  std::erase_if(asked, [&](const auto& entry) { return !goes_on(entry.first); });
  file = adopted;
  config = std::move(newer);
  auto node_spending = std::move(policy.node_spending);
  policy = policy_of(config);
  policy.node_spending = std::move(node_spending);
  const auto trades = runtime.trades().size();
  runtime.upgrade(config);
  // Its position began anew, and so do the trades that are counted against the chain's.
  if (trades != 0 && runtime.trades().empty()) {
    trades_before = on_chain;
    trades_kept = 0;
  }
  // Nodes that begin anew have seen nothing, and nobody knows which of them read what: all is told again.
  watches = watches_of(config);
  wanted.clear();
  next.reset();
  failures.clear();
}

past::AgentStanding RunningAgent::standing() const {
  const auto its = runtime.standing();
  past::AgentStanding out{.agent = file.agent,
                          .config = file.config_hash,
                          .active = active,
                          .trades_before = trades_before,
                          .letters = letters,
                          .ticks = its.ticks,
                          .intents = its.sequence,
                          .trades = runtime.trades().size(),
                          .asked = {},
                          .seen = {},
                          .block = {}};
  for (const auto& [node, request] : asked) out.asked.push_back(request);
  // As the log of inputs has it, from which it would be known otherwise.
  for (const auto& watch : watches)
    out.seen.push_back(watch.seen ? std::optional(as_recorded({{}, {}, *watch.seen}).what) : std::nullopt);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(its.block.data());
  out.block.assign(bytes, bytes + its.block.size());
  return out;
}

bool RunningAgent::stand_at(const past::AgentStanding& standing, std::vector<agent::TradeClosed> trades) {
  if (standing.config != file.config_hash || standing.seen.size() != watches.size()) return false;
  for (std::size_t i = 0; i < watches.size(); ++i) {
    const auto& seen = standing.seen[i];
    if (seen && trigger_of({{}, {}, *seen}) != watches[i].trigger) return false;
    watches[i].seen = seen;
  }
  const agent::Runtime::Standing its{standing.ticks, standing.intents, std::as_bytes(std::span(standing.block))};
  if (trades.size() != standing.trades || !runtime.stand_at(its, std::move(trades))) return false;
  for (const auto& request : standing.asked) asked[request.node] = request;
  active = standing.active;
  trades_before = standing.trades_before;
  letters = standing.letters;
  trades_kept = runtime.trades().size();
  begun = true;
  return true;
}

void RunningAgent::begin_tick() {
  runtime.begin_tick();
  fuel_full = true;
}

void RunningAgent::wants(const domain::Intent& intent) {
  if (std::holds_alternative<domain::ClaimPerformance>(intent.action)) return;
  if (wanted.size() == kWantedMax) wanted.erase(wanted.begin());
  wanted.push_back({intent.action, intent.slot});
}

std::optional<domain::ClaimPerformance> RunningAgent::unclaimed() const {
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

}  // namespace zestron::node
