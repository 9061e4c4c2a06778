#include "chain/history/history_store.hpp"

#include "base/assert.hpp"
#include "chain/history/slot_codec.hpp"

#include <algorithm>

namespace zestron::chain {
namespace {

namespace segment_log = infra::segment_log;

constexpr std::size_t kLoadedSlotsMax = 8;

std::unexpected<Failure<ChainCode>> from_log(const Failure<segment_log::LogCode>& failure) {
  return fail(ChainCode::kIo, failure.message);
}

}  // namespace

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(HistoryOptions options, Slot keep) {
  std::unique_ptr<HistoryStore> store(new HistoryStore(std::move(options)));
  if (auto taken = store->take_up(keep); !taken) return std::unexpected(taken.error());
  return store;
}

Result<void> HistoryStore::take_up(Slot keep) {
  segment_log::LogEnd end;
  const auto segments = segment_log::list_segments(options_.directory);
  if (!segments) return from_log(segments.error());
  Position cut_at{.segment = segments->empty() ? 1 : segments->front(), .byte = 0};
  bool whole = false;
  if (auto reader = segment_log::Reader::open(options_.directory, options_.identity); reader && keep > Slot(0)) {
    std::optional<SlotAssembler> assembler;
    SlotEntry entry;
    while (!whole) {
      auto record = reader->next();
      if (!record || !*record) break;
      if (!assembler) {
        assembler.emplace();
        entry = {};
        entry.sequence = (*record)->sequence;
      }
      if (!assembler->feed((*record)->payload)) {
        // The oldest segment may begin in the middle of a slot that is forgotten.
        if (!slots_.empty() || !entry.chunks.empty()) break;
        assembler.reset();
        continue;
      }
      entry.chunks.push_back((*record)->at);
      if (!assembler->complete()) continue;
      const SlotRecord slot = assembler->take();
      assembler.reset();
      entry.slot = slot.slot;
      const bool continues = slots_.empty() || slots_.back().slot == slot.parent;
      if (slot.slot > keep || !continues) break;
      index(slot, std::move(entry));
      cut_at = (*record)->after;
      end.next_sequence = (*record)->sequence + 1;
      whole = slot.slot == keep;
    }
  }
  if (!whole) {
    clear();
    cut_at = {.segment = segments->empty() ? 1 : segments->front(), .byte = 0};
    end.next_sequence = 1;
  }
  if (auto done = segment_log::cut(options_.directory, cut_at, {}); !done) return from_log(done.error());
  end.at = whole ? cut_at : Position{};
  auto writer = segment_log::Writer::open(
      {.directory = options_.directory, .identity = options_.identity, .segment_bytes_max = options_.segment_bytes_max},
      end);
  if (!writer) return from_log(writer.error());
  log_.emplace(std::move(*writer));
  return {};
}

void HistoryStore::clear() {
  slots_.clear();
  transactions_ = 0;
  signatures_.clear();
  addresses_.clear();
}

void HistoryStore::index(const SlotRecord& record, SlotEntry entry) {
  entry.transactions.reserve(record.transactions.size());
  for (std::uint32_t at = 0; at < record.transactions.size(); ++at) {
    const LandedTransaction& transaction = record.transactions[at];
    const Location location{.slot = record.slot, .index = at};
    entry.transactions.push_back({.signature = transaction.signature,
                                  .error_json = transaction.error_json.empty()
                                                    ? nullptr
                                                    : std::make_unique<const std::string>(transaction.error_json)});
    signatures_.insert_or_assign(transaction.signature, location);
    for (const Pubkey& key : transaction.keys) addresses_[key].locations.push_back(location);
  }
  transactions_ += record.transactions.size();
  slots_.push_back(std::move(entry));
}

void HistoryStore::add_open(Slot slot, std::span<const LandedTransaction> transactions) {
  const std::lock_guard lock(mutex_);
  for (const LandedTransaction& transaction : transactions) {
    open_.insert_or_assign(transaction.signature, SignatureInfo{transaction.signature, slot, transaction.error_json});
  }
}

void HistoryStore::add(std::shared_ptr<const SlotRecord> record) {
  const std::lock_guard lock(mutex_);
  ZESTRON_ASSERT(slots_.empty() || slots_.back().slot < record->slot);
  open_.clear();
  SlotEntry entry;
  entry.slot = record->slot;
  entry.record = record;
  index(*record, std::move(entry));
}

void HistoryStore::persist(const SlotRecord& record) {
  std::vector<Position> chunks;
  std::uint64_t sequence = 0;
  {
    const std::lock_guard lock(log_mutex_);
    sequence = log_->next_sequence();
    for (const Bytes& chunk : encode_slot(record)) {
      // A full disk stops the ledger too, which says so; history then only loses what was not in memory.
      const auto at = log_failed_ ? segment_log::LogResult<Position>() : log_->append(chunk);
      log_failed_ = log_failed_ || !at;
      if (!log_failed_) chunks.push_back(*at);
    }
    if (!log_failed_) log_failed_ = !log_->flush();
  }
  {
    const std::lock_guard lock(mutex_);
    const auto found = find(record.slot);
    if (found == slots_.end()) return;
    SlotEntry& entry = slots_[static_cast<std::size_t>(found - slots_.begin())];
    entry.chunks = std::move(chunks);
    entry.sequence = sequence;
    // Slots not yet persisted stay whatever their number: the ledger's queue bounds them.
    const auto position = static_cast<std::size_t>(found - slots_.begin());
    if (position >= options_.slots_cached) slots_[position - options_.slots_cached].record.reset();
  }
  forget_beyond_horizon();
}

void HistoryStore::forget_beyond_horizon() {
  std::uint64_t oldest_sequence = 0;
  while (true) {
    std::vector<Position> chunks;
    std::shared_ptr<const SlotRecord> record;
    {
      const std::shared_lock lock(mutex_);
      const bool beyond = slots_.size() > options_.slots_max || transactions_ > options_.transactions_max;
      if (!beyond || slots_.size() < 2 || slots_.front().chunks.empty()) break;
      chunks = slots_.front().chunks;
      record = slots_.front().record;
    }
    // Keys are read back from disk, so that the index need not hold them twice; without the lock, since a disk may be slow.
    if (!record) record = load(chunks);
    const std::lock_guard lock(mutex_);
    if (record) forget_addresses(*record);
    for (const Entry& entry : slots_.front().transactions) signatures_.erase(entry.signature);
    transactions_ -= slots_.front().transactions.size();
    slots_.pop_front();
    oldest_sequence = slots_.front().sequence;
  }
  if (oldest_sequence == 0) return;
  const std::lock_guard lock(log_mutex_);
  // Best effort: a segment that stays behind takes space, nothing else.
  static_cast<void>(segment_log::drop_before(options_.directory, oldest_sequence));
}

void HistoryStore::forget_addresses(const SlotRecord& record) {
  for (const LandedTransaction& transaction : record.transactions) {
    for (const Pubkey& key : transaction.keys) {
      const auto found = addresses_.find(key);
      if (found == addresses_.end()) continue;
      auto& [locations, begin] = found->second;
      while (begin < locations.size() && locations[begin].slot <= record.slot) ++begin;
      if (begin == locations.size()) {
        addresses_.erase(found);
      } else if (begin > locations.size() / 2) {
        locations.erase(locations.begin(), locations.begin() + static_cast<std::ptrdiff_t>(begin));
        begin = 0;
      }
    }
  }
}

Result<void> HistoryStore::sync() {
  const std::lock_guard lock(log_mutex_);
  if (auto synced = log_->sync(); !synced) return from_log(synced.error());
  return {};
}

std::shared_ptr<const SlotRecord> HistoryStore::load(const std::vector<Position>& chunks) const {
  SlotAssembler assembler;
  for (const Position& at : chunks) {
    const auto chunk = segment_log::read_payload(options_.directory, at);
    if (!chunk || !assembler.feed(*chunk)) return nullptr;
  }
  if (!assembler.complete()) return nullptr;
  return std::make_shared<const SlotRecord>(assembler.take());
}

std::deque<HistoryStore::SlotEntry>::const_iterator HistoryStore::find(Slot slot) const {
  const auto found = std::ranges::lower_bound(slots_, slot, {}, &SlotEntry::slot);
  return found != slots_.end() && found->slot == slot ? found : slots_.end();
}

std::shared_ptr<const SlotRecord> HistoryStore::slot(Slot slot) const {
  std::vector<Position> chunks;
  {
    const std::shared_lock lock(mutex_);
    const auto found = find(slot);
    if (found == slots_.end()) return nullptr;
    if (found->record) return found->record;
    chunks = found->chunks;
  }
  {
    const std::lock_guard lock(loaded_mutex_);
    for (const auto& record : loaded_) {
      if (record->slot == slot) return record;
    }
  }
  auto record = load(chunks);
  if (!record) return nullptr;
  const std::lock_guard lock(loaded_mutex_);
  loaded_.push_front(record);
  if (loaded_.size() > kLoadedSlotsMax) loaded_.pop_back();
  return record;
}

std::optional<TransactionLocation> HistoryStore::transaction(const Signature& signature) const {
  Location location;
  {
    const std::shared_lock lock(mutex_);
    const auto found = signatures_.find(signature);
    if (found == signatures_.end()) return std::nullopt;
    location = found->second;
  }
  auto record = slot(location.slot);
  if (!record || location.index >= record->transactions.size()) return std::nullopt;
  return TransactionLocation{.record = std::move(record), .index = location.index};
}

SignatureInfo HistoryStore::info(const Location& location) const {
  const Entry& entry = find(location.slot)->transactions[location.index];
  return {.signature = entry.signature,
          .slot = location.slot,
          .error_json = entry.error_json ? *entry.error_json : std::string()};
}

std::optional<SignatureInfo> HistoryStore::status(const Signature& signature) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = open_.find(signature); found != open_.end()) return found->second;
  const auto found = signatures_.find(signature);
  if (found == signatures_.end()) return std::nullopt;
  return info(found->second);
}

