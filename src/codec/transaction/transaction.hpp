// Solana transactions as bytes: compile instructions into a message, sign it, take a transaction apart. No I/O; the parser is
// fuzzed. Source: the crates solana-message (compiled_keys.rs) and solana-transaction.
//
//   transaction  compact-u16 n │ n × 64 signatures │ message
//   message      [0x80 | version]  (absent: legacy)
//                required signatures u8 │ read-only signed u8 │ read-only unsigned u8
//                compact-u16 n │ n × 32 static keys │ 32 recent blockhash
//                compact-u16 n │ n × (program index u8 │ compact accounts │ compact data)
//                version 0 only: compact-u16 n │ n × (32 table key │ compact writable │ compact read-only)
#pragma once

#include "base/result.hpp"
#include "codec/transaction/instruction.hpp"
#include "codec/transaction/keypair.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zestron::codec {

/// Largest transaction that fits one UDP packet: 1,280 (IPv6's least MTU) less 48 of headers.
inline constexpr std::size_t kTransactionBytesMax = 1232;

enum class TransactionError : std::uint16_t {
  kTooLarge = 1,       ///< more than kTransactionBytesMax bytes, or more than 256 accounts
  kMissingSigner = 2,  ///< the message asks for a signature of a key that no keypair is of
  kMalformed = 3,
};

template <class T>
using TransactionResult = Outcome<T, TransactionError>;

struct CompiledInstruction {
  std::uint8_t program_index = 0;
  Bytes accounts;  ///< indices into all keys: static, then loaded writable, then loaded read-only
  Bytes data;
  bool operator==(const CompiledInstruction&) const = default;
};

struct TableLookup {
  Pubkey table;
  Bytes writable, readonly;  ///< indices into the table
  bool operator==(const TableLookup&) const = default;
};

enum class MessageVersion : std::uint8_t { kLegacy, kV0 };

struct Message {
  MessageVersion version = MessageVersion::kLegacy;
  std::uint8_t required_signatures = 0, readonly_signed = 0, readonly_unsigned = 0;
  std::vector<Pubkey> keys;
  Hash recent_blockhash;
  std::vector<CompiledInstruction> instructions;
  std::vector<TableLookup> lookups;  ///< version 0 only
  bool operator==(const Message&) const = default;

  /// Whether the static key may be written. `index` < keys.size(); the header's counts are those of a parsed or compiled message.
  [[nodiscard]] bool is_writable(std::size_t index) const;
  [[nodiscard]] Bytes serialize() const;
};

struct Transaction {
  std::vector<Signature> signatures;
  Message message;
  bool operator==(const Transaction&) const = default;

  [[nodiscard]] Bytes serialize() const;
};

/// An address lookup table on chain, as far as its addresses can be used.
struct AddressTable {
  Pubkey key;
  std::vector<Pubkey> addresses;
  bool operator==(const AddressTable&) const = default;
};

/// The data of account `key` as a table in `slot`: what was appended in that very slot cannot be used yet. nullopt for any other
/// data, and for a table that is being closed. The caller checks that address_table_program() owns the account.
std::optional<AddressTable> parse_address_table(const Pubkey& key, ByteView data, Slot slot);
/// AddressLookupTab1e1111111111111111111111111.
const Pubkey& address_table_program();

/// An account of a message, and whether the message may write it.
struct MessageAccount {
  Pubkey key;
  bool writable = false;
  bool operator==(const MessageAccount&) const = default;
};

/// Every account in the order in which instructions count them: static, loaded writable, loaded read-only. nullopt when a table is
/// not among `tables`, or has not so many addresses.
std::optional<std::vector<MessageAccount>> resolve_accounts(const Message& message,
                                                            std::span<const AddressTable> tables);

/// Keys in the order of solana-message: payer, then writable signers, read-only signers, writable, read-only, each group by
/// key bytes, so that the same instructions give the same bytes everywhere.
TransactionResult<Message> compile_message(const Pubkey& payer, std::span<const Instruction> instructions,
                                           const Hash& blockhash, MessageVersion version = MessageVersion::kLegacy);

/// Version 0, with what is in `tables` loaded from there: neither signers nor programs that are called can be.
TransactionResult<Message> compile_message(const Pubkey& payer, std::span<const Instruction> instructions,
                                           const Hash& blockhash, std::span<const AddressTable> tables);

/// `signers` in any order; keys that do not sign are ignored.
TransactionResult<Transaction> sign_transaction(Message message, std::span<const Keypair* const> signers);

/// Exactly one transaction and nothing behind it. Bounds every count before it allocates.
TransactionResult<Transaction> parse_transaction(ByteView wire);

}  // namespace zestron::codec
