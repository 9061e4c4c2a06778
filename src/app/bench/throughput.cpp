#include "app/bench/throughput.hpp"

#include "app/bench/scratch.hpp"
#include "chain/chain.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <thread>

namespace zestron::bench {
namespace {

using Clock = std::chrono::steady_clock;
namespace bank = chain::bank;

constexpr std::size_t kBatch = 64;

}  // namespace

UnixSeconds unix_now() {
  return UnixSeconds(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

double cpu_seconds() {
  struct ::rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::expected<Slot, std::string> confirmed_slot(ports::Chain& chain, const Signature& signature,
                                                Clock::time_point deadline) {
  while (true) {
    const auto status = chain.status(signature);
    if (!status) return std::unexpected(status.error().message);
    if (*status && (*status)->error_json) return std::unexpected("a transaction failed: " + *(*status)->error_json);
    if (*status && (*status)->commitment >= Commitment::kConfirmed) return (*status)->slot;
    if (Clock::now() > deadline) return std::unexpected("not every transaction was confirmed in time");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::expected<Rate, std::string> bare(const std::string& genesis_json, const Sign& sign) {
  const Scratch scratch("bare");
  const auto genesis = bank::make_genesis(genesis_json);
  if (!genesis) return std::unexpected(genesis.error().message);
  auto engine = bank::Bank::open(*genesis, {.accounts_dir = scratch.path(), .snapshot_dir = {}});
  if (!engine) return std::unexpected(engine.error().message);
  const auto sealed = engine->seal(Hash(codec::sha256(as_bytes("bench")).value()));
  if (!sealed) return std::unexpected(sealed.error().message);
  if (auto opened = engine->open_slot(Slot(1), unix_now()); !opened) return std::unexpected(opened.error().message);
  const auto wires = sign(sealed->blockhash);
  const double cpu_before = cpu_seconds();
  const auto began = Clock::now();
  std::size_t landed = 0;
  for (std::size_t at = 0; at < wires.size(); at += kBatch) {
    std::vector<bank::Transaction> batch;
    for (std::size_t i = at; i < std::min(at + kBatch, wires.size()); ++i) {
      auto transaction = bank::Transaction::parse(wires[i]);
      if (!transaction) return std::unexpected(transaction.error().message);
      batch.push_back(*std::move(transaction));
    }
    const auto results = engine->execute(batch);
    if (!results) return std::unexpected(results.error().message);
    for (std::size_t i = 0; i < results->size(); ++i) landed += (*results)[i].verdict == bank::Verdict::kOk ? 1U : 0U;
  }
  if (landed != wires.size())
    return std::unexpected(fmt::format("only {} of {} transactions landed on the bare bank", landed, wires.size()));
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  const auto count = static_cast<double>(landed);
  return Rate{.per_second = count / seconds, .cpu_us = (cpu_seconds() - cpu_before) * 1e6 / count};
}

std::expected<double, std::string> confirmed(const std::string& genesis_json, const Sign& sign) {
  const Scratch scratch("chain");
  auto chain = chain::Chain::open({.data_dir = scratch.path(), .genesis_json = genesis_json});
  if (!chain) return std::unexpected(chain.error().message);
  (*chain)->start(std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(400)));
  const auto blockhash = (*chain)->latest_blockhash(Commitment::kProcessed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  const auto wires = sign(blockhash->blockhash);
  const auto began = Clock::now();
  std::vector<Signature> signatures;
  for (const auto& wire : wires) {
    while (true) {
      const auto sent = (*chain)->send(wire);
      if (sent) {
        signatures.push_back(*sent);
        break;
      }
      if (sent.error().code != ports::ChainError::kBusy) return std::unexpected(sent.error().message);
      std::this_thread::yield();
    }
  }
  // Slots are confirmed in order, but which transaction was in which is the chain's word: each one is asked for.
  for (const auto& signature : signatures) {
    if (const auto slot = confirmed_slot(**chain, signature, began + std::chrono::seconds(60)); !slot)
      return std::unexpected(slot.error());
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  (*chain)->stop();
  return static_cast<double>(wires.size()) / seconds;
}

}  // namespace zestron::bench
