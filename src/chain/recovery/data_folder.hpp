// What lies where in a chain's data folder, and who may use it.
//
//   lock           flock, with the holder's pid          ledger/     segments of record.hpp: the truth
//   genesis.bin    written once                          snapshots/  the runtime's, named by slot
//   accounts/      scratch, emptied at start             history/    derived from the ledger
//   torn/          unconfirmed bytes cut off at recovery  clock_ahead  seconds, once a developer sent the clock ahead
//   fork           keys that another chain was asked about
#pragma once

#include "chain/error.hpp"
#include "infra/file/file.hpp"

#include <filesystem>
#include <string>

namespace zestron::chain {

struct DataFolder {
  std::filesystem::path root;
  [[nodiscard]] std::filesystem::path lock() const { return root / "lock"; }
  [[nodiscard]] std::filesystem::path genesis() const { return root / "genesis.bin"; }
  [[nodiscard]] std::filesystem::path accounts() const { return root / "accounts"; }
  [[nodiscard]] std::filesystem::path ledger() const { return root / "ledger"; }
  [[nodiscard]] std::filesystem::path snapshots() const { return root / "snapshots"; }
  [[nodiscard]] std::filesystem::path history() const { return root / "history"; }
  [[nodiscard]] std::filesystem::path torn() const { return root / "torn"; }
  [[nodiscard]] std::filesystem::path fork() const { return root / "fork"; }
  [[nodiscard]] std::filesystem::path clock_ahead() const { return root / "clock_ahead"; }
};

std::unexpected<Failure<ChainCode>> from_file(const Failure<infra::FileCode>& failure);

/// Creates the folder if absent. kDataFolderInUse names the pid that has it.
Result<infra::FileLock> lock_data_folder(const DataFolder& folder);

/// The bytes of genesis.bin; made from `genesis_json` and stored when the folder is new.
Result<Bytes> load_or_make_genesis(const DataFolder& folder, const std::string& genesis_json);
/// kIo when there is none.
Result<Bytes> load_genesis(const DataFolder& folder);

}  // namespace zestron::chain
