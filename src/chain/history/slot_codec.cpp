#include "chain/history/slot_codec.hpp"

#include "base/assert.hpp"
#include "chain/bytes_io.hpp"

namespace zestron::chain {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

enum class Type : std::uint8_t { kHead = 1, kTransactions = 2 };

Bytes encode_head(const SlotRecord& record) {
  ByteSink out;
  out.integer(static_cast<std::uint8_t>(Type::kHead));
  out.integer(record.slot.value());
  out.integer(record.parent.value());
  out.integer(record.block_height);
  out.integer(record.clock.value());
  out.fixed(record.blockhash);
  out.fixed(record.parent_blockhash);
  out.fixed(record.bank_hash);
  out.integer(static_cast<std::uint64_t>(record.transactions.size()));
  out.blob(as_bytes(record.paid_json));
  return out.take();
}

void encode_transaction(ByteSink& out, const LandedTransaction& transaction) {
  out.fixed(transaction.signature);
  out.blob(transaction.wire);
  out.blob(as_bytes(transaction.error_json));
  out.integer(transaction.compute_units);
  out.integer(transaction.fee);
  out.integer(static_cast<std::uint32_t>(transaction.keys.size()));
  for (const Pubkey& key : transaction.keys) out.fixed(key);
  out.blob(transaction.meta);
}

LandedTransaction decode_transaction(ByteSource& in) {
  LandedTransaction transaction;
  transaction.signature = in.fixed<Signature>();
  const ByteView wire = in.blob();
  transaction.wire.assign(wire.begin(), wire.end());
  transaction.error_json = std::string(as_text(in.blob()));
  transaction.compute_units = in.integer<std::uint64_t>();
  transaction.fee = in.integer<std::uint64_t>();
  const auto keys = in.integer<std::uint32_t>();
  if (keys <= in.left() / Pubkey::kSize) transaction.keys.reserve(keys);
  for (std::uint32_t key = 0; key < keys && in.ok(); ++key) transaction.keys.push_back(in.fixed<Pubkey>());
  const ByteView meta = in.blob();
  transaction.meta.assign(meta.begin(), meta.end());
  return transaction;
}

}  // namespace

std::vector<Bytes> encode_slot(const SlotRecord& record) {
  std::vector<Bytes> chunks{encode_head(record)};
  for (std::size_t at = 0; at < record.transactions.size();) {
    ByteSink out;
    out.integer(static_cast<std::uint8_t>(Type::kTransactions));
    out.integer(record.slot.value());
    do {
      encode_transaction(out, record.transactions[at]);
      ++at;
    } while (at < record.transactions.size() && out.size() < kChunkBytes);
    chunks.push_back(out.take());
  }
  return chunks;
}

bool SlotAssembler::feed(ByteView chunk) {
  ByteSource in(chunk);
  const auto type = static_cast<Type>(in.integer<std::uint8_t>());
  const Slot slot(in.integer<std::uint64_t>());
  if (type == Type::kHead && !record_) {
    SlotRecord& record = record_.emplace();
    record.slot = slot;
    record.parent = Slot(in.integer<std::uint64_t>());
    record.block_height = in.integer<std::uint64_t>();
    record.clock = UnixSeconds(in.integer<std::int64_t>());
    record.blockhash = in.fixed<Hash>();
    record.parent_blockhash = in.fixed<Hash>();
    record.bank_hash = in.fixed<Hash>();
    expected_ = static_cast<std::size_t>(in.integer<std::uint64_t>());
    record.paid_json = std::string(as_text(in.blob()));
    return in.done();
  }
  if (type != Type::kTransactions || !record_ || record_->slot != slot) return false;
  while (in.ok() && in.left() > 0) record_->transactions.push_back(decode_transaction(in));
  return in.done() && record_->transactions.size() <= expected_;
}

}  // namespace zestron::chain
