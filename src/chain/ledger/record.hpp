// What the ledger says, record by record: everything that changes state, in the order in which the bank thread did it.
// Encoding only; sits above infra/segment_log, which frames and checks the bytes. The decoder is fuzzed.
//
//   SlotOpened  Vote?  HostWrite*  Transactions*  Sealed        one slot; without Sealed it was never confirmed
//
//   every record: - [0]: type  - [1..9): slot, then (integers little-endian)
//   1 SlotOpened    parent u64, clock i64
//   2 HostWrite     key 32, lamports u64, owner 32, executable u8, data (the rest)
//   3 Transactions  count u32, per transaction: length u32, wire bytes
//   5 Vote          label of the voter's keys (the rest); chains of before have none
//   4 Sealed        blockhash 32, bank hash 32, transactions u64, host writes u64
#pragma once

#include "base/types.hpp"
#include "chain/slot_source.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace zestron::chain::ledger {

struct SlotOpened {
  Slot parent;
  UnixSeconds clock;
  bool operator==(const SlotOpened&) const = default;
};

/// The validator voted on the parent: a transaction that each node makes anew from the label's keys, and no block shows.
struct Vote {
  std::string label;
  bool operator==(const Vote&) const = default;
};

/// Transactions that landed, of one executed batch, in order.
struct Transactions {
  std::vector<Bytes> wires;
  bool operator==(const Transactions&) const = default;
};

struct Sealed {
  Hash blockhash;
  Hash bank_hash;
  std::uint64_t transactions = 0;  ///< of the slot
  std::uint64_t host_writes = 0;
  bool operator==(const Sealed&) const = default;
};

struct Record {
  Slot slot;
  std::variant<SlotOpened, HostWrite, Transactions, Sealed, Vote> body;
  bool operator==(const Record&) const = default;
};

/// Each record fits a log record: host data ≤ 10 MiB, a batch ≤ 64 MiB.
Bytes encode(const Record& record);
/// Without copying the wires of a batch first.
Bytes encode_transactions(Slot slot, std::span<const ByteView> wires);
/// nullopt unless `bytes` is exactly one record; decode(encode(r)) == r and encode(*decode(b)) == b.
std::optional<Record> decode(ByteView bytes);
/// The slot alone, from a record's first bytes.
std::optional<Slot> decode_slot(ByteView bytes);

}  // namespace zestron::chain::ledger
