#include "app/node/past/keeper.hpp"

#include "agent/code_digest.hpp"
#include "base/assert.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <system_error>
#include <utility>

namespace zestron::node::past {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kSuffix = ".checkpoint";
constexpr std::size_t kKept = 2;

fs::path path_of(const fs::path& folder, Slot slot) { return folder / fmt::format("{:020}{}", slot.value(), kSuffix); }
fs::path trades_of(const fs::path& folder) { return folder / "trades"; }

// Newest first.
std::vector<Slot> slots_in(const fs::path& folder) {
  std::vector<Slot> out;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(folder, ec)) {
    const auto name = entry.path().filename().string();
    std::uint64_t slot = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), slot);
    if (error == std::errc() && std::string_view(end) == kSuffix) out.emplace_back(slot);
  }
  std::ranges::sort(out, std::ranges::greater());
  return out;
}

std::expected<void, std::string> remove(const fs::path& folder, Slot slot) {
  std::error_code ec;
  fs::remove(path_of(folder, slot), ec);
  if (ec) return std::unexpected(fmt::format("cannot delete {}: {}", path_of(folder, slot).string(), ec.message()));
  return {};
}

std::expected<Checkpoint, std::string> read(const fs::path& path, Slot slot, bool& is_damaged) {
  const auto bytes = infra::read_file(path);
  if (!bytes) return std::unexpected(bytes.error().message);
  auto checkpoint = parse_checkpoint(*bytes);
  is_damaged = checkpoint ? checkpoint->slot != slot : checkpoint.error().code == CheckpointError::kDamaged;
  if (is_damaged) return std::unexpected("it is damaged");
  if (!checkpoint) return std::unexpected(checkpoint.error().message);
  if (checkpoint->code != agent::code_digest())
    return std::unexpected("another version of this program wrote it, whose agents may be laid out otherwise");
  return *std::move(checkpoint);
}

}  // namespace

std::expected<std::optional<Found>, std::string> Keeper::begin(Slot last, std::vector<std::string>& notices) {
  const auto slots = slots_in(folder_);
  const auto confirmed = std::ranges::find_if(slots, [&](Slot slot) { return slot <= last; });
  for (auto slot = slots.begin(); slot != confirmed; ++slot) {
    if (auto removed = remove(folder_, *slot); !removed) return std::unexpected(removed.error());
  }
  // For good: later, when there is a slot of that number again, it would count.
  if (confirmed != slots.begin()) {
    if (auto synced = infra::sync_directory(folder_); !synced) return std::unexpected(synced.error().message);
  }
  for (const auto slot : std::ranges::subrange(confirmed, slots.end())) {
    const auto path = path_of(folder_, slot);
    bool is_damaged = false;
    auto checkpoint = read(path, slot, is_damaged);
    std::string why = checkpoint ? "" : checkpoint.error();
    if (checkpoint) {
      Found found{*std::move(checkpoint), {}};
      auto trades = TradeLog::go_on(trades_of(folder_), found.checkpoint.trades, found.trades);
      if (trades) {
        trades_ = *std::move(trades);
        newest_ = slot;
        return found;
      }
      why = trades.error();
      is_damaged = true;
    }
    notices.push_back(fmt::format("the agents' checkpoint {} is not used: {}", path.string(), why));
    if (!is_damaged) continue;
    fs::path aside = path;
    aside.replace_extension(".damaged");
    std::error_code ec;
    fs::rename(path, aside, ec);
    if (ec) return std::unexpected(fmt::format("cannot rename {}: {}", path.string(), ec.message()));
  }
  return std::nullopt;
}

void Keeper::begin_anew() {
  settle();
  trades_.reset();
  newest_ = Slot();
}

void Keeper::finish() {
  auto written = writing_.get();
  if (written) return;
  broken_ = true;
  trouble_ = "agents' checkpoints are not kept any more, so that a restart will take longer: " + written.error();
}

bool Keeper::is_ready() {
  if (writing_.valid() && writing_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) finish();
  return !broken_ && !writing_.valid();
}

void Keeper::settle() {
  if (writing_.valid()) finish();
}

std::string Keeper::take_trouble() { return std::exchange(trouble_, {}); }

void Keeper::keep(Checkpoint checkpoint, std::vector<ClosedTrade> closed) {
  ZESTRON_ASSERT(!writing_.valid());
  newest_ = checkpoint.slot;
  writing_ =
      std::async(std::launch::async, [this, checkpoint = std::move(checkpoint), closed = std::move(closed)]() mutable {
        return write(std::move(checkpoint), closed);
      });
}

Keeper::Written Keeper::write(Checkpoint checkpoint, const std::vector<ClosedTrade>& closed) {
  if (auto made = infra::make_directory(folder_); !made) return std::unexpected(made.error().message);
  auto before = slots_in(folder_);
  if (!trades_) {
    // Checkpoints count trades of the log, so they go before it does.
    for (const auto slot : std::exchange(before, {})) {
      if (auto removed = remove(folder_, slot); !removed) return removed;
    }
    if (auto synced = infra::sync_directory(folder_); !synced) return std::unexpected(synced.error().message);
    auto begun = TradeLog::begin(trades_of(folder_));
    if (!begun) return std::unexpected(begun.error());
    trades_ = *std::move(begun);
  }
  if (auto appended = trades_->append(closed); !appended) return appended;
  checkpoint.trades = trades_->mark();
  const auto bytes = checkpoint_bytes(checkpoint);
  if (auto kept = infra::write_file_atomically(path_of(folder_, checkpoint.slot), bytes, 0600); !kept)
    return std::unexpected(kept.error().message);
  for (std::size_t i = kKept - 1; i < before.size(); ++i) {
    if (auto removed = remove(folder_, before[i]); !removed) return removed;
  }
  return {};
}

}  // namespace zestron::node::past
