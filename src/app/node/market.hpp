// The market of a node: which source was chosen, where its ticks begin, and the account that carries them on chain.
#pragma once

#include "app/node/data_folder.hpp"
#include "chain/slot_source.hpp"
#include "events/market_cursor.hpp"
#include "events/select_market.hpp"
#include "ports/chain.hpp"
#include "protocols/pyth/price_update_v2.hpp"

#include <memory>
#include <optional>
#include <string>

namespace zestron::node {

events::MarketOutcome<std::unique_ptr<events::MarketSource>> open_market(const events::MarketChoice& choice,
                                                                         const domain::FeedId& feed);

/// Of a recorded or simulated market; nullopt for a live one or an empty one.
std::optional<domain::Tick> first_tick(const events::MarketChoice& choice, const domain::FeedId& feed);

/// What market.json of the data folder remembers: which market the chain's history was made with, and the slot of its tick 0.
struct MarketRecord {
  std::string identity;
  domain::FeedId feed;
  std::optional<Slot> begins;  ///< unset until the first tick had its slot
};
Outcome<std::optional<MarketRecord>, FolderError> load_market_record(const DataFolder& folder);
Outcome<void, FolderError> save_market_record(const DataFolder& folder, const MarketRecord& record);

/// Turns ticks into writes of Pyth's price account, carrying its moving averages on.
class PriceAccount {
 public:
  PriceAccount(const domain::FeedId& feed, Lamports rent) : address_(pyth::price_account(feed)), rent_(rent) {}
  [[nodiscard]] const Pubkey& address() const { return address_; }
  /// Takes up where the chain stands; without an account it begins anew.
  void resume(const std::optional<ports::AccountState>& account);
  chain::HostWrite write(const domain::Tick& tick, Slot slot);

 private:
  Pubkey address_;
  Lamports rent_;
  std::optional<pyth::PriceUpdateV2> last_;
};

}  // namespace zestron::node
