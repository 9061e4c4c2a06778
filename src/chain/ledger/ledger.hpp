// The ledger of one chain on disk: whose it is, and reading its records from a slot on. Sits between record.hpp (what the bytes
// mean) and infra/segment_log (how they are kept). Writing is writer_thread.hpp's.
#pragma once

#include "chain/error.hpp"
#include "chain/ledger/record.hpp"
#include "infra/segment_log/reader.hpp"

#include <filesystem>
#include <optional>

namespace zestron::chain::ledger {

namespace segment_log = infra::segment_log;

/// What all records were executed under; another one cannot re-execute them.
struct Provenance {
  Hash genesis_hash;
  std::uint32_t feature_set = 0;
  bool operator==(const Provenance&) const = default;
};

segment_log::Identity to_identity(const Provenance& provenance);
Provenance from_identity(const segment_log::Identity& identity);

std::filesystem::path ledger_directory(const std::filesystem::path& data_dir);

std::unexpected<Failure<ChainCode>> from_log(const Failure<segment_log::LogCode>& failure);

/// Of the oldest record there is: 1, or later once older ones were dropped. nullopt: no readable record.
Result<std::optional<Slot>> first_slot(const std::filesystem::path& directory);

/// The newest segment whose first record is of a slot before `slot`, so that all of `slot` follows; 0 (the oldest) if none.
Result<std::uint64_t> segment_with(const std::filesystem::path& directory, Slot slot);

class Reader {
 public:
  /// Begins at or before the first record of slot `from`: earlier records may come first. kForeignLedger says in which part the
  /// provenance differs.
  static Result<Reader> open(const std::filesystem::path& directory, const Provenance& provenance, Slot from);

  struct Entry {
    Record record;
    std::uint64_t sequence = 0;
    segment_log::Position at, after;
  };
  /// nullopt at the end of the good records. kDamagedLedger for bytes that check and make no record.
  Result<std::optional<Entry>> next();
  /// After next() gave nullopt: clean, torn or damaged, and where.
  [[nodiscard]] const segment_log::LogEnd& end() const { return log_.end(); }

 private:
  Reader(std::filesystem::path directory, segment_log::Reader log)
      : directory_(std::move(directory)), log_(std::move(log)) {}
  std::filesystem::path directory_;
  segment_log::Reader log_;
};

}  // namespace zestron::chain::ledger
