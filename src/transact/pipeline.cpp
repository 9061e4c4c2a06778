#include "transact/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::transact {
namespace {

Effect refused(Effect effect, std::string reason) {
  effect.state = State::kRefused;
  effect.reason = std::move(reason);
  return effect;
}

policy::AccountChange::State state_of(const std::optional<ports::AccountState>& account) {
  if (!account) return {};
  return {account->lamports, account->owner, account->data};
}

// Reads the accounts before, simulates, and pairs both. The chain may move in between; then the report shows a change that
// is not ours and the gate refuses, which is the safe side.
ports::ChainOutcome<policy::SimulationReport> simulate(ports::Chain& chain, const codec::Message& message) {
  const codec::Transaction unsigned_transaction{std::vector<Signature>(message.required_signatures), message};
  std::vector<Pubkey> writable;
  for (std::size_t i = 0; i < message.keys.size(); ++i) {
    if (message.is_writable(i)) writable.push_back(message.keys[i]);
  }
  policy::SimulationReport report;
  for (const auto& key : writable) {
    auto before = chain.account(key, Commitment::kProcessed);
    if (!before) return std::unexpected(before.error());
    report.accounts.push_back({key, state_of(*before), {}});
  }
  auto simulation = chain.simulate(unsigned_transaction.serialize(), writable);
  if (!simulation) return std::unexpected(simulation.error());
  report.error = simulation->error_json;
  for (std::size_t i = 0; i < writable.size(); ++i) report.accounts[i].after = state_of(simulation->accounts[i]);
  return report;
}

}  // namespace

Effect Pipeline::propose(const domain::Intent& intent, const domain::ContextView& view, const policy::Policy& policy,
                         ports::Signer& signer) {
  Effect effect{.intent = intent,
                .state = State::kProposed,
                .signature = {},
                .last_valid_block_height = 0,
                .slot = {},
                .reason = {}};
  const auto approved = policy::approve(intent, view, policy, usage_);
  if (!approved) return refused(std::move(effect), approved.error().message);
  effect.state = State::kApproved;

  const auto blockhash = chain_.latest_blockhash(setup_.blockhash);
  if (!blockhash) return refused(std::move(effect), blockhash.error().message);
  const auto instructions = setup_.build(intent, signer.pubkey());
  const auto message = codec::compile_message(signer.pubkey(), instructions, blockhash->blockhash);
  if (!message) return refused(std::move(effect), message.error().message);
  const auto report = simulate(chain_, *message);
  if (!report) return refused(std::move(effect), report.error().message);
  const auto released = policy::release(*approved, *message, *report, setup_.programs);
  if (!released) return refused(std::move(effect), released.error().message);
  const auto signature = signer.sign(*released);
  if (!signature) return refused(std::move(effect), signature.error().message);

  effect.state = State::kBuilt;
  effect.signature = *signature;
  effect.last_valid_block_height = blockhash->last_valid_block_height;
  auto wire = codec::Transaction{{*signature}, released->message()}.serialize();
  const auto sent = chain_.send(wire);
  // Whatever the answer was, the bytes may be on their way; only the chain's word or the block height ends a built effect.
  if (sent) effect.state = State::kSent;
  in_flight_.push_back({effect, std::move(wire)});
  return effect;
}

std::vector<Effect> Pipeline::on_slot() {
  std::vector<Effect> ended;
  if (in_flight_.empty()) return ended;
  const auto height = chain_.block_height(Commitment::kFinalized);
  if (!height) return ended;
  for (auto& [effect, wire] : in_flight_) {
    auto status = chain_.status(effect.signature);
    if (!status) continue;
    auto next = advance(effect, {*std::move(status), *height}, setup_.wanted);
    effect.state = next.state;
    effect.slot = next.slot;
    effect.reason = std::move(next.reason);
    if (next.todo == Todo::kRebroadcast) {
      // A refused copy changes nothing: the first one may still land, and the height ends it otherwise.
      static_cast<void>(chain_.send(wire));
    }
    if (is_final(effect.state)) ended.push_back(effect);
  }
  std::erase_if(in_flight_, [](const InFlight& item) { return is_final(item.effect.state); });
  return ended;
}

bool Pipeline::in_flight(const Pubkey& agent) const {
  return std::any_of(in_flight_.begin(), in_flight_.end(),
                     [&](const InFlight& item) { return item.effect.intent.agent == agent; });
}

}  // namespace zestron::transact
