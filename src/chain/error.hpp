// How starting and verifying the chain fails: stable codes, and one line that says what to do.
#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace zestron::chain {

enum class ChainCode : std::uint16_t {
  kDataFolderInUse = 1,  ///< another process holds the lock; the message names its pid
  kForeignLedger = 2,    ///< the folder's ledger is of another genesis, feature set or program version
  kDamagedLedger = 3,    ///< a record before the tail does not check; the message names file and byte
  kDiverged = 4,         ///< re-execution did not reach the recorded bank hash
  kIo = 5,
  kBank = 6,
};

template <class T>
using Result = Outcome<T, ChainCode>;

}  // namespace zestron::chain
