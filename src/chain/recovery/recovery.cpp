#include "chain/recovery/recovery.hpp"

#include "chain/bank/genesis.hpp"
#include "chain/recovery/snapshots.hpp"
#include "chain/replay/replayer.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::chain {
namespace {

namespace fs = std::filesystem;
namespace segment_log = infra::segment_log;

/// Opens the bank on the newest snapshot that can be restored, else on genesis. Damaged ones get the suffix ".damaged".
Result<bank::Bank> open_bank(const DataFolder& folder, ByteView genesis, Recovery& report) {
  while (true) {
    const auto snapshots = list_snapshots(folder);
    auto bank = bank::Bank::open(genesis, {.accounts_dir = folder.accounts(), .snapshot_dir = folder.snapshots()});
    if (bank) return std::move(*bank);
    if (snapshots.empty()) return from_bank(bank.error());
    fs::path aside = snapshots.front().path;
    aside += ".damaged";
    std::error_code error;
    fs::rename(snapshots.front().path, aside, error);
    if (error) {
      return fail(ChainCode::kIo,
                  fmt::format("cannot rename {}: {}", snapshots.front().path.native(), error.message()));
    }
    report.damaged_snapshots.push_back(aside);
  }
}

class Restart {
 public:
  Restart(const RecoveryOptions& options, ledger::Provenance provenance, bank::Bank& bank)
      : options_(options), provenance_(provenance), bank_(bank) {}

  /// Takes the bank's frozen slot as it is, or seals slot 0 of genesis; opens history up to there.
  Result<void> begin() {
    const Slot newest = bank_.bounds().newest;
    const auto info = bank_.info(newest);
    if (!info) return from_bank(info.error());
    if (info->frozen) {
      tip_ = {.slot = newest, .blockhash = info->blockhash, .clock = info->clock};
      report.snapshot = newest;
    }
    auto opened = HistoryStore::open({.directory = options_.folder.history(),
                                      .identity = ledger::to_identity(provenance_),
                                      .slots_max = options_.history_slots_max,
                                      .transactions_max = options_.history_transactions_max,
                                      .segment_bytes_max = options_.segment_bytes_max},
                                     info->frozen ? newest : Slot(0));
    if (!opened) return std::unexpected(opened.error());
    history = std::move(*opened);
    if (info->frozen) return {};
    auto slot = OpenSlot::genesis(bank_, provenance_.genesis_hash);
    if (!slot) return std::unexpected(slot.error());
    auto record = slot->seal();
    if (!record) return std::unexpected(record.error());
    tip_ = {.slot = Slot(0), .blockhash = (*record)->blockhash, .clock = (*record)->clock};
    remember(*record);
    return {};
  }

  /// Re-executes what the ledger has after the tip.
  Result<void> replay() {
    const Slot start = tip_.slot;
    auto reader = ledger::Reader::open(options_.folder.ledger(), provenance_, start);
    if (!reader) return std::unexpected(reader.error());
    Replayer replayer(bank_, tip_,
                      {.root_distance_slots = options_.root_distance_slots, .sealed = [this](const auto& record) {
                         remember(record);
                         ++report.slots_replayed;
                       }});
    Slot last_sealed(0);
    while (true) {
      auto entry = reader->next();
      if (!entry) return std::unexpected(entry.error());
      if (!*entry) break;
      ledger::Record& record = (*entry)->record;
      const Slot slot = record.slot;
      if (slot.value() > replayer.tip().slot.value() + 1 && !replayer.in_slot()) return missing_start(slot);
      const auto* found = std::get_if<ledger::Sealed>(&record.body);
      const auto sealed = found == nullptr ? std::nullopt : std::optional(*found);
      if (slot > start) {
        if (auto applied = replayer.apply(std::move(record)); !applied) return with_place(applied.error(), **entry);
      }
      if (!sealed) continue;
      last_sealed = slot;
      end_.at = (*entry)->after;
      end_.next_sequence = (*entry)->sequence + 1;
      if (slot == start && sealed->blockhash != tip_.blockhash) {
        return fail(ChainCode::kDiverged,
                    fmt::format("the snapshot of slot {} and the ledger disagree: move {} away and restart",
                                start.value(), options_.folder.snapshots().native()));
      }
    }
    tip_ = replayer.tip();
    const segment_log::LogEnd& end = reader->end();
    // A segment without a whole header goes as a file, not as a tail.
    if (end.stop == segment_log::Stop::kTorn && end.at.byte == 0 && end.at.segment == end_.at.segment) end_.at.byte = 0;
    if (end.stop == segment_log::Stop::kDamaged) {
      return fail(
          ChainCode::kDamagedLedger,
          fmt::format(
              "the ledger cannot be read: {}. Slots to {} are good; restore the file from a backup, or start anew "
              "in another folder with --data",
              end.what, last_sealed.value()));
    }
    if (last_sealed < start) {
      return fail(
          ChainCode::kDamagedLedger,
          fmt::format(
              "the ledger in {} ends at slot {}, the snapshot is of slot {}: restore the ledger's files, or move "
              "newer snapshots away to go on from slot {}",
              options_.folder.ledger().native(), last_sealed.value(), start.value(), last_sealed.value()));
    }
    return {};
  }

