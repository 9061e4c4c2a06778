#include "endpoint.hpp"

#include <algorithm>

namespace zestron::simulation {
namespace {

using ports::ChainError;
using ports::ChainOutcome;

constexpr Lamports kBalance(1'000'000'000);
constexpr std::uint64_t kFee = 5'000;

std::unexpected<Failure<ChainError>> away() { return fail(ChainError::kUnavailable, "no answer"); }

}  // namespace

bool Endpoint::answers() { return world_.alive() && !world_.faults.strikes(world_.random, world_.faults.away); }

void Endpoint::move() {
  if (stalled_ > 0 && world_.faults.on) {
    stalled_ -= 1;
    return;
  }
  if (world_.faults.strikes(world_.random, world_.faults.stalls)) stalled_ = 1 + world_.random.below(30);
  at_ = std::min(world_.cluster.head(), at_ + 1 + world_.random.below(30));
  if (at_ > kFinalDepth) root_ = std::max(root_, at_ - kFinalDepth);
}

std::uint64_t Endpoint::height(Commitment commitment) const {
  switch (commitment) {
    case Commitment::kProcessed: return at_;
    case Commitment::kConfirmed: return std::max(root_, at_ - std::min(at_, kConfirmedDepth));
    case Commitment::kFinalized: return root_;
  }
  return at_;
}

ChainOutcome<ports::LatestBlockhash> Endpoint::latest_blockhash(Commitment commitment) {
  if (!answers()) return away();
  const auto& block = world_.cluster.block(height(commitment));
  return ports::LatestBlockhash{block.blockhash, block.slot, height(commitment) + kBlockhashLife};
}

ChainOutcome<ports::Tip> Endpoint::tip(Commitment commitment) {
  if (!answers()) return away();
  return ports::Tip{world_.cluster.block(height(commitment)).slot, height(commitment)};
}

std::optional<ports::AccountState> Endpoint::state(const Pubkey& key, std::uint64_t height) const {
  if (std::ranges::find(world_.executors, key) != world_.executors.end())
    return ports::AccountState{kBalance, {}, false, {}};
  const auto claimed = world_.cluster.claimed(key, height);
  if (!claimed) return std::nullopt;
  return ports::AccountState{Lamports(1), program(), false, account_data(*claimed)};
}

ChainOutcome<std::optional<ports::AccountState>> Endpoint::account(const Pubkey& key, Commitment commitment) {
  if (!answers()) return away();
  return state(key, height(commitment));
}

ChainOutcome<Signature> Endpoint::send(ByteView wire) {
  auto& random = world_.random;
  const auto& faults = world_.faults;
  if (!world_.alive()) return away();
  if (!faults.strikes(random, faults.lost)) {
    const Bytes bytes(wire.begin(), wire.end());
    const auto copies = faults.strikes(random, faults.repeated) ? 3U : 1U;
    for (auto copy = 0U; copy < copies; ++copy)
      world_.network(bytes, faults.strikes(random, faults.delayed) ? 1 + random.below(kBlockhashLife + 8) : 0);
  }
  // The bytes may be out although the answer never came.
  if (faults.strikes(random, faults.away)) return away();
  return codec::parse_transaction(wire)->signatures[0];
}

ChainOutcome<ports::Simulation> Endpoint::simulate(ByteView wire, std::span<const Pubkey> accounts_after) {
  if (!answers()) return away();
  const auto transaction = codec::parse_transaction(wire);
  if (!transaction) return fail(ChainError::kRejected, "malformed");
  const auto claim = claim_of(transaction->message);
  if (!claim) return fail(ChainError::kRejected, "not a claim");
  ports::Simulation out;
  out.error_json = world_.cluster.refuses(*claim, at_);
  out.compute_units = 2'000;
  world_.simulated(transaction->message, out.error_json.has_value());
  for (const auto& key : accounts_after) {
    auto after = state(key, at_);
    if (after && after->data.empty()) after->lamports = Lamports(after->lamports.value() - kFee);
    if (after && key == claim->agent && !out.error_json) {
      auto claimed = *world_.cluster.claimed(key, at_);
      claimed.trades += claim->trades;
      claimed.gain += claim->gain;
      claimed.loss += claim->loss;
      after->data = account_data(claimed);
    }
    out.accounts.push_back(std::move(after));
  }
  return out;
}

ChainOutcome<ports::Sighting> Endpoint::sight(const Signature& signature) {
  if (!answers()) return away();
  const auto as_of = world_.cluster.block(at_).slot;
  if (liar_ && world_.faults.on && world_.random.below(2) == 0) {
    const auto newest = world_.cluster.block(world_.cluster.head()).slot;
    switch (world_.random.below(3)) {
      case 0: return ports::Sighting{std::nullopt, newest};
      case 1: return ports::Sighting{ports::SignatureStatus{newest, Commitment::kFinalized, std::nullopt}, newest};
      default: return ports::Sighting{ports::SignatureStatus{newest, Commitment::kFinalized, "\"Lie\""}, newest};
    }
  }
  const auto found = world_.cluster.height_of(signature);
  if (!found || *found > at_) return ports::Sighting{std::nullopt, as_of};
  if (world_.faults.forgets && at_ - *found > kBlockhashLife + kFinalDepth) return ports::Sighting{std::nullopt, as_of};
  const auto commitment = *found <= root_                            ? Commitment::kFinalized
                          : *found <= height(Commitment::kConfirmed) ? Commitment::kConfirmed
                                                                     : Commitment::kProcessed;
  ports::SignatureStatus status{world_.cluster.block(*found).slot, commitment, std::nullopt};
  if (world_.cluster.landed(signature).failed) status.error_json = R"({"InstructionError":[0,{"Custom":6000}]})";
  return ports::Sighting{std::move(status), as_of};
}

ChainOutcome<std::vector<std::uint64_t>> Endpoint::recent_priority_fees(std::span<const Pubkey>) {
  if (!answers()) return away();
  std::vector<std::uint64_t> paid(world_.random.below(6));
  for (auto& price : paid) price = world_.random.below(2'000);
  return paid;
}

}  // namespace zestron::simulation
