#include "node.hpp"

#include "codec/base58.hpp"
#include "disk.hpp"

#include <fmt/format.h>

namespace zestron::simulation {
namespace {

ports::ChainOutcome<std::optional<std::uint64_t>> count_on_chain(const Ledger& ledger, ports::Chain& chain,
                                                                 const domain::Intent& intent, Commitment commitment) {
  const auto account = chain.account(intent.agent, commitment);
  if (!account) return std::unexpected(account.error());
  return *account ? ledger.trades_in(**account) : std::nullopt;
}

std::vector<codec::Instruction> build(const domain::Intent& intent, const Pubkey& executor,
                                      std::optional<std::uint64_t> nonce) {
  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  if (nonce && *nonce != claim.trades_total - claim.trades) return {};
  return {claim_instruction(intent, executor)};
}

transact::Setup pipeline_setup(const NodeSetup& node) {
  transact::Setup setup{.programs = {program(), transact::compute_budget_program()}, .build = build};
  // Claims have no protection on chain against being made twice, so nothing less than final will do.
  setup.proceed = setup.wanted = Commitment::kFinalized;
  if (node.bug == Bug::kApprovalUsedTwice) {  // an action that no count on chain would give away, as a transfer is
    setup.build = [](const domain::Intent& intent, const Pubkey& executor, std::optional<std::uint64_t>) {
      return std::vector{claim_instruction(intent, executor)};
    };
  }
  // The counter alone would save a node that believes an endpoint which lags.
  if (node.bug != Bug::kNonceIgnored && node.bug != Bug::kLaggingExpiry) {
    setup.nonce = [&ledger = node.ledger](ports::Chain& chain, const domain::Intent& intent, Commitment commitment) {
      return count_on_chain(ledger, chain, intent, commitment);
    };
  }
  if (node.bug == Bug::kTwoInFlight) setup.proceed = Commitment::kProcessed;
  if (node.bug == Bug::kLandedAtProcessed) setup.proceed = setup.wanted = Commitment::kProcessed;
  if (node.fees) setup.fees = transact::FeeRules{};
  return setup;
}

}  // namespace

Node::Node(const NodeSetup& setup) : setup_(setup) {
  for (std::size_t i = 0; i < setup.agents; ++i) traders_.emplace_back(i);
  for (const auto& view : setup.market.past()) {
    for (auto& trader : traders_) trader.on_tick(view);
  }
}
Node::~Node() = default;

ports::JournalOutcome<void> Node::start() {
  auto opened = transact::SqliteJournal::open("journal.db", transact::SqliteJournal::Read::kWhole, Disk::vfs());
  if (!opened) return std::unexpected(opened.error());
  journal_ = *std::move(opened);
  setup_.checker.restarted(*journal_);
  watched_journal_.emplace(*journal_, setup_.checker, setup_.bug);
  std::vector<transact::Endpoint> endpoints;
  for (auto* endpoint : setup_.endpoints) endpoints.push_back({fmt::format("rpc{}", endpoints.size()), endpoint});
  const bool one_decides = setup_.bug == Bug::kLiarBelieved || setup_.bug == Bug::kLaggingExpiry;
  failover_.emplace(endpoints, one_decides ? 1 : endpoints.size() / 2 + 1);
  chain_.emplace(*failover_, *watched_journal_, setup_.checker, setup_.bug, setup_.ledger.blockhash_life());
  chain_->alive = setup_.alive;
  std::vector<ports::Signer*> lanes;
  for (const auto& pair : setup_.executors) {
    signers_.push_back(std::make_unique<WatchedSigner>(pair, setup_.checker, now_));
    lanes.push_back(signers_.back().get());
  }
  pipeline_ = std::make_unique<transact::Pipeline>(*chain_, *watched_journal_, lanes, pipeline_setup(setup_));
  return pipeline_->resume();
}

void Node::on_slot(const domain::ContextView& view, const std::function<void(const std::string&)>& tell) {
  now_ = view.now;
  for (const auto& ended : pipeline_->on_slot()) {
    if (ended.state == domain::EffectState::kLanded) landed_[ended.intent.agent] = ended.intent;
    tell(fmt::format("effect {} of {} is {}", ended.intent.sequence, codec::to_base58(ended.intent.agent).substr(0, 4),
                     to_string(ended.state)));
  }
  for (auto& trader : traders_) {
    trader.on_tick(view);
    propose(trader, view, tell);
  }
}

void Node::propose(Trader& trader, const domain::ContextView& view,
                   const std::function<void(const std::string&)>& tell) {
  if (pipeline_->in_flight(trader.key())) return;
  domain::Intent intent{trader.key(), view.slot, 0, domain::ClaimPerformance{}};
  const auto on_chain = count_on_chain(setup_.ledger, *chain_, intent, Commitment::kFinalized);
  if (!on_chain || !*on_chain) return;
  const auto claim = trader.unclaimed(**on_chain, setup_.caps.claim_max);
  if (!claim) return;
  auto& random = setup_.random;
  const auto& model = setup_.model;
  if (random.below(1'000) < model.silent) return;
  intent.sequence = pipeline_->next_sequence(trader.key());
  intent.action = *claim;
  const auto landed = landed_.find(trader.key());
  if (random.below(1'000) < model.absurd) {
    intent = absurd_intent(random, intent);
  } else if (random.below(1'000) < model.repeats && landed != landed_.end()) {
    const auto sequence = intent.sequence;
    intent = landed->second;
    if (setup_.bug == Bug::kApprovalUsedTwice) intent.sequence = sequence;
  }
  const auto effect = pipeline_->propose(intent, view, policy_of(setup_.caps));
  auto& refusal = refusals_[trader.key()];
  if (std::exchange(refusal, effect.reason) == effect.reason && !effect.reason.empty()) return;  // told already
  tell(fmt::format("effect {} of {}: {} {}", intent.sequence, codec::to_base58(intent.agent).substr(0, 4),
                   to_string(effect.state), effect.reason));
}

}  // namespace zestron::simulation
