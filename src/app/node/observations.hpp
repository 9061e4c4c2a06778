// What agents see of the chain besides the market: pools, proposals, their own wallets and stakes. Read from the chain's accounts, once a
// slot for all who ask; each agent is told what is new to it.
#pragma once

#include "agent/kind.hpp"
#include "app/node/data_folder.hpp"
#include "domain/event.hpp"
#include "ports/chain.hpp"

#include <map>
#include <optional>
#include <vector>

namespace zestron::node {

/// Which trigger an event is for; nullopt for ticks, messages and answers.
std::optional<agent::Trigger> trigger_of(const domain::Event& event);

class Observations {
 public:
  using What = decltype(domain::Event::what);

  /// Both outlive it. Texts of proposals lie in the folder's blobs, under their hash.
  Observations(ports::Chain& chain, const DataFolder& folder) : chain_(chain), folder_(folder) {}

  /// What was read in earlier slots is read again.
  void begin_slot(Slot slot, UnixSeconds clock) {
    clock_ = clock;
    if (slot_ == slot) return;
    read_.clear();
    pools_.clear();
    slot_ = slot;
  }
  /// As the chain has it when it is first asked for in a slot: whoever asks later sees the same, whatever was sent meanwhile. nullopt
  /// where it cannot be read.
  std::optional<std::optional<ports::AccountState>> account(const Pubkey& key);
  /// What `trigger` waits for, as the chain has it; nullopt when it is not there, cannot be read, or is no account of the chain.
  /// `wallet` is the agent's.
  std::optional<What> read(const agent::Trigger& trigger, const std::optional<Pubkey>& wallet);

  /// From here on, which accounts are read is noted anew: what is seen can change only when one of them does, or with the clock.
  void begin_agent() { read_for_.clear(); }
  [[nodiscard]] const std::vector<Pubkey>& read_for_last() const { return read_for_; }

 private:
  std::optional<ports::AccountState> noted(const Pubkey& key);
  std::optional<What> pool(const Pubkey& key);
  std::optional<What> read_pool(const Pubkey& key);
  std::optional<What> proposal(const Pubkey& key);
  std::optional<What> holding(const Pubkey& mint, const Pubkey& wallet);
  std::optional<What> stake(const Pubkey& pool, const Pubkey& wallet);

  ports::Chain& chain_;
  const DataFolder& folder_;
  Slot slot_;
  UnixSeconds clock_;
  struct Pool {
    std::optional<What> state;
    std::vector<Pubkey> read_for;
  };
  std::map<Pubkey, std::optional<ports::AccountState>> read_;  // of this slot
  std::map<Pubkey, Pool> pools_;                               // of this slot
  std::map<Pubkey, Pubkey> programs_;                          // of mints
  std::vector<Pubkey> read_for_;
};

}  // namespace zestron::node