std::vector<SignatureInfo> HistoryStore::signatures_for(const Pubkey& address, Slot newest, std::size_t limit,
                                                        const std::optional<Signature>& before,
                                                        const std::optional<Signature>& until) const {
  std::vector<SignatureInfo> result;
  const std::shared_lock lock(mutex_);
  const auto found = addresses_.find(address);
  if (found == addresses_.end()) return result;
  Location end{.slot = Slot(newest.value() + 1), .index = 0};
  if (before) {
    const auto location = signatures_.find(*before);
    if (location == signatures_.end()) return result;  // as Agave: nothing is before an unknown signature
    end = std::min(end, location->second);
  }
  Location begin{};
  if (until) {
    if (const auto location = signatures_.find(*until); location != signatures_.end()) {
      begin = {.slot = location->second.slot, .index = location->second.index + 1};
    }
  }
  const auto& locations = found->second.locations;
  const auto first = locations.begin() + static_cast<std::ptrdiff_t>(found->second.begin);
  for (auto at = std::lower_bound(first, locations.end(), end); at != first && result.size() < limit;) {
    --at;
    if (*at < begin) break;
    if (find(at->slot) == slots_.end()) break;
    result.push_back(info(*at));
  }
  return result;
}

Slot HistoryStore::oldest() const {
  const std::shared_lock lock(mutex_);
  return slots_.empty() ? Slot(0) : slots_.front().slot;
}

}  // namespace zestron::chain
