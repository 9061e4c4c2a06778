#include "chain_rpc/pubsub/publisher.hpp"

#include "chain_rpc/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace zestron::chain_rpc::pubsub {
namespace {

/// Slots whose changed keys are remembered; the root is 32 behind, the rest is slack for a publisher that lags.
constexpr std::size_t kChangesMax = 512;

std::string in_context(Slot slot, std::string_view value) {
  return fmt::format(R"({{"context":{{"slot":{}}},"value":{}}})", slot.value(), value);
}

/// An account that is gone, as it is reported once: the default account in the encoding asked for.
std::string deleted_account(std::string_view encoding) {
  std::string data = R"(["","base64"])";
  if (encoding.empty() || encoding == "binary") data = R"("")";
  if (encoding == "base58") data = R"(["","base58"])";
  if (encoding == "base64+zstd") data = R"(["KLUv/QBYAQAA","base64+zstd"])";  // a zstd frame of nothing
  return fmt::format(
      R"({{"data":{},"executable":false,"lamports":0,"owner":"11111111111111111111111111111111","rentEpoch":0,"space":0}})",
      data);
}

/// Reads at `slot` or, when the root has passed it meanwhile, at the root: newer, and again reported with its own slot.
template <class Read>
auto read_at(const Backend& backend, Slot& slot, Read read) {
  auto result = read(slot);
  if (result || result.error().code != BackendCode::kNoSuchSlot) return result;
  slot = backend.bounds().finalized;
  return read(slot);
}

}  // namespace

Publisher::Publisher(const Backend& backend, Registry& registry, Deliver deliver, NowMillis now_ms)
    : backend_(backend),
      registry_(registry),
      deliver_(std::move(deliver)),
      now_ms_(std::move(now_ms)),
      seen_(backend.bounds()) {}

void Publisher::publish(const Registry::Entry& entry, std::string_view result) {
  const auto body = std::make_shared<const std::string>(
      fmt::format(R"({{"jsonrpc":"2.0","method":"{}","params":{{"result":{},"subscription":)",
                  notification_method(entry.topic.kind), result));
  for (const Subscriber& subscriber : entry.subscribers) deliver_(subscriber, body);
}

void Publisher::opened(Slot slot, Slot parent, Slot root) {
  for (const auto* entry : registry_.of_kind(Kind::kSlot)) {
    publish(*entry, fmt::format(R"({{"parent":{},"root":{},"slot":{}}})", parent.value(), root.value(), slot.value()));
  }
  slot_update("createdBank", slot, fmt::format(R"(,"parent":{})", parent.value()));
}

void Publisher::slot_update(std::string_view type, Slot slot, std::string_view members) {
  if (!registry_.any(Kind::kSlotsUpdates)) return;
  const auto text =
      fmt::format(R"({{"slot":{},"timestamp":{},"type":"{}"{}}})", slot.value(), now_ms_(), type, members);
  for (const auto* entry : registry_.of_kind(Kind::kSlotsUpdates)) publish(*entry, text);
}

void Publisher::slot_updates(Commitment level, const chain::SlotRecord& record) {
  if (level == Commitment::kConfirmed) return slot_update("optimisticConfirmation", record.slot);
  if (level == Commitment::kFinalized) return slot_update("root", record.slot);
  const auto failed = std::ranges::count_if(
      record.transactions, [](const chain::LandedTransaction& transaction) { return !transaction.error_json.empty(); });
  const std::size_t landed = record.transactions.size();
  // One node has no shreds: a slot is complete when it is frozen, and its transactions stand in one entry.
  slot_update("completed", record.slot);
  slot_update("frozen", record.slot,
              fmt::format(R"(,"stats":{{"maxTransactionsPerEntry":{},"numFailedTransactions":{},)"
                          R"("numSuccessfulTransactions":{},"numTransactionEntries":{}}})",
                          landed, failed, landed - static_cast<std::size_t>(failed), landed == 0 ? 0 : 1));
}

void Publisher::blocks(Commitment level, const chain::SlotRecord& record) {
  for (const auto* entry : registry_.of_kind(Kind::kBlock)) {
    const Topic& topic = entry->topic;
    const auto mentions = [&topic](const chain::LandedTransaction& transaction) {
      return std::ranges::find(transaction.keys, topic.key) != transaction.keys.end();
    };
    if (topic.commitment != level || (!topic.every && std::ranges::none_of(record.transactions, mentions))) continue;
    const auto block = block_json(backend_, record, topic.block);
    std::string error = "null";
    if (!block) {
      // Version 0 is the only one there is beside those without a version.
      error = block.error().code == code::kUnsupportedVersion ? R"({"UnsupportedTransactionVersion":0})"
                                                              : R"("BlockStoreError")";
    }
    publish(*entry, in_context(record.slot, fmt::format(R"({{"block":{},"err":{},"slot":{}}})", block.value_or("null"),
                                                        error, record.slot.value())));
  }
}

