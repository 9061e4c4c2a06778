// A transaction's message as bytes tell it (legacy and v0), for what RPC derives from landed transactions: memos, prices,
// write locks. Every length is checked; the bytes are from outside.
//
//   wire    = compact-u16 count ‖ count × 64 signature ‖ message
//   message = [0x80 | version] ‖ signers ‖ read-only signed ‖ read-only unsigned ‖ keys ‖ blockhash ‖ instructions ‖ [lookups]
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace zestron::chain_rpc {

struct InstructionView {
  std::uint8_t program = 0;  ///< index into keys, below keys.size()
  ByteView accounts;         ///< indices into static, loaded writable, loaded read-only keys; not checked
  ByteView data;
};

struct MessageView {
  std::size_t signatures = 0;
  std::uint8_t signers = 0, readonly_signed = 0, readonly_unsigned = 0;
  std::vector<Pubkey> keys;  ///< static ones
  std::vector<InstructionView> instructions;
  std::size_t loaded_writable = 0;
  ByteView head;     ///< all before the number of instructions
  ByteView lookups;  ///< all behind the last instruction

  /// Whether the key at `index` of static, loaded writable, loaded read-only keys was asked for as writable.
  [[nodiscard]] bool writable(std::size_t index) const;
};

/// nullopt for anything but a whole legacy or v0 transaction. The views live as long as `wire`.
std::optional<MessageView> view_message(ByteView wire);

/// The transaction with its first `count` instructions alone, of as many as it has; its signatures are those of the whole.
Bytes first_instructions(const MessageView& view, std::size_t count);

}  // namespace zestron::chain_rpc
