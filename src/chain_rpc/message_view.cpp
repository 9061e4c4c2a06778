#include "chain_rpc/message_view.hpp"

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
  /// Solana's ShortVec length: 7 bits a byte, least significant first, at most three bytes.
  std::size_t compact() {
    std::size_t value = 0;
    for (unsigned shift = 0; shift < 21; shift += 7) {
      const std::uint8_t part = byte();
      value |= static_cast<std::size_t>(part & 0x7f) << shift;
      if ((part & 0x80) == 0) return value;
    }
    ok_ = false;
    return 0;
  }
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
  for (std::size_t left = in.compact(); left > 0 && in.ok(); --left) {
    InstructionView instruction;
    instruction.program = in.byte();
    in.take(in.compact());
    instruction.data = in.take(in.compact());
    if (instruction.program >= view.keys.size()) return std::nullopt;
    view.instructions.push_back(instruction);
  }
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

}  // namespace zestron::chain_rpc
