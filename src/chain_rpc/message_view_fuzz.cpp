// The view of a message against the parser that copies (codec/transaction): what both accept, both read alike; what only one
// accepts, differs in what that one checks by design. A view puts its transaction together again.
#include "base/assert.hpp"
#include "chain_rpc/message_view.hpp"
#include "codec/transaction/transaction.hpp"

#include <algorithm>

namespace {

using namespace zestron;
using chain_rpc::MessageView;

bool same(ByteView view, const Bytes& bytes) { return std::ranges::equal(view, bytes); }

/// What the parser asks beside the form: a packet's size, and a header that counts no more accounts than there are.
bool header_fits(const MessageView& view, std::size_t size) {
  return size <= codec::kTransactionBytesMax && view.signatures == view.signers &&
         static_cast<std::size_t>(view.signers) + view.readonly_unsigned <= view.keys.size() &&
         view.readonly_signed < std::max<std::uint8_t>(view.signers, 1);
}

/// What the view asks beside it: that each program is among the keys of the message itself.
bool programs_are_static(const codec::Message& message) {
  return std::ranges::all_of(message.instructions,
                             [&](const auto& instruction) { return instruction.program_index < message.keys.size(); });
}

void check_same(const MessageView& view, const codec::Transaction& transaction) {
  const codec::Message& message = transaction.message;
  ZESTRON_ASSERT(view.signatures == transaction.signatures.size() && view.signers == message.required_signatures);
  ZESTRON_ASSERT(view.readonly_signed == message.readonly_signed);
  ZESTRON_ASSERT(view.readonly_unsigned == message.readonly_unsigned && view.keys == message.keys);
  ZESTRON_ASSERT(view.instructions.size() == message.instructions.size());
  for (std::size_t i = 0; i < view.instructions.size(); ++i) {
    ZESTRON_ASSERT(view.instructions[i].program == message.instructions[i].program_index);
    ZESTRON_ASSERT(same(view.instructions[i].accounts, message.instructions[i].accounts));
    ZESTRON_ASSERT(same(view.instructions[i].data, message.instructions[i].data));
  }
  std::size_t writable = 0;
  for (const auto& lookup : message.lookups) writable += lookup.writable.size();
  ZESTRON_ASSERT(view.loaded_writable == writable);
  for (std::size_t i = 0; i < view.keys.size(); ++i) ZESTRON_ASSERT(view.writable(i) == message.is_writable(i));
}

void check_parts(const MessageView& view, ByteView wire) {
  ZESTRON_ASSERT(same(wire, chain_rpc::first_instructions(view, view.instructions.size())));
  for (std::size_t count = 0; count < view.instructions.size(); ++count) {
    const Bytes part = chain_rpc::first_instructions(view, count);
    const auto again = chain_rpc::view_message(part);
    ZESTRON_ASSERT(again && again->instructions.size() == count && again->keys == view.keys);
    ZESTRON_ASSERT(again->loaded_writable == view.loaded_writable);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView wire(data, size);
  const auto view = chain_rpc::view_message(wire);
  const auto transaction = codec::parse_transaction(wire);
  if (view) {
    ZESTRON_ASSERT(transaction.has_value() == header_fits(*view, size));
    check_parts(*view, wire);
  }
  if (transaction) ZESTRON_ASSERT(view.has_value() == programs_are_static(transaction->message));
  if (view && transaction) check_same(*view, *transaction);
  return 0;
}
