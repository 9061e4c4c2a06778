// What the Solana runtime (Agave's bank, in Rust) fails with. Sits beside bank.hpp; every function of this folder returns it.
#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace zestron::chain::bank {

/// The numbers are those of the C ABI (zestron_bank.h) and never change meaning.
enum class BankError : std::uint16_t {
  kPanic = 1,       ///< a bug on the Rust side; the Bank must not be used again
  kInvalid = 2,     ///< an argument cannot be used; the message says which, in Agave's words where clients match them
  kNoSuchSlot = 3,  ///< older than the root, newer than the newest, or skipped
  kNotFound = 4,    ///< no such account, mint, blockhash
  kIo = 5,
  kSignature = 6,    ///< a signature does not verify, or the transaction does not sanitize
  kMismatch = 7,     ///< snapshot and genesis belong to different chains, or the snapshot is damaged
  kScanAborted = 8,  ///< a read of many accounts found more than it may hold, in Agave's words
};

template <class T>
using Result = Outcome<T, BankError>;

}  // namespace zestron::chain::bank
