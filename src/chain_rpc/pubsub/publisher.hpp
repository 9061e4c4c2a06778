// What of a slot is told to whom, and in which words. On the thread of PubSub; knows subscriptions and chain, no socket.
#pragma once

#include "chain/history/history.hpp"
#include "chain_rpc/backend.hpp"
#include "chain_rpc/pubsub/registry.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace zestron::chain_rpc::pubsub {

/// Takes one notification for one subscriber: `body` is shared by all subscribers of the topic, the subscription's number and
/// the closing braces are the sender's to add.
using Deliver = std::function<void(const Subscriber& subscriber, const std::shared_ptr<const std::string>& body)>;

/// Milliseconds since 1970: what the updates of slots are stamped with, and nothing else here.
using NowMillis = std::function<std::uint64_t()>;

class Publisher {
 public:
  /// Both outlive this.
  Publisher(const Backend& backend, Registry& registry, Deliver deliver, NowMillis now_ms);

  void opened(Slot slot, Slot parent, Slot root);
  /// Signatures first: a client that waits for a durable nonce takes a change of the nonce account, seen before its signature,
  /// for somebody else's. Then logs, accounts, programs, blocks.
  void reached(Commitment level, const chain::SlotRecord& record);
  /// If the signature has the commitment already, notifies and ends the subscription.
  void settle_if_known(const Topic& topic);

 private:
  using Changes = std::vector<Backend::Change>;
  void publish(const Registry::Entry& entry, std::string_view result);
  void signatures(Commitment level, const chain::SlotRecord& record);
  /// `members` after the update's type, slot and timestamp, each with a comma before it.
  void slot_update(std::string_view type, Slot slot, std::string_view members = {});
  void slot_updates(Commitment level, const chain::SlotRecord& record);
  void blocks(Commitment level, const chain::SlotRecord& record);
  void logs(Commitment level, const chain::SlotRecord& record);
  void accounts(Commitment level, Slot slot);
  void account(const Registry::Entry& entry, Slot slot, const Backend::Change& change);
  void program(const Registry::Entry& entry, Slot slot, const Backend::Change& change);
  const Changes& changes_of(Slot slot);

  const Backend& backend_;
  Registry& registry_;
  Deliver deliver_;
  NowMillis now_ms_;
  Bounds seen_;                      ///< newest slot of each level whose notifications are out
  std::map<Slot, Changes> changes_;  ///< of slots that are not final yet
};

}  // namespace zestron::chain_rpc::pubsub
