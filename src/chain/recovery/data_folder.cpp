#include "chain/recovery/data_folder.hpp"

#include "chain/bank/genesis.hpp"
#include "chain/slot/open_slot.hpp"

#include <fmt/format.h>

namespace zestron::chain {

std::unexpected<Failure<ChainCode>> from_file(const Failure<infra::FileCode>& failure) {
  return fail(ChainCode::kIo, failure.message);
}

Result<infra::FileLock> lock_data_folder(const DataFolder& folder) {
  if (auto made = infra::make_directory(folder.root); !made) return from_file(made.error());
  auto lock = infra::FileLock::take(folder.lock());
  if (!lock && lock.error().code == infra::FileCode::kLocked) {
    return fail(ChainCode::kDataFolderInUse,
                fmt::format("{} is in use by {}: stop it, or choose another folder with --data", folder.root.native(),
                            lock.error().message));
  }
  if (!lock) return from_file(lock.error());
  return std::move(*lock);
}

Result<Bytes> load_genesis(const DataFolder& folder) {
  auto bytes = infra::read_file(folder.genesis());
  if (!bytes && bytes.error().code == infra::FileCode::kNotFound) {
    return fail(ChainCode::kIo, fmt::format("{} holds no chain: genesis.bin is missing", folder.root.native()));
  }
  if (!bytes) return from_file(bytes.error());
  return std::move(*bytes);
}

Result<Bytes> load_or_make_genesis(const DataFolder& folder, const std::string& genesis_json) {
  std::error_code error;
  if (std::filesystem::exists(folder.genesis(), error)) return load_genesis(folder);
  // A ledger whose genesis is gone must not be continued on another one.
  if (std::filesystem::exists(folder.ledger(), error)) {
    return fail(
        ChainCode::kForeignLedger,
        fmt::format("{} has a ledger but no genesis.bin: restore the file, or choose another folder with --data",
                    folder.root.native()));
  }
  auto genesis = bank::make_genesis(genesis_json.empty() ? "{}" : genesis_json);
  if (!genesis) return from_bank(genesis.error());
  if (auto written = infra::write_file_atomically(folder.genesis(), *genesis); !written)
    return from_file(written.error());
  return std::move(*genesis);
}

}  // namespace zestron::chain
