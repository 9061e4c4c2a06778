#include "model_ledger.hpp"

#include "codec/little_endian.hpp"

#include <algorithm>

namespace zestron::simulation {
namespace {

using ports::AccountState;

constexpr Lamports kBalance(1'000'000'000);
constexpr std::uint64_t kFee = 5'000;
constexpr std::uint64_t kComputeUnits = 2'000;

}  // namespace

void ModelLedger::Claimed::add(const Claim& claim) {
  trades += claim.trades;
  gain += claim.gain;
  loss += claim.loss;
}

Bytes ModelLedger::Claimed::data() const {
  Bytes data;
  for (const auto value : {trades, gain, loss}) codec::put_le(data, value);
  return data;
}

ModelLedger::ModelLedger(std::span<const Pubkey> agents, std::span<const codec::Keypair> executors) {
  for (const auto& agent : agents) agents_[agent] = {{0, {}}};
  for (const auto& pair : executors) executors_.push_back(pair.pubkey());
}

std::optional<ModelLedger::Claimed> ModelLedger::claimed(const Pubkey& agent, std::uint64_t height) const {
  const auto found = agents_.find(agent);
  if (found == agents_.end()) return std::nullopt;
  const auto after = std::ranges::upper_bound(found->second, height, {}, &Version::height);
  return std::prev(after)->claimed;
}

std::optional<std::string> ModelLedger::refuses(const Claim& claim, std::uint64_t height) const {
  if (!claimed(claim.agent, height)) return R"({"InstructionError":[0,"InvalidAccountData"]})";
  const auto paused = paused_.find(claim.agent);
  if (paused != paused_.end() && paused->second) return R"({"InstructionError":[0,{"Custom":6000}]})";
  return std::nullopt;
}

std::vector<Landed> ModelLedger::append(Slot, const Hash& blockhash, std::span<const Bytes> wires) {
  const auto height = blockhashes_.size();
  const auto oldest = height > blockhash_life() ? height - blockhash_life() : 0;
  std::vector<Landed> out;
  for (const auto& wire : wires) {
    const auto transaction = codec::parse_transaction(wire);
    if (!transaction) continue;
    const auto& message = transaction->message;
    const auto claim = claim_of(message);
    const bool young = std::find(blockhashes_.begin() + static_cast<std::ptrdiff_t>(oldest), blockhashes_.end(),
                                 message.recent_blockhash) != blockhashes_.end();
    const auto& signature = transaction->signatures[0];
    if (!claim || !young || heights_.contains(signature)) continue;
    Landed landed{signature, *claim, refuses(*claim, height - 1)};
    if (!landed.failed()) {
      auto& versions = agents_.at(claim->agent);
      auto next = versions.back().claimed;
      next.add(*claim);
      versions.push_back({height, next});
    }
    heights_[signature] = height;
    out.push_back(std::move(landed));
  }
  blockhashes_.push_back(blockhash);
  return out;
}

void ModelLedger::roll_back(std::uint64_t head) {
  blockhashes_.resize(head + 1);
  std::erase_if(heights_, [&](const auto& entry) { return entry.second > head; });
  for (auto& [agent, versions] : agents_)
    std::erase_if(versions, [&](const Version& version) { return version.height > head; });
}

std::optional<AccountState> ModelLedger::account(const Pubkey& key, std::uint64_t height) const {
  if (std::ranges::find(executors_, key) != executors_.end()) return AccountState{kBalance, {}, false, {}};
  const auto found = claimed(key, height);
  if (!found) return std::nullopt;
  return AccountState{Lamports(1), program(), false, found->data()};
}

ports::ChainOutcome<ports::Simulation> ModelLedger::simulate(ByteView wire, std::span<const Pubkey> accounts_after,
                                                             std::uint64_t height) const {
  const auto transaction = codec::parse_transaction(wire);
  if (!transaction) return fail(ports::ChainError::kRejected, "malformed");
  const auto claim = claim_of(transaction->message);
  if (!claim) return fail(ports::ChainError::kRejected, "not a claim");
  ports::Simulation out;
  out.error_json = refuses(*claim, height);
  out.compute_units = kComputeUnits;
  for (const auto& key : accounts_after) {
    auto after = account(key, height);
    if (after && after->data.empty()) after->lamports = Lamports(after->lamports.value() - kFee);
    if (after && key == claim->agent && !out.error_json) {
      auto next = *claimed(key, height);
      next.add(*claim);
      after->data = next.data();
    }
    out.accounts.push_back(std::move(after));
  }
  return out;
}

std::optional<std::uint64_t> ModelLedger::trades_in(const AccountState& account) const {
  if (account.owner != program() || account.data.size() != 24) return std::nullopt;
  std::uint64_t trades = 0;
  for (std::size_t i = 0; i < 8; ++i) trades |= std::uint64_t{account.data[i]} << (8 * i);
  return trades;
}

}  // namespace zestron::simulation
