// A chain that goes on from another one: accounts are taken over when they are first asked for or used, and are this chain's own from
// then on. Sits on the chain, which records each as a host write, so that a replay needs no other chain.
//
// A key is asked about once, whatever the answer: nothing over there stays nothing here, and what was deleted here stays deleted.
#pragma once

#include "base/types.hpp"
#include "chain/error.hpp"
#include "chain/slot_source.hpp"
#include "ports/chain.hpp"

#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace zestron::chain {

/// The chain that accounts are taken over from.
class AccountSource {
 public:
  virtual ~AccountSource() = default;
  /// What is there at `keys` and this chain can use, and what belongs to it (the code of a program). The error is one line for
  /// people. One call at a time; may block.
  virtual std::expected<std::vector<HostWrite>, std::string> fetch(std::span<const Pubkey> keys) = 0;
};

class Fork {
 public:
  /// How it sees and changes the chain that it belongs to.
  struct Here {
    std::function<bool(const Pubkey&)> has;                   ///< as processed
    std::function<std::vector<Pubkey>(const Pubkey&)> table;  ///< what a lookup table lists; empty when there is none
    /// Chain::take_over.
    std::function<std::future<ports::ChainOutcome<Slot>>(HostWrite)> take_over;
  };

  /// `file` remembers which keys were asked about; what it says of slots after `tip`, a crash took back. kIo names the file.
  static Result<std::unique_ptr<Fork>> open(std::filesystem::path file, Slot tip, std::shared_ptr<AccountSource> source,
                                            Here here);

  /// Takes over those of `keys` that were never asked about. The newest slot that one of them was taken over in, whenever that was
  /// (slot 0: none): a read as of an earlier slot does not see it. Waits for the other chain and for the next slot; any thread but the
  /// bank's and those a slot waits for. The error is one line that names who refused.
  std::expected<Slot, std::string> bring(std::span<const Pubkey> keys);
  /// The accounts of a transaction, those in its lookup tables among them. What is no transaction needs nothing.
  std::expected<Slot, std::string> bring_for(ByteView wire);
  /// `key` is this chain's own, whatever is over there: the host writes it.
  std::expected<void, std::string> claim(const Pubkey& key);

 private:
  Fork(std::filesystem::path file, std::shared_ptr<AccountSource> source, Here here)
      : file_(std::move(file)), source_(std::move(source)), here_(std::move(here)) {}
  Result<void> load(Slot tip);
  /// Those that were never asked about; raises `newest` to the slots of the others.
  [[nodiscard]] std::vector<Pubkey> unknown(std::span<const Pubkey> keys, Slot& newest) const;
  std::expected<void, std::string> remember(std::span<const Pubkey> keys, Slot slot);
  /// The slot they are in; 0 when there is nothing.
  std::expected<Slot, std::string> take_over(std::vector<HostWrite> writes);

  const std::filesystem::path file_;
  const std::shared_ptr<AccountSource> source_;
  const Here here_;
  std::mutex fetching_;  ///< one question at a time, held while it is open; taken before mutex_
  mutable std::mutex mutex_;
  std::unordered_map<Pubkey, Slot> known_;  ///< slot of the taking over; 0: own, or nothing there
  std::ofstream log_;
};

}  // namespace zestron::chain
