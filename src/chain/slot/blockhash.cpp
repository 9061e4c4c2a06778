#include "chain/slot/blockhash.hpp"

#include "chain/bytes_io.hpp"
#include "chain/history/history.hpp"
#include "codec/sha256.hpp"

namespace zestron::chain {

Hash derive_blockhash(const Hash& parent, Slot slot, UnixSeconds clock,
                      std::span<const LandedTransaction> transactions) {
  ByteSink signatures;
  for (const LandedTransaction& transaction : transactions) signatures.fixed(transaction.signature);
  ByteSink head;
  head.fixed(parent);
  head.integer(slot.value());
  head.integer(clock.value());
  const Hash landed = codec::sha256(signatures.take());
  const Bytes bytes = head.take();
  return codec::sha256({as_bytes("zestron/blockhash"), bytes, landed.view()});
}

}  // namespace zestron::chain
