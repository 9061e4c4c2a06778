#include "chain_rpc/message_view.hpp"

#include "codec/transaction/compact_u16.hpp"

#include <span>

namespace zestron::chain_rpc {
namespace {

/// Consumes from the front; after the first shortfall everything is empty and ok() is false.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  ByteView take(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const ByteView taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::uint8_t byte() {
    const ByteView one = take(1);
    return one.empty() ? 0 : one[0];
  }
  std::size_t compact() {
    const auto value = codec::take_compact_u16(rest_);
    if (!value) ok_ = false;
    return value.value_or(0);
  }
  ByteView rest() const { return rest_; }
  std::uint8_t peek() const { return rest_.empty() ? 0 : rest_[0]; }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool ok_ = true;
};

}  // namespace

bool MessageView::writable(std::size_t index) const {
  const std::size_t count = keys.size();
  if (index >= count) return index < count + loaded_writable;
  if (index < signers) return index + readonly_signed < signers;
  return index + readonly_unsigned < count;
}

std::optional<MessageView> view_message(ByteView wire) {
  Reader in(wire);
  MessageView view;
  view.signatures = in.compact();
  in.take(view.signatures * Signature::kSize);
  const bool versioned = (in.peek() & 0x80) != 0;
  if (versioned && in.byte() != 0x80) return std::nullopt;
  view.signers = in.byte();
  view.readonly_signed = in.byte();
  view.readonly_unsigned = in.byte();
  for (std::size_t left = in.compact(); left > 0 && in.ok(); --left) {
    if (const auto key = Pubkey::from(in.take(Pubkey::kSize))) view.keys.push_back(*key);
  }
  in.take(Hash::kSize);
  view.head = wire.first(wire.size() - in.rest().size());
  for (std::size_t left = in.compact(); left > 0 && in.ok(); --left) {
    InstructionView instruction;
    instruction.program = in.byte();
    instruction.accounts = in.take(in.compact());
    instruction.data = in.take(in.compact());
    if (instruction.program >= view.keys.size()) return std::nullopt;
    view.instructions.push_back(instruction);
  }
  view.lookups = in.rest();
  for (std::size_t left = versioned ? in.compact() : 0; left > 0 && in.ok(); --left) {
    in.take(Pubkey::kSize);
    const std::size_t writable = in.compact();
    in.take(writable);
    in.take(in.compact());
    view.loaded_writable += writable;
  }
  if (!in.done()) return std::nullopt;
  return view;
}

Bytes first_instructions(const MessageView& view, std::size_t count) {
  Bytes wire(view.head.begin(), view.head.end());
  const auto append = [&wire](ByteView bytes) { wire.insert(wire.end(), bytes.begin(), bytes.end()); };
  const auto counted = [&wire, &append](ByteView bytes) {
    codec::put_compact_u16(wire, static_cast<std::uint16_t>(bytes.size()));
    append(bytes);
  };
  codec::put_compact_u16(wire, static_cast<std::uint16_t>(count));
  for (const InstructionView& instruction : std::span(view.instructions).first(count)) {
    wire.push_back(instruction.program);
    counted(instruction.accounts);
    counted(instruction.data);
  }
  append(view.lookups);
  return wire;
}

}  // namespace zestron::chain_rpc
