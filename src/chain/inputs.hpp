// What other threads give to the bank thread: transactions, host writes and travels of the clock in bounded queues, and signals.
// Every wait of the bank thread is here.
//
//   queue           producer          consumer      bound                 when full
//   transactions    any (RPC, loop)   bank thread   submit_queue_max      kBusy
//   host writes     any               bank thread   kHostWritesMax        kBusy
//   travels         any               bank thread   kTravelsMax           kBusy
#pragma once

#include "chain/bank/transaction.hpp"
#include "chain/slot_source.hpp"
#include "chain/timer.hpp"
#include "ports/chain.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <vector>

namespace zestron::chain {

struct PendingWrite {
  HostWrite write;
  bool if_absent = false;  ///< an account that is there by then stays as it is
  std::promise<ports::ChainOutcome<Slot>> done;
};

/// A clock to be sent ahead: the next slot is to carry `target`.
struct PendingTravel {
  UnixSeconds target;
  std::promise<ports::ChainOutcome<Slot>> done;
};

class Inputs {
 public:
  static constexpr std::size_t kHostWritesMax = 1'024;
  static constexpr std::size_t kTravelsMax = 16;

  explicit Inputs(std::size_t transactions_max) : transactions_max_(transactions_max) {}

  // ---- any thread ----
  ports::ChainOutcome<void> submit(bank::Transaction transaction);
  std::future<ports::ChainOutcome<Slot>> write_account(HostWrite write, bool if_absent = false);
  std::future<ports::ChainOutcome<Slot>> travel(UnixSeconds target);
  void wake();
  /// While paused a slot ends only for what waits or is in it.
  void pause(bool paused);
  [[nodiscard]] bool paused() const;
  [[nodiscard]] std::size_t transactions_waiting() const;
  [[nodiscard]] std::size_t transactions_max() const { return transactions_max_; }
  [[nodiscard]] std::size_t writes_waiting() const;
  /// Nothing is accepted any more; what is queued is still taken.
  void stop();
  /// Nothing is accepted, nothing more is taken; writes and travels that wait are told `why`.
  void fail(const std::string& why);

  // ---- bank thread ----
  enum class Event : std::uint8_t { kTransactions, kAskToSeal, kStop };
  /// Waits for what comes first: a transaction (if `room`), the time to ask the slot source again, stop or failure.
  /// `ask` is whether it was not asked yet since the last wake(); kAskToSeal clears it. `used`: the slot holds a transaction.
  Event wait(Timer& timer, std::chrono::nanoseconds deadline, bool room, bool used, bool& ask);
  std::vector<bank::Transaction> take_transactions(std::size_t count_max);
  std::vector<PendingWrite> take_writes();
  std::vector<PendingTravel> take_travels();
  [[nodiscard]] bool stopping() const;

 private:
  /// For the next slot; what comes of it is told by the future.
  template <class Pending>
  std::future<ports::ChainOutcome<Slot>> enqueue(std::vector<Pending>& queue, std::size_t most, const char* full,
                                                 Pending pending);

  std::size_t transactions_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<bank::Transaction> transactions_;
  std::vector<PendingWrite> writes_;
  std::vector<PendingTravel> travels_;
  bool woken_ = false;
  bool paused_ = false;
  bool stopping_ = false;
  bool failed_ = false;
};

}  // namespace zestron::chain
