// zestron_bench_chain ready|pause|idle [--accounts N] [--slots N] [--history N]: what a chain's owner waits for and pays in memory.
//
//   ready   from a start to getHealth's answer: on an empty folder (limit 300 ms), and with a snapshot of so many accounts and 20,000
//           transactions in 500 slots behind it (limit 3 s)
//   pause   how much longer than planned a slot lasts, with and without snapshots being taken
//   idle    memory and disk over so many slots in which nothing happens; fails when the heap grows
#include "adapters/cluster/rpc_client.hpp"
#include "chain/chain.hpp"
#include "chain/recovery/snapshots.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/slots.hpp"
#include "chain/testing/transfer.hpp"
#include "chain_rpc/server.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using namespace zestron;
using namespace std::chrono_literals;
using chain::testing::Folder;
using chain::testing::key;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSol = 1'000'000'000;
constexpr std::uint64_t kLedgerSlots = 500, kTransactionsPerSlot = 40;
/// Host writes that wait at once are bounded by the chain.
constexpr std::uint64_t kWritesPerSlot = 1'000;
/// A snapshot is of the root, which trails the newest slot by this much.
constexpr std::uint64_t kRootDistance = 40;

struct Arguments {
  std::uint64_t accounts = 100'000, slots = 100'000, history = 10'000;
};

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

std::unique_ptr<chain::Chain> open(const std::filesystem::path& folder, chain::Options options) {
  options.data_dir = folder;
  options.notice = [](const std::string& line) { fmt::print("{}\n", line); };
  auto opened = chain::Chain::open(std::move(options));
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(*opened);
}

/// A chain whose slots end when the benchmark says so.
struct Stepped {
  Stepped(const std::filesystem::path& folder, chain::Options options) : chain(open(folder, std::move(options))) {
    chain->observe(recorder);
    chain->start(slots);
  }
  std::uint64_t newest() const { return chain->bounds().processed.value(); }
  void seal(std::uint64_t slot) {
    slots->allow(*chain, Slot(slot));
    recorder->wait_for(Commitment::kConfirmed, Slot(slot));
  }
  std::shared_ptr<chain::testing::ScriptedSlots> slots = std::make_shared<chain::testing::ScriptedSlots>();
  std::shared_ptr<chain::testing::Recorder> recorder = std::make_shared<chain::testing::Recorder>();
  std::unique_ptr<chain::Chain> chain;
};