  /// Cuts off what was never confirmed, and opens the ledger for writing behind the last sealed slot.
  Result<segment_log::Writer> finish() {
    const auto segments = segment_log::list_segments(options_.folder.ledger());
    if (!segments) return ledger::from_log(segments.error());
    if (!segments->empty()) {
      const fs::path aside = options_.folder.torn() / fmt::format("ledger-{}-{}.bin", end_.at.segment, end_.at.byte);
      const auto cut = segment_log::cut(options_.folder.ledger(), end_.at, aside);
      if (!cut) return ledger::from_log(cut.error());
      report.torn_bytes = *cut;
      if (*cut > 0) report.torn_file = aside;
    }
    auto writer = segment_log::Writer::open({.directory = options_.folder.ledger(),
                                             .identity = ledger::to_identity(provenance_),
                                             .segment_bytes_max = options_.segment_bytes_max},
                                            end_);
    if (!writer) return ledger::from_log(writer.error());
    report.last = tip_.slot;
    return std::move(*writer);
  }

  [[nodiscard]] const Tip& tip() const { return tip_; }

  std::unique_ptr<HistoryStore> history;
  Recovery report;

 private:
  void remember(const std::shared_ptr<const SlotRecord>& record) {
    history->add(record);
    history->persist(*record);
  }

  /// The ledger's older part is gone, as it is meant to be, and so is the snapshot that stood for it.
  [[nodiscard]] std::unexpected<Failure<ChainCode>> missing_start(Slot first) const {
    return fail(
        ChainCode::kDamagedLedger,
        fmt::format("the ledger in {} begins at slot {}, and no snapshot in {} can be restored from which it goes "
                    "on: restore one from a backup, or start anew in another folder with --data",
                    options_.folder.ledger().native(), first.value(), options_.folder.snapshots().native()));
  }

  [[nodiscard]] std::unexpected<Failure<ChainCode>> with_place(const Failure<ChainCode>& failure,
                                                               const ledger::Reader::Entry& entry) const {
    return fail(
        failure.code,
        fmt::format("{} ({} at byte {})", failure.message,
                    segment_log::segment_path(options_.folder.ledger(), entry.at.segment).native(), entry.at.byte));
  }

  const RecoveryOptions& options_;
  ledger::Provenance provenance_;
  bank::Bank& bank_;
  Tip tip_;
  segment_log::LogEnd end_;  ///< behind the last sealed slot
};

}  // namespace

Result<std::uint32_t> runtime_feature_set() {
  const auto version = bank::version();
  if (!version) return from_bank(version.error());
  const auto json = nlohmann::json::parse(*version, nullptr, false);
  if (!json.is_object() || !json.contains("featureSet"))
    return fail(ChainCode::kBank, "the Solana runtime tells no feature set");
  return json["featureSet"].get<std::uint32_t>();
}

Result<Recovered> recover(const RecoveryOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  auto lock = lock_data_folder(options.folder);
  if (!lock) return std::unexpected(lock.error());
  const auto genesis = load_or_make_genesis(options.folder, options.genesis_json);
  if (!genesis) return std::unexpected(genesis.error());
  const auto hash = bank::genesis_hash(*genesis);
  if (!hash) return from_bank(hash.error());
  const auto feature_set = runtime_feature_set();
  if (!feature_set) return std::unexpected(feature_set.error());
  const ledger::Provenance provenance{.genesis_hash = *hash, .feature_set = *feature_set};
  // Before the bank touches anything: a foreign folder stays as it is.
  if (auto reader = ledger::Reader::open(options.folder.ledger(), provenance, Slot(0)); !reader) {
    return std::unexpected(reader.error());
  }
  Recovery opening;
  auto bank = open_bank(options.folder, *genesis, opening);
  if (!bank) return std::unexpected(bank.error());
  Restart restart(options, provenance, *bank);
  restart.report = std::move(opening);
  if (auto begun = restart.begin(); !begun) return std::unexpected(begun.error());
  if (auto replayed = restart.replay(); !replayed) return std::unexpected(replayed.error());
  auto writer = restart.finish();
  if (!writer) return std::unexpected(writer.error());
  restart.report.took = std::chrono::steady_clock::now() - began;
  return Recovered{.lock = std::move(*lock),
                   .genesis_hash = *hash,
                   .bank = std::move(*bank),
                   .history = std::move(restart.history),
                   .ledger = std::move(*writer),
                   .tip = restart.tip(),
                   .report = std::move(restart.report)};
}

}  // namespace zestron::chain
