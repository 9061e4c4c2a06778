#include "app/bench/lanes/lanes.hpp"

#include "app/bench/lanes/world.hpp"
#include "app/bench/scratch.hpp"
#include "app/bench/throughput.hpp"
#include "chain/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ranges>
#include <thread>

namespace zestron::bench {
namespace {

using lane_world::World;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kWallets = 1'000;
constexpr std::size_t kExecutions = 20'000;
constexpr double kPerSecond = 4'000;
constexpr std::chrono::milliseconds kSlot(400);

World fresh_world() { return World(kWallets, unix_now()); }

std::vector<Bytes> wires(const std::vector<codec::Transaction>& transactions) {
  std::vector<Bytes> out;
  for (const auto& transaction : transactions) out.push_back(transaction.serialize());
  return out;
}

// How many of one execution for each wallet, sent as a slot opens, are in the fullest slot.
std::expected<std::size_t, std::string> in_one_slot() {
  World fresh = fresh_world();
  const Scratch scratch("lanes");
  auto chain = chain::Chain::open({.data_dir = scratch.path(), .genesis_json = fresh.genesis_json()});
  if (!chain) return std::unexpected(chain.error().message);
  (*chain)->start(std::make_shared<chain::WallClockSlots>(kSlot));
  const auto blockhash = (*chain)->latest_blockhash(Commitment::kProcessed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  const auto signed_wires = wires(fresh.sign(kWallets, blockhash->blockhash));
  const auto before = (*chain)->bounds().processed;
  while ((*chain)->bounds().processed == before) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::vector<Signature> signatures;
  for (const auto& wire : signed_wires) {
    const auto sent = (*chain)->send(wire);
    if (!sent) return std::unexpected(sent.error().message);
    signatures.push_back(*sent);
  }
  std::map<Slot, std::size_t> per_slot;
  const auto deadline = Clock::now() + std::chrono::seconds(30);
  for (const auto& signature : signatures) {
    const auto slot = confirmed_slot(**chain, signature, deadline);
    if (!slot) return std::unexpected(slot.error());
    ++per_slot[*slot];
  }
  (*chain)->stop();
  return std::ranges::max(per_slot | std::views::values);
}

}  // namespace

std::expected<std::vector<Result>, std::string> lanes() {
  // Nonces count up as transactions are signed, so every run has wallets of its own.
  World fresh = fresh_world();
  const std::string genesis = fresh.genesis_json();
  const Sign sign_all = [](const Hash& blockhash) { return wires(fresh_world().sign(kExecutions, blockhash)); };
  const auto fullest = in_one_slot();
  if (!fullest) return std::unexpected(fullest.error());
  const auto limit = bare(genesis, sign_all);
  if (!limit) return std::unexpected(limit.error());
  const auto rate = confirmed(genesis, sign_all);
  if (!rate) return std::unexpected(rate.error());
  const std::size_t shared = fresh.accounts_shared(fresh.sign(kWallets, Hash{}));
  const auto count = static_cast<double>(*fullest);
  return std::vector<Result>{
      {"wallets_in_one_slot", count, kWallets, count / kWallets, "wallets", "all of them, on 8 lanes"},
      {"executions_confirmed", *rate, kPerSecond, *rate / kPerSecond, "1/s", "what was set, each execution a swap"},
      {"executions_confirmed_of_bare", *rate, limit->per_second, *rate / limit->per_second, "1/s",
       "the bare bank, verifying and executing on one thread"},
      {"accounts_lanes_share", static_cast<double>(shared), 0, shared == 0 ? 1.0 : 0.0, "accounts",
       "written by two lanes, the pool's five aside"}};
}

}  // namespace zestron::bench
