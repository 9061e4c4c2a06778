// Bytes of a slot's record in the history log: a head, then its transactions in chunks of about a megabyte.
// Encoding only. History is derived from the ledger, so the format may change with any version: an unreadable one is rebuilt.
#pragma once

#include "chain/history/history.hpp"

#include <optional>
#include <vector>

namespace zestron::chain {

/// The head first; at least one transaction a chunk.
std::vector<Bytes> encode_slot(const SlotRecord& record);

/// Puts a record together again. Feed the head, then every chunk.
class SlotAssembler {
 public:
  /// False when `chunk` does not continue the record; the assembler is then of no further use.
  bool feed(ByteView chunk);
  /// The head and all its transactions are there.
  [[nodiscard]] bool complete() const { return record_ && record_->transactions.size() == expected_; }
  /// Only when complete().
  [[nodiscard]] SlotRecord take() { return std::move(*record_); }

 private:
  std::optional<SlotRecord> record_;
  std::size_t expected_ = 0;
};

}  // namespace zestron::chain