void Publisher::reached(Commitment level, const chain::SlotRecord& record) {
  slot_updates(level, record);
  signatures(level, record);
  logs(level, record);
  accounts(level, record.slot);
  blocks(level, record);
  if (level == Commitment::kProcessed) seen_.processed = record.slot;
  if (level == Commitment::kConfirmed) seen_.confirmed = record.slot;
  if (level != Commitment::kFinalized) return;
  seen_.finalized = record.slot;
  changes_.erase(changes_.begin(), changes_.upper_bound(record.slot));
  for (const auto* entry : registry_.of_kind(Kind::kRoot)) publish(*entry, std::to_string(record.slot.value()));
}

void Publisher::signatures(Commitment level, const chain::SlotRecord& record) {
  if (!registry_.any(Kind::kSignature)) return;
  for (const auto& transaction : record.transactions) {
    for (const auto* entry : registry_.of_signature(transaction.signature, level)) {
      publish(*entry, in_context(record.slot, fmt::format(R"({{"err":{}}})", or_null(transaction.error_json))));
      registry_.remove_topic(*entry);
    }
  }
}

void Publisher::settle_if_known(const Topic& topic) {
  const auto info = backend_.history().status(topic.signature);
  if (!info) return;
  // By what was published or by what the chain says: a slot that is in neither will still be published.
  const Slot reached = std::max(seen_.at(topic.commitment), backend_.bounds().at(topic.commitment));
  if (info->slot > reached) return;
  for (const auto* entry : registry_.of_signature(topic.signature, topic.commitment)) {
    publish(*entry, in_context(info->slot, fmt::format(R"({{"err":{}}})", or_null(info->error_json))));
    registry_.remove_topic(*entry);
  }
}

void Publisher::logs(Commitment level, const chain::SlotRecord& record) {
  std::vector<const Registry::Entry*> wanted;
  for (const auto* entry : registry_.of_kind(Kind::kLogs)) {
    if (entry->topic.commitment == level) wanted.push_back(entry);
  }
  if (wanted.empty()) return;
  for (const auto& transaction : record.transactions) {
    std::string result;  // made for the first topic that wants it
    for (const auto* entry : wanted) {
      if (!entry->topic.every && std::ranges::find(transaction.keys, entry->topic.key) == transaction.keys.end())
        continue;
      if (result.empty()) {
        const auto lines = backend_.logs_json(transaction);
        result = in_context(record.slot,
                            fmt::format(R"({{"err":{},"logs":{},"signature":{}}})", or_null(transaction.error_json),
                                        lines && *lines != "null" ? *lines : "[]", quote(transaction.signature)));
      }
      publish(*entry, result);
    }
  }
}

const Publisher::Changes& Publisher::changes_of(Slot slot) {
  const auto found = changes_.find(slot);
  if (found != changes_.end()) return found->second;
  auto changes = backend_.changes(slot);
  while (changes_.size() >= kChangesMax) changes_.erase(changes_.begin());
  return changes_[slot] = changes ? std::move(*changes) : Changes{};
}

void Publisher::accounts(Commitment level, Slot slot) {
  if (!registry_.any(Kind::kAccount) && !registry_.any(Kind::kProgram)) return;
  for (const Backend::Change& change : changes_of(slot)) {
    for (const auto* entry : registry_.of_key(Kind::kAccount, change.key, level)) account(*entry, slot, change);
  }
  for (const Backend::Change& change : changes_of(slot)) {
    if (change.deleted) continue;
    for (const auto* entry : registry_.of_key(Kind::kProgram, change.owner, level)) program(*entry, slot, change);
  }
}

void Publisher::account(const Registry::Entry& entry, Slot slot, const Backend::Change& change) {
  const auto json =
      read_at(backend_, slot, [&](Slot at) { return backend_.account_json(at, change.key, entry.topic.options); });
  if (!json) return;  // base58 of long data, say: the account has no form that this client could be given
  publish(entry, in_context(slot, *json == "null" ? deleted_account(entry.topic.encoding) : *json));
}

void Publisher::program(const Registry::Entry& entry, Slot slot, const Backend::Change& change) {
  if (!entry.topic.filters.empty()) {
    const auto account = read_at(backend_, slot, [&](Slot at) { return backend_.account(at, change.key); });
    if (!account || !*account) return;
    const auto fits = [&](const AccountFilter& filter) { return matches(filter, (*account)->data); };
    if (!std::ranges::all_of(entry.topic.filters, fits)) return;
  }
  const auto json =
      read_at(backend_, slot, [&](Slot at) { return backend_.account_json(at, change.key, entry.topic.options); });
  if (!json || *json == "null") return;
  publish(entry, in_context(slot, fmt::format(R"({{"account":{},"pubkey":{}}})", *json, quote(change.key))));
}

}  // namespace zestron::chain_rpc::pubsub
