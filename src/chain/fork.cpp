#include "chain/fork.hpp"

#include "chain/bytes_io.hpp"
#include "codec/transaction/transaction.hpp"
#include "infra/file/file.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace zestron::chain {
namespace {

/// In the file: key ‖ slot u64, one behind the other; what a kill left of the last one is cut off.
constexpr std::size_t kEntryBytes = Pubkey::kSize + sizeof(std::uint64_t);
/// What Solana's getMultipleAccounts takes at once.
constexpr std::size_t kKeysAtOnce = 100;
/// A market may hold its slot open; then the caller's thread must not wait with it for ever.
constexpr std::chrono::seconds kSlotPatience{10};

}  // namespace

Result<std::unique_ptr<Fork>> Fork::open(std::filesystem::path file, Slot tip, std::shared_ptr<AccountSource> source,
                                         Here here) {
  std::unique_ptr<Fork> fork(new Fork(std::move(file), std::move(source), std::move(here)));
  if (auto loaded = fork->load(tip); !loaded) return std::unexpected(loaded.error());
  return fork;
}

Result<void> Fork::load(Slot tip) {
  const auto bytes = infra::read_file(file_);
  if (!bytes && bytes.error().code != infra::FileCode::kNotFound) return fail(ChainCode::kIo, bytes.error().message);
  if (bytes) {
    ByteSource in(*bytes);
    while (in.left() >= kEntryBytes) {
      const auto key = in.fixed<Pubkey>();
      const Slot slot(in.integer<std::uint64_t>());
      if (slot <= tip) known_.insert_or_assign(key, slot);
    }
    std::error_code error;
    if (in.left() > 0) std::filesystem::resize_file(file_, bytes->size() - in.left(), error);
    if (error) return fail(ChainCode::kIo, fmt::format("cannot write {}: {}", file_.native(), error.message()));
  }
  log_.open(file_, std::ios::binary | std::ios::app);
  if (!log_) return fail(ChainCode::kIo, fmt::format("cannot write {}", file_.native()));
  return {};
}

std::vector<Pubkey> Fork::unknown(std::span<const Pubkey> keys, Slot& newest) const {
  std::vector<Pubkey> missing;
  const std::lock_guard lock(mutex_);
  for (const Pubkey& key : keys) {
    const auto found = known_.find(key);
    if (found != known_.end()) {
      newest = std::max(newest, found->second);
    } else if (std::ranges::find(missing, key) == missing.end()) {
      missing.push_back(key);
    }
  }
  return missing;
}

std::expected<void, std::string> Fork::remember(std::span<const Pubkey> keys, Slot slot) {
  const std::lock_guard lock(mutex_);
  ByteSink out;
  for (const Pubkey& key : keys) {
    if (!known_.emplace(key, slot).second) continue;
    out.fixed(key);
    out.integer(slot.value());
  }
  const Bytes bytes = out.take();
  log_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  // In the kernel's hands, so that a kill does not bring back what was deleted.
  if (!log_.flush()) return std::unexpected(fmt::format("cannot write {}", file_.native()));
  return {};
}

std::expected<void, std::string> Fork::claim(const Pubkey& key) {
  const std::lock_guard asking(fetching_);
  return remember({&key, 1}, Slot(0));
}

std::expected<Slot, std::string> Fork::bring(std::span<const Pubkey> keys) {
  Slot newest(0);
  if (unknown(keys, newest).empty()) return newest;
  const std::lock_guard asking(fetching_);
  std::vector<Pubkey> missing = unknown(keys, newest);
  const auto own = std::ranges::partition(missing, [this](const Pubkey& key) { return !here_.has(key); });
  if (auto kept = remember(own, Slot(0)); !kept) return std::unexpected(kept.error());
  missing.erase(own.begin(), own.end());
  for (std::span<const Pubkey> left(missing); !left.empty();) {
    const auto part = left.first(std::min(kKeysAtOnce, left.size()));
    left = left.subspan(part.size());
    auto found = source_->fetch(part);
    if (!found) return std::unexpected(std::move(found.error()));
    const auto slot = take_over(std::move(*found));
    if (!slot) return slot;
    if (auto kept = remember(part, Slot(0)); !kept) return std::unexpected(kept.error());
    newest = std::max(newest, *slot);
  }
  return newest;
}

std::expected<Slot, std::string> Fork::take_over(std::vector<HostWrite> writes) {
  std::vector<std::pair<Pubkey, std::future<ports::ChainOutcome<Slot>>>> pending;
  Slot ignored;
  for (HostWrite& write : writes) {
    // A program's code may be here already, and changed.
    if (unknown({&write.key, 1}, ignored).empty()) continue;
    const Pubkey key = write.key;
    pending.emplace_back(key, here_.take_over(std::move(write)));
  }
  Slot newest(0);
  for (auto& [key, done] : pending) {
    if (done.wait_for(kSlotPatience) != std::future_status::ready)
      return std::unexpected("an account is taken over, but the open slot did not end in time: try again");
    const auto slot = done.get();
    if (!slot) return std::unexpected("an account cannot be taken over: " + slot.error().message);
    if (auto kept = remember({&key, 1}, *slot); !kept) return std::unexpected(kept.error());
    newest = std::max(newest, *slot);
  }
  return newest;
}

std::expected<Slot, std::string> Fork::bring_for(ByteView wire) {
  const auto transaction = codec::parse_transaction(wire);
  if (!transaction) return Slot(0);
  std::vector<Pubkey> keys = transaction->message.keys;
  for (const codec::TableLookup& lookup : transaction->message.lookups) keys.push_back(lookup.table);
  auto newest = bring(keys);
  if (!newest || transaction->message.lookups.empty()) return newest;
  // The tables are here now; what they list is used as well.
  std::vector<Pubkey> loaded;
  for (const codec::TableLookup& lookup : transaction->message.lookups) {
    const std::vector<Pubkey> addresses = here_.table(lookup.table);
    for (const Bytes* indexes : {&lookup.writable, &lookup.readonly}) {
      for (const std::uint8_t index : *indexes) {
        if (index < addresses.size()) loaded.push_back(addresses[index]);
      }
    }
  }
  const auto further = bring(loaded);
  if (!further) return further;
  return std::max(*newest, *further);
}

}  // namespace zestron::chain
