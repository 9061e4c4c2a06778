#include "transact/simulate.hpp"

#include "codec/base58.hpp"

#include <utility>

namespace zestron::transact {
namespace {

policy::AccountChange::State state_of(const std::optional<ports::AccountState>& account) {
  if (!account) return {};
  return {account->lamports, account->owner, account->data};
}

}  // namespace

ports::ChainOutcome<std::vector<codec::AddressTable>> read_tables(ports::Chain& chain, std::span<const Pubkey> keys,
                                                                  Slot slot) {
  std::vector<codec::AddressTable> tables;
  for (const auto& key : keys) {
    // Finalized: a table that disappears with a fork would take the transaction with it.
    const auto account = chain.account(key, Commitment::kFinalized);
    if (!account) return std::unexpected(account.error());
    auto table = *account && (*account)->owner == codec::address_table_program()
                     ? codec::parse_address_table(key, (*account)->data, slot)
                     : std::nullopt;
    if (!table)
      return fail(ports::ChainError::kNotFound, codec::to_base58(key) + " is no address lookup table that can be used");
    tables.push_back(*std::move(table));
  }
  return tables;
}

ports::ChainOutcome<Trial> simulate(ports::Chain& chain, const codec::Message& message,
                                    std::vector<codec::AddressTable> tables) {
  const codec::Transaction unsigned_transaction{std::vector<Signature>(message.required_signatures), message};
  std::vector<Pubkey> writable;
  const auto accounts = codec::resolve_accounts(message, tables);
  if (!accounts) return fail(ports::ChainError::kNotFound, "a lookup table of the message is not known");
  for (const auto& account : *accounts) {
    if (account.writable) writable.push_back(account.key);
  }
  Trial trial;
  trial.report.tables = std::move(tables);
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
