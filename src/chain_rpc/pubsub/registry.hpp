// Who has subscribed to what. Used on one thread; holds no socket and writes nothing.
#pragma once

#include "chain_rpc/pubsub/topic.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace zestron::chain_rpc::pubsub {

using ClientId = std::uint64_t;
using SubscriptionId = std::uint64_t;

struct Subscriber {
  ClientId client = 0;
  SubscriptionId id = 0;
};

class Registry {
 public:
  struct Entry {
    Topic topic;
    std::vector<Subscriber> subscribers;  ///< never empty
  };

  /// nullopt when the client or the node has as many subscriptions as it may have.
  std::optional<SubscriptionId> add(ClientId client, Topic topic);
  /// False unless `id` is a subscription of this client.
  bool remove(ClientId client, SubscriptionId id);
  void remove_client(ClientId client);
  /// Ends every subscription of a topic.
  void remove_topic(const Entry& entry);

  // Entries stay valid until a removal.
  /// For kSlot, kSlotsUpdates, kRoot, kLogs and kBlock.
  [[nodiscard]] std::vector<const Entry*> of_kind(Kind kind) const;
  [[nodiscard]] std::vector<const Entry*> of_signature(const Signature& signature, Commitment commitment) const;
  [[nodiscard]] std::vector<const Entry*> of_key(Kind kind, const Pubkey& key, Commitment commitment) const;
  [[nodiscard]] bool any(Kind kind) const;
  [[nodiscard]] std::size_t size() const { return subscriptions_.size(); }

  static constexpr std::size_t kPerClientMax = 8'192;
  static constexpr std::size_t kTotalMax = 262'144;

 private:
  struct Subscription {
    ClientId client = 0;
    Entry* entry = nullptr;
  };
  void index(Entry& entry);
  void drop(Entry& entry);

  SubscriptionId next_ = 1;
  std::unordered_map<SubscriptionId, Subscription> subscriptions_;
  std::unordered_map<ClientId, std::vector<SubscriptionId>> clients_;
  std::map<std::string, std::unique_ptr<Entry>> topics_;
  std::map<Kind, std::size_t> counts_;
  std::map<Kind, std::vector<Entry*>> listed_;
  std::unordered_multimap<Signature, Entry*> signatures_;
  std::unordered_multimap<Pubkey, Entry*> keys_;
};

}  // namespace zestron::chain_rpc::pubsub
