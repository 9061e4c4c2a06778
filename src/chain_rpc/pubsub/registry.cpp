#include "chain_rpc/pubsub/registry.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace zestron::chain_rpc::pubsub {
namespace {

/// Few topics, and each looks at every slot or transaction; the others are found by key or signature.
bool is_listed(Kind kind) {
  return kind == Kind::kSlot || kind == Kind::kSlotsUpdates || kind == Kind::kRoot || kind == Kind::kLogs ||
         kind == Kind::kBlock;
}
bool has_key(Kind kind) { return kind == Kind::kAccount || kind == Kind::kProgram; }

template <class Map, class Key>
void erase_one(Map& map, const Key& key, const Registry::Entry* entry) {
  const auto [begin, end] = map.equal_range(key);
  const auto found = std::find_if(begin, end, [entry](const auto& pair) { return pair.second == entry; });
  if (found != end) map.erase(found);
}

}  // namespace

std::optional<SubscriptionId> Registry::add(ClientId client, Topic topic) {
  auto& own = clients_[client];
  if (own.size() >= kPerClientMax || subscriptions_.size() >= kTotalMax) return std::nullopt;
  auto& place = topics_[topic.name()];
  if (!place) {
    place = std::make_unique<Entry>(Entry{.topic = std::move(topic), .subscribers = {}});
    index(*place);
  }
  const SubscriptionId id = next_++;
  place->subscribers.push_back({.client = client, .id = id});
  subscriptions_.emplace(id, Subscription{.client = client, .entry = place.get()});
  own.push_back(id);
  return id;
}

bool Registry::remove(ClientId client, SubscriptionId id) {
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end() || found->second.client != client) return false;
  Entry& entry = *found->second.entry;
  subscriptions_.erase(found);
  std::erase(clients_[client], id);
  std::erase_if(entry.subscribers, [id](const Subscriber& subscriber) { return subscriber.id == id; });
  if (entry.subscribers.empty()) drop(entry);
  return true;
}

// A topic's list is walked once, however often the client stands in it: thousands of subscriptions must not hold everybody up.
void Registry::remove_client(ClientId client) {
  const auto own = clients_.extract(client);
  if (own.empty()) return;
  std::unordered_set<Entry*> touched;
  for (const SubscriptionId id : own.mapped()) {
    const auto found = subscriptions_.find(id);
    touched.insert(found->second.entry);
    subscriptions_.erase(found);
  }
  for (Entry* entry : touched) {
    std::erase_if(entry->subscribers, [client](const Subscriber& subscriber) { return subscriber.client == client; });
    if (entry->subscribers.empty()) drop(*entry);
  }
}

void Registry::remove_topic(const Entry& entry) {
  const std::vector<Subscriber> all = entry.subscribers;  // the entry goes with its last subscriber
  for (const Subscriber& subscriber : all) remove(subscriber.client, subscriber.id);
}

void Registry::index(Entry& entry) {
  const Topic& topic = entry.topic;
  ++counts_[topic.kind];
  if (is_listed(topic.kind)) listed_[topic.kind].push_back(&entry);
  if (topic.kind == Kind::kSignature) signatures_.emplace(topic.signature, &entry);
  if (has_key(topic.kind)) keys_.emplace(topic.key, &entry);
}

void Registry::drop(Entry& entry) {
  const Topic& topic = entry.topic;
  --counts_[topic.kind];
  if (is_listed(topic.kind)) std::erase(listed_[topic.kind], &entry);
  if (topic.kind == Kind::kSignature) erase_one(signatures_, topic.signature, &entry);
  if (has_key(topic.kind)) erase_one(keys_, topic.key, &entry);
  topics_.erase(topic.name());
}

std::vector<const Registry::Entry*> Registry::of_kind(Kind kind) const {
  const auto found = listed_.find(kind);
  if (found == listed_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::vector<const Registry::Entry*> Registry::of_signature(const Signature& signature, Commitment commitment) const {
  std::vector<const Entry*> list;
  const auto [begin, end] = signatures_.equal_range(signature);
  for (auto at = begin; at != end; ++at) {
    if (at->second->topic.commitment == commitment) list.push_back(at->second);
  }
  return list;
}

std::vector<const Registry::Entry*> Registry::of_key(Kind kind, const Pubkey& key, Commitment commitment) const {
  std::vector<const Entry*> list;
  const auto [begin, end] = keys_.equal_range(key);
  for (auto at = begin; at != end; ++at) {
    const Topic& topic = at->second->topic;
    if (topic.kind == kind && topic.commitment == commitment) list.push_back(at->second);
  }
  return list;
}

bool Registry::any(Kind kind) const {
  const auto found = counts_.find(kind);
  return found != counts_.end() && found->second > 0;
}

}  // namespace zestron::chain_rpc::pubsub