/// Writes the accounts and leaves a snapshot that has them; the newest slot afterwards.
std::uint64_t grow(const std::filesystem::path& folder, std::uint64_t accounts) {
  const std::uint64_t interval = accounts / kWritesPerSlot + 10;
  Stepped grown(folder, {.snapshot_interval_slots = static_cast<std::uint32_t>(interval)});
  grown.recorder->wait_for_open(Slot(1));
  std::uint64_t slot = 0;
  for (std::uint64_t at = 0; at < accounts; at += kWritesPerSlot) {
    std::vector<std::future<ports::ChainOutcome<Slot>>> pending;
    for (std::uint64_t i = at; i < std::min(accounts, at + kWritesPerSlot); ++i) {
      pending.push_back(grown.chain->write_account(
          {.key = key(i), .lamports = Lamports(kSol), .owner = key(1'000'000'000), .data = Bytes(165, 1)}));
    }
    grown.seal(++slot);
    for (auto& done : pending) {
      if (!done.get()) throw std::runtime_error("an account was not written");
    }
  }
  grown.seal(interval + kRootDistance + 2);
  grown.chain->stop();  // waits for the snapshot
  if (chain::list_snapshots({folder}).empty()) throw std::runtime_error("no snapshot was taken");
  return grown.newest();
}

void transact(const std::filesystem::path& folder) {
  Stepped running(folder, {.snapshot_interval_slots = 0});
  const codec::Keypair payer = chain::testing::faucet();
  std::uint64_t slot = running.newest();
  for (std::uint64_t at = 0; at < kLedgerSlots; ++at) {
    running.recorder->wait_for_open(Slot(++slot));
    const Hash blockhash = running.chain->latest_blockhash(Commitment::kProcessed)->blockhash;
    for (std::uint64_t i = 0; i < kTransactionsPerSlot; ++i) {
      const auto sent = running.chain->send(chain::testing::transfer(payer, key(i), kSol + at, blockhash));
      if (!sent) throw std::runtime_error(sent.error().message);
    }
    running.seal(slot);
  }
  running.chain->stop();
}

/// From the start to the first answer, and how the chain came back.
double until_ready(const std::filesystem::path& folder, chain::Recovery& recovery) {
  const auto began = Clock::now();
  const auto chain = open(folder, {});
  recovery = chain->recovery();
  net::Loop loop(1);
  auto server = chain_rpc::Server::open(loop, *chain, {.port = 0});
  if (!server) throw std::runtime_error(server.error().message);
  chain->start(std::make_shared<chain::WallClockSlots>(400ms));
  auto client = cluster::RpcClient::connect(fmt::format("http://127.0.0.1:{}", (*server)->port()));
  if (!client || !client->call("getHealth", nlohmann::json::array())) throw std::runtime_error("no answer");
  const double ms = ms_since(began);
  (*server)->stop();
  chain->stop();
  return ms;
}

void ready(const Arguments& arguments) {
  std::vector<double> empty;
  chain::Recovery recovery;
  for (int run = 0; run < 5; ++run) {
    const Folder folder;
    empty.push_back(until_ready(folder.path(), recovery));
  }
  std::ranges::sort(empty);
  fmt::print("ready on an empty folder: {:.0f} ms (median of five; limit 300)\n", empty[2]);
  const Folder folder;
  grow(folder.path(), arguments.accounts);
  transact(folder.path());
  const double ms = until_ready(folder.path(), recovery);
  fmt::print(
      "ready with {} accounts in the snapshot of slot {} and {} transactions in {} slots behind: {:.0f} ms (limit "
      "3000); "
      "{} slots re-executed\n",
      arguments.accounts, recovery.snapshot.value(), kLedgerSlots * kTransactionsPerSlot, kLedgerSlots, ms,
      recovery.slots_replayed);
}

/// When each slot opened.
class Openings final : public chain::Observer {
 public:
  void opened(Slot, Slot, Slot) override { at_.push_back(Clock::now()); }
  void reached(Commitment, const std::shared_ptr<const chain::SlotRecord>&) override {}
  /// Of the gaps between two; after the chain has stopped.
  [[nodiscard]] std::vector<double> gaps_ms() const {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < at_.size(); ++i)
      gaps.push_back(std::chrono::duration<double, std::milli>(at_[i] - at_[i - 1]).count());
    std::ranges::sort(gaps);
    return gaps;
  }

 private:
  std::vector<Clock::time_point> at_;
};

void measure_pause(const std::filesystem::path& folder, std::uint32_t interval) {
  constexpr auto kSlot = 50ms;
  constexpr std::uint64_t kSlots = 200;
  const auto openings = std::make_shared<Openings>();
  const auto chain = open(folder, {.snapshot_interval_slots = interval});
  chain->observe(openings);
  const std::uint64_t end = chain->bounds().processed.value() + kSlots;
  chain->start(std::make_shared<chain::WallClockSlots>(kSlot));
  while (chain->bounds().processed.value() < end) std::this_thread::sleep_for(5ms);
  chain->stop();
  const auto gaps = openings->gaps_ms();
  fmt::print("slots of {} ms, {}: median {:.1f} ms, 99th of a hundred {:.1f} ms, longest {:.1f} ms\n", kSlot.count(),
             interval == 0 ? "no snapshots" : fmt::format("a snapshot every {} slots", interval), gaps[gaps.size() / 2],
             gaps[gaps.size() * 99 / 100], gaps.back());
}

void pause(const Arguments& arguments) {
  const Folder folder;
  grow(folder.path(), arguments.accounts);
  fmt::print("{} accounts\n", arguments.accounts);
  measure_pause(folder.path(), 0);
  measure_pause(folder.path(), 25);
}

std::uint64_t resident_kib() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 1024;
}

std::uint64_t kib_in(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    const auto size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes / 1024;
}

/// What is allocated and not freed, which is what a leak adds to; resident memory has what the allocator keeps as well.
std::uint64_t heap_kib() {
  const auto heap = ::mallinfo2();
  return (heap.uordblks + heap.hblkhd) / 1024;
}

/// Empty slots as fast as they are sealed, up to the one that is allowed.
class IdleSlots final : public chain::SlotSource {
 public:
  chain::SlotPlan plan(Slot slot, UnixSeconds parent_clock) override { return clock_.plan(slot, parent_clock); }
  void opened(Slot) override {}
  bool may_seal(Slot slot) override { return slot.value() <= allowed_.load(); }
  void allow(std::uint64_t slot) { allowed_.store(slot); }

 private:
  chain::WallClockSlots clock_{0ms};
  std::atomic<std::uint64_t> allowed_ = 0;
};

/// What is in use once nothing is being written any more: the least that is seen until a quarter of a second brings nothing less.
std::uint64_t settled_heap_kib() {
  auto least = heap_kib();
  for (auto since = Clock::now(); ms_since(since) < 250; std::this_thread::sleep_for(10ms)) {
    if (const auto now = heap_kib(); now < least) {
      least = now;
      since = Clock::now();
    }
  }
  return least;
}

/// Fails when the second half of the slots leaves more behind than noise: 2 % and a mebibyte. The chain waits while it is counted; the least
/// of three counts, for a slow disk may still be at a snapshot, which holds some mebibytes.
void idle(const Arguments& arguments) {
  constexpr std::uint64_t kParts = 10, kNoiseKib = 1'024;
  const Folder folder;
  const auto chain = open(folder.path(), {.snapshot_interval_slots = 2'000,
                                          .history_slots_max = arguments.history,
                                          .segment_bytes_max = std::uint64_t{1} << 20});
  const auto slots = std::make_shared<IdleSlots>();
  chain->start(slots);
  const auto began = Clock::now();
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t halfway = kMost, last = kMost;
  for (std::uint64_t part = 1; part <= kParts; ++part) {
    const std::uint64_t until = arguments.slots * part / kParts;
    slots->allow(until);
    chain->wake();
    while (chain->bounds().confirmed.value() < until) std::this_thread::sleep_for(5ms);
    const auto heap = settled_heap_kib();
    if (part + 3 > kParts) last = std::min(last, heap);
    if (part <= kParts / 2 && part + 3 > kParts / 2) halfway = std::min(halfway, heap);
    fmt::print("{:>8} idle slots: {} KiB resident, {} KiB of heap in use, {} KiB on disk ({:.0f} s)\n", until,
               resident_kib(), heap, kib_in(folder.path()), ms_since(began) / 1000);
    std::fflush(stdout);
  }
  chain->stop();
  if (last > halfway + halfway / 50 + kNoiseKib)
    throw std::runtime_error(fmt::format("the heap grew from {} to {} KiB over the second half", halfway, last));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("start, snapshots and memory of the chain");
  app.require_subcommand(1);
  Arguments arguments;
  auto* ready_command = app.add_subcommand("ready", "from a start to the first answer");
  auto* pause_command = app.add_subcommand("pause", "how long a snapshot holds up a slot");
  auto* idle_command = app.add_subcommand("idle", "memory and disk while nothing happens");
  for (auto* command : {ready_command, pause_command}) command->add_option("--accounts", arguments.accounts);
  idle_command->add_option("--slots", arguments.slots);
  idle_command->add_option("--history", arguments.history);
  CLI11_PARSE(app, argc, argv);
  try {
    if (ready_command->parsed()) ready(arguments);
    if (pause_command->parsed()) pause(arguments);
    if (idle_command->parsed()) idle(arguments);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
