#include "transact/simulate.hpp"

namespace zestron::transact {
namespace {

policy::AccountChange::State state_of(const std::optional<ports::AccountState>& account) {
  if (!account) return {};
  return {account->lamports, account->owner, account->data};
}

}  // namespace

ports::ChainOutcome<Trial> simulate(ports::Chain& chain, const codec::Message& message) {
  const codec::Transaction unsigned_transaction{std::vector<Signature>(message.required_signatures), message};
  std::vector<Pubkey> writable;
  for (std::size_t i = 0; i < message.keys.size(); ++i) {
    if (message.is_writable(i)) writable.push_back(message.keys[i]);
  }
  Trial trial;
  for (const auto& key : writable) {
    auto before = chain.account(key, Commitment::kProcessed);
    if (!before) return std::unexpected(before.error());
    trial.report.accounts.push_back({key, state_of(*before), {}});
  }
  auto simulation = chain.simulate(unsigned_transaction.serialize(), writable);
  if (!simulation) return std::unexpected(simulation.error());
  if (simulation->accounts.size() != writable.size())
    return fail(ports::ChainError::kUnavailable, "the simulation does not show the accounts that were asked for");
  trial.report.error = std::move(simulation->error_json);
  trial.compute_units = simulation->compute_units;
  for (std::size_t i = 0; i < writable.size(); ++i) trial.report.accounts[i].after = state_of(simulation->accounts[i]);
  return trial;
}

}  // namespace zestron::transact
