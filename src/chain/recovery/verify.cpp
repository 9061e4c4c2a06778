#include "chain/recovery/verify.hpp"

#include "chain/bank/bank.hpp"
#include "chain/ledger/ledger.hpp"
#include "chain/recovery/data_folder.hpp"
#include "chain/recovery/recovery.hpp"
#include "chain/recovery/snapshots.hpp"
#include "chain/replay/replayer.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

namespace zestron::chain::ledger {
namespace {

namespace fs = std::filesystem;

/// A folder for the accounts of one verification, gone with it.
class Scratch {
 public:
  static Result<Scratch> make() {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "zestron-verify-XXXXXX").native();
    if (error || ::mkdtemp(pattern.data()) == nullptr) {
      return fail(ChainCode::kIo, fmt::format("cannot create {}: {}", pattern, std::strerror(errno)));
    }
    return Scratch(pattern);
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

/// Slot 0, which no ledger holds: it follows from genesis.
Result<Tip> seal_genesis(bank::Bank& bank, const Hash& genesis_hash) {
  auto slot = OpenSlot::genesis(bank, genesis_hash);
  if (!slot) return std::unexpected(slot.error());
  const auto record = slot->seal();
  if (!record) return std::unexpected(record.error());
  return Tip{.slot = Slot(0), .blockhash = (*record)->blockhash, .clock = (*record)->clock};
}

/// The oldest snapshot, alone in a folder of the scratch, where the runtime takes it for the newest. Empty when the ledger is whole.
Result<fs::path> snapshot_to_begin_at(const DataFolder& folder, const fs::path& scratch) {
  const auto first = first_slot(folder.ledger());
  if (!first) return std::unexpected(first.error());
  if (!*first || **first <= Slot(1)) return fs::path();
  const auto snapshots = list_snapshots(folder);
  if (snapshots.empty() || snapshots.back().slot < **first) {
    return fail(ChainCode::kDamagedLedger,
                fmt::format("the ledger in {} begins at slot {}, and no snapshot goes with it",
                            folder.ledger().native(), (*first)->value()));
  }
  const fs::path alone = scratch / "snapshot";
  std::error_code error;
  fs::create_directory(alone, error);
  for (const fs::path& file : {snapshots.back().path, folder.snapshots() / "genesis-hash"}) {
    if (!error) fs::create_symlink(fs::absolute(file), alone / file.filename(), error);
  }
  if (error) return fail(ChainCode::kIo, fmt::format("cannot prepare {}: {}", alone.native(), error.message()));
  return alone;
}

/// Where re-execution begins: the frozen slot of a snapshot, or genesis.
Result<Tip> tip_of(bank::Bank& bank, const Hash& genesis_hash) {
  const auto info = bank.info(bank.bounds().newest);
  if (!info) return from_bank(info.error());
  if (!info->frozen) return seal_genesis(bank, genesis_hash);
  return Tip{.slot = info->slot, .blockhash = info->blockhash, .clock = info->clock};
}

}  // namespace

Result<VerifyReport> verify(const fs::path& data_dir, const VerifyProgress& progress) {
  const auto began = std::chrono::steady_clock::now();
  const DataFolder folder{data_dir};
  const auto genesis = load_genesis(folder);
  if (!genesis) return std::unexpected(genesis.error());
  const auto hash = bank::genesis_hash(*genesis);
  if (!hash) return from_bank(hash.error());
  const auto feature_set = runtime_feature_set();
  if (!feature_set) return std::unexpected(feature_set.error());
  const auto scratch = Scratch::make();
  if (!scratch) return std::unexpected(scratch.error());
  const auto snapshot = snapshot_to_begin_at(folder, scratch->path());
  if (!snapshot) return std::unexpected(snapshot.error());
  auto bank = bank::Bank::open(*genesis, {.accounts_dir = scratch->path() / "accounts", .snapshot_dir = *snapshot});
  if (!bank) return from_bank(bank.error());
  const auto tip = tip_of(*bank, *hash);
  if (!tip) return std::unexpected(tip.error());
  auto reader = Reader::open(folder.ledger(), {.genesis_hash = *hash, .feature_set = *feature_set}, tip->slot);
  if (!reader) return std::unexpected(reader.error());

  VerifyReport report;
  report.genesis_hash = *hash;
  report.start = tip->slot;
  Replayer replayer(*bank, *tip,
                    {.verify_signatures = true, .root_distance_slots = 32, .sealed = [&](const auto& record) {
                       report.last = record->slot;
                       report.bank_hash = record->bank_hash;
                       ++report.slots;
                       report.transactions += record->transactions.size();
                       report.took = std::chrono::steady_clock::now() - began;
                       if (progress) progress(report);
                     }});
  std::uint64_t slot_bytes = 0;
  while (true) {
    auto entry = reader->next();
    if (!entry) return std::unexpected(entry.error());
    if (!*entry) break;
    if ((*entry)->record.slot <= report.start && report.start > Slot(0)) continue;
    slot_bytes += (*entry)->after.byte - (*entry)->at.byte;
    const auto at = (*entry)->at;
    if (auto applied = replayer.apply(std::move((*entry)->record)); !applied) {
      return fail(applied.error().code,
                  fmt::format("{} ({} at byte {})", applied.error().message,
                              segment_log::segment_path(folder.ledger(), at.segment).native(), at.byte));
    }
    if (!replayer.in_slot()) slot_bytes = 0;
  }
  if (reader->end().stop == segment_log::Stop::kDamaged) {
    return fail(ChainCode::kDamagedLedger,
                fmt::format("{}; slots to {} are good", reader->end().what, report.last.value()));
  }
  report.unconfirmed_bytes = slot_bytes + reader->end().bad_bytes;
  report.took = std::chrono::steady_clock::now() - began;
  return report;
}

}  // namespace zestron::chain::ledger
