#include "chain/bank/transaction.hpp"

#include "base/assert.hpp"
#include "chain/bank/detail/call.hpp"

namespace zestron::chain::bank {

using detail::slice;
using detail::view;

void Transaction::Free::operator()(zb_tx* handle) const { zb_tx_free(handle); }
void Results::Free::operator()(zb_results* handle) const { zb_results_free(handle); }

Result<Transaction> Transaction::parse(ByteView wire, Signatures signatures) {
  zb_tx* handle = nullptr;
  const bool verify = signatures == Signatures::kVerify;
  auto done = detail::call([&](zb_buf* err) { return zb_tx_new(slice(wire), verify, &handle, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return Transaction(handle);
}

Signature Transaction::signature() const {
  Signature signature;
  zb_tx_signature(raw(), signature.data());
  return signature;
}

Hash Transaction::blockhash() const {
  Hash blockhash;
  zb_tx_blockhash(raw(), blockhash.data());
  return blockhash;
}

ByteView Transaction::wire() const { return view(zb_tx_wire(raw())); }

Pubkey TransactionResult::key(std::size_t index) const {
  ZESTRON_ASSERT(index < key_count());
  return detail::fixed<Pubkey>(keys.data() + index * Pubkey::kSize);
}

std::size_t Results::size() const { return zb_results_count(handle_.get()); }

TransactionResult Results::operator[](std::size_t index) const {
  const zb_tx_result* result = zb_results_at(handle_.get(), index);
  ZESTRON_ASSERT(result != nullptr);
  return {.verdict = static_cast<Verdict>(result->outcome),
          .compute_units = result->compute_units,
          .fee = Lamports(result->fee),
          .error_json = as_text(view(result->error_json)),
          .error_text = as_text(view(result->error_text)),
          .keys = view(result->keys),
          .meta = view(result->meta)};
}

Result<std::string> logs(ByteView meta) {
  return detail::text_of([&](zb_buf* out, zb_buf* err) { return zb_meta_logs(slice(meta), out, err); });
}

Result<std::string> transaction_json(ByteView wire, ByteView meta, Slot slot, std::string_view options_json) {
  return detail::text_of([&](zb_buf* out, zb_buf* err) {
    return zb_transaction_json(slice(wire), slice(meta), slot.value(), slice(options_json), out, err);
  });
}

Result<std::string> memo_json(ByteView wire, ByteView meta) {
  return detail::text_of(
      [&](zb_buf* out, zb_buf* err) { return zb_transaction_memo(slice(wire), slice(meta), out, err); });
}

}  // namespace zestron::chain::bank
