// Keeps the newest checkpoints of a node's agents in a folder of their own, and finds the one that a start goes on from. Written on a
// thread beside the loop's, one at a time: a slot waits for no disk because of them.
//
//   SLOT.checkpoint    the two newest: of the newest one's slot nobody knows yet that it was confirmed
//   trades/            trade_log.hpp
#pragma once

#include "app/node/past/checkpoint.hpp"
#include "app/node/past/trade_log.hpp"

#include <expected>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace zestron::node::past {

struct Found {
  Checkpoint checkpoint;
  TradeLists trades;
};

/// For one thread. Waits for the disk when it goes.
class Keeper {
 public:
  explicit Keeper(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() = default;

  /// Once, first. Deletes checkpoints of slots after `last`, which were never confirmed: what is at their slots from now on is another
  /// past. Then the newest one that can be read; what cannot is named in `notices`, and damaged files are renamed. An error when the
  /// folder cannot be made fit for use.
  std::expected<std::optional<Found>, std::string> begin(Slot last, std::vector<std::string>& notices);
  /// What begin() found is not gone on from: with the next checkpoint all before are deleted.
  void begin_anew();

  /// Of the newest checkpoint that was found or given; 0 without one.
  [[nodiscard]] Slot newest() const { return newest_; }
  /// False while the one before is being written, and once one could not be.
  [[nodiscard]] bool is_ready();
  /// `closed` are the trades since the checkpoint before, or since all began anew. Only when it is ready.
  void keep(Checkpoint checkpoint, std::vector<ClosedTrade> closed);
  /// Until what was given is on disk.
  void settle();
  /// Why no more are kept, once.
  [[nodiscard]] std::string take_trouble();

 private:
  using Written = std::expected<void, std::string>;
  Written write(Checkpoint checkpoint, const std::vector<ClosedTrade>& closed);
  void finish();

  std::filesystem::path folder_;
  Slot newest_;
  std::optional<TradeLog> trades_;  // none: with the next checkpoint all begins anew
  std::future<Written> writing_;    // last of all: waits for what uses the rest
  bool broken_ = false;
  std::string trouble_;
};

}  // namespace zestron::node::past
