// Makes slots durable: takes records from the bank thread through a bounded queue and writes them in its own thread, one sync
// for all slots that wait. A slot is confirmed when its Sealed record is on disk.
#pragma once

#include "chain/history/history.hpp"
#include "infra/segment_log/writer.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace zestron::chain::ledger {

/// Where records go: the segment log, or a test's stand-in for a disk that is slow or full.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Each returns an empty string, or why it failed; nothing is called after a failure.
  virtual std::string append(ByteView record) = 0;
  virtual std::string flush() = 0;
  virtual std::string sync() = 0;
};

std::unique_ptr<Sink> to_sink(infra::segment_log::Writer writer);

class WriterThread {
 public:
  struct Options {
    std::size_t queue_bytes_max = std::size_t{64} << 20;  ///< beyond it the bank thread waits
    /// On the writer thread, in order.
    std::function<void(const std::shared_ptr<const SlotRecord>&)> confirmed;
    /// On the writer thread, at most once, with one line. Nothing is confirmed afterwards.
    std::function<void(const std::string&)> failed;
  };

  WriterThread(std::unique_ptr<Sink> sink, Options options);
  ~WriterThread();  ///< stop()
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

  /// Blocks while the queue is full. False once writing has failed. Not after stop().
  bool append(Bytes record);
  /// As append(), for a slot's last record; `confirmed` is told of `slot` once it is on disk.
  bool seal(Bytes record, std::shared_ptr<const SlotRecord> slot);
  /// Writes what is queued, syncs, joins. Idempotent.
  void stop();
  [[nodiscard]] std::size_t bytes_waiting() const;  ///< any thread
  [[nodiscard]] std::size_t bytes_max() const { return options_.queue_bytes_max; }

 private:
  struct Item {
    Bytes record;
    std::shared_ptr<const SlotRecord> sealed;  ///< with a slot's last record
  };

  bool push(Item item);
  void run();
  /// One group: append all, sync once if a slot ends in it. Empty, or why it failed.
  std::string write_group(const std::deque<Item>& group);

  std::unique_ptr<Sink> sink_;
  Options options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> queue_;
  std::size_t queue_bytes_ = 0;
  bool stopping_ = false;
  bool failed_ = false;
  std::thread thread_;
};

}  // namespace zestron::chain::ledger
