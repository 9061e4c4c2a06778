#include "chain/ledger/record.hpp"

#include "chain/bytes_io.hpp"

namespace zestron::chain::ledger {
namespace {

enum class Type : std::uint8_t { kSlotOpened = 1, kHostWrite = 2, kTransactions = 3, kSealed = 4, kVote = 5 };

/// A transaction's wire form is at most a packet (1,232 bytes); larger ones stand in no ledger.
constexpr std::size_t kWireBytesMax = 4096;
constexpr std::size_t kLabelBytesMax = 256;
constexpr std::size_t kAccountBytesMax = std::size_t{10} << 20;

ByteSink start(Type type, Slot slot) {
  ByteSink out;
  out.integer(static_cast<std::uint8_t>(type));
  out.integer(slot.value());
  return out;
}

struct Encoder {
  Slot slot;

  Bytes operator()(const SlotOpened& opened) const {
    ByteSink out = start(Type::kSlotOpened, slot);
    out.integer(opened.parent.value());
    out.integer(opened.clock.value());
    return out.take();
  }
  Bytes operator()(const HostWrite& write) const {
    ByteSink out = start(Type::kHostWrite, slot);
    out.fixed(write.key);
    out.integer(write.lamports.value());
    out.fixed(write.owner);
    out.integer(static_cast<std::uint8_t>(write.executable ? 1 : 0));
    out.raw(write.data);
    return out.take();
  }
  Bytes operator()(const Vote& vote) const {
    ByteSink out = start(Type::kVote, slot);
    out.raw(as_bytes(vote.label));
    return out.take();
  }
  Bytes operator()(const Transactions& transactions) const {
    const std::vector<ByteView> wires(transactions.wires.begin(), transactions.wires.end());
    return encode_transactions(slot, wires);
  }
  Bytes operator()(const Sealed& sealed) const {
    ByteSink out = start(Type::kSealed, slot);
    out.fixed(sealed.blockhash);
    out.fixed(sealed.bank_hash);
    out.integer(sealed.transactions);
    out.integer(sealed.host_writes);
    return out.take();
  }
};

std::optional<HostWrite> decode_host_write(ByteSource& in) {
  HostWrite write;
  write.key = in.fixed<Pubkey>();
  write.lamports = Lamports(in.integer<std::uint64_t>());
  write.owner = in.fixed<Pubkey>();
  const auto executable = in.integer<std::uint8_t>();
  if (executable > 1) return std::nullopt;
  write.executable = executable == 1;
  const ByteView data = in.rest();
  if (data.size() > kAccountBytesMax) return std::nullopt;
  write.data.assign(data.begin(), data.end());
  return write;
}

std::optional<Transactions> decode_transactions(ByteSource& in) {
  Transactions transactions;
  const auto count = in.integer<std::uint32_t>();
  if (count > in.left() / sizeof(std::uint32_t)) return std::nullopt;  // bounds what is reserved
  transactions.wires.reserve(count);
  for (std::uint32_t at = 0; at < count && in.ok(); ++at) {
    const auto length = in.integer<std::uint32_t>();
    if (length > kWireBytesMax) return std::nullopt;
    const ByteView wire = in.raw(length);
    transactions.wires.emplace_back(wire.begin(), wire.end());
  }
  return transactions;
}

}  // namespace

Bytes encode(const Record& record) { return std::visit(Encoder{record.slot}, record.body); }

Bytes encode_transactions(Slot slot, std::span<const ByteView> wires) {
  ByteSink out = start(Type::kTransactions, slot);
  out.integer(static_cast<std::uint32_t>(wires.size()));
  for (const ByteView wire : wires) {
    out.integer(static_cast<std::uint32_t>(wire.size()));
    out.raw(wire);
  }
  return out.take();
}

std::optional<Slot> decode_slot(ByteView bytes) {
  ByteSource in(bytes);
  in.integer<std::uint8_t>();
  const Slot slot(in.integer<std::uint64_t>());
  return in.ok() ? std::optional(slot) : std::nullopt;
}

std::optional<Record> decode(ByteView bytes) {
  ByteSource in(bytes);
  const auto type = static_cast<Type>(in.integer<std::uint8_t>());
  Record record{.slot = Slot(in.integer<std::uint64_t>()), .body = SlotOpened{}};
  switch (type) {
    case Type::kSlotOpened: {
      const Slot parent(in.integer<std::uint64_t>());
      record.body = SlotOpened{.parent = parent, .clock = UnixSeconds(in.integer<std::int64_t>())};
      break;
    }
    case Type::kHostWrite: {
      auto write = decode_host_write(in);
      if (!write) return std::nullopt;
      record.body = std::move(*write);
      break;
    }
    case Type::kTransactions: {
      auto transactions = decode_transactions(in);
      if (!transactions) return std::nullopt;
      record.body = std::move(*transactions);
      break;
    }
    case Type::kSealed: {
      Sealed sealed;
      sealed.blockhash = in.fixed<Hash>();
      sealed.bank_hash = in.fixed<Hash>();
      sealed.transactions = in.integer<std::uint64_t>();
      sealed.host_writes = in.integer<std::uint64_t>();
      record.body = sealed;
      break;
    }
    case Type::kVote: {
      const ByteView label = in.rest();
      if (label.size() > kLabelBytesMax) return std::nullopt;
      record.body = Vote{std::string(as_text(label))};
      break;
    }
    default: return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  return record;
}

}  // namespace zestron::chain::ledger
