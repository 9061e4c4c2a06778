#include "endpoint.hpp"

#include <algorithm>

namespace zestron::simulation {
namespace {

using ports::ChainError;
using ports::ChainOutcome;

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
  return ports::LatestBlockhash{block.blockhash, block.slot,
                                height(commitment) + world_.cluster.ledger().blockhash_life()};
}

ChainOutcome<ports::Tip> Endpoint::tip(Commitment commitment) {
  if (!answers()) return away();
  return ports::Tip{world_.cluster.block(height(commitment)).slot, height(commitment)};
}

ChainOutcome<std::optional<ports::AccountState>> Endpoint::account(const Pubkey& key, Commitment commitment) {
  if (!answers()) return away();
  return world_.cluster.ledger().account(key, height(commitment));
}

ChainOutcome<Signature> Endpoint::send(ByteView wire) {
  auto& random = world_.random;
  const auto& faults = world_.faults;
  if (!world_.alive()) return away();
  if (!faults.strikes(random, faults.lost)) {
    const Bytes bytes(wire.begin(), wire.end());
    const auto copies = faults.strikes(random, faults.repeated) ? 3U : 1U;
    for (auto copy = 0U; copy < copies; ++copy)
      world_.network(bytes, faults.strikes(random, faults.delayed)
                                ? 1 + random.below(world_.cluster.ledger().blockhash_life() + 8)
                                : 0);
  }
  // The bytes may be out although the answer never came.
  if (faults.strikes(random, faults.away)) return away();
  return codec::parse_transaction(wire)->signatures[0];
}

ChainOutcome<ports::Simulation> Endpoint::simulate(ByteView wire, std::span<const Pubkey> accounts_after) {
  if (!answers()) return away();
  auto out = world_.cluster.ledger().simulate(wire, accounts_after, at_);
  if (out) world_.simulated(codec::parse_transaction(wire)->message, out->error_json.has_value());
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
  if (world_.faults.forgets && at_ - *found > world_.cluster.ledger().blockhash_life() + kFinalDepth)
    return ports::Sighting{std::nullopt, as_of};
  const auto commitment = *found <= root_                            ? Commitment::kFinalized
                          : *found <= height(Commitment::kConfirmed) ? Commitment::kConfirmed
                                                                     : Commitment::kProcessed;
  return ports::Sighting{ports::SignatureStatus{world_.cluster.block(*found).slot, commitment,
                                                world_.cluster.landed(signature).error_json},
                         as_of};
}

ChainOutcome<std::vector<std::uint64_t>> Endpoint::recent_priority_fees(std::span<const Pubkey>) {
  if (!answers()) return away();
  std::vector<std::uint64_t> paid(world_.random.below(6));
  for (auto& price : paid) price = world_.random.below(2'000);
  return paid;
}

}  // namespace zestron::simulation
