// `zestron ledger verify`: re-executes a ledger from genesis, with every signature checked again, and compares each bank hash. Where
// its older part was dropped, it begins at the oldest snapshot, which it then has to believe.
// Only reads the data folder and takes no lock: beside a running node it verifies what is confirmed so far.
#pragma once

#include "base/types.hpp"
#include "chain/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace zestron::chain::ledger {

struct VerifyReport {
  Hash genesis_hash;
  Slot start;      ///< 0: genesis; else the snapshot's
  Slot last;       ///< newest slot that agrees; 0: the ledger holds none
  Hash bank_hash;  ///< of that slot
  std::uint64_t slots = 0;
  std::uint64_t transactions = 0;
  std::uint64_t unconfirmed_bytes = 0;  ///< of an unfinished slot at the end; a running node always has some
  std::chrono::nanoseconds took{0};
};

/// Called after each slot with the report so far.
using VerifyProgress = std::function<void(const VerifyReport&)>;

/// kDiverged, kDamagedLedger and kForeignLedger name the slot or the file and byte. Needs room for the accounts in the system's
/// temporary folder; costs what the ledger's execution cost, and 50 µs a signature.
Result<VerifyReport> verify(const std::filesystem::path& data_dir, const VerifyProgress& progress = {});

}  // namespace zestron::chain::ledger
