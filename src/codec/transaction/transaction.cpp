#include "codec/transaction/transaction.hpp"

#include "codec/base58.hpp"
#include "codec/transaction/compact_u16.hpp"

#include <algorithm>
#include <map>

namespace zestron::codec {
namespace {

constexpr std::uint8_t kVersionFlag = 0x80;

void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void put_sized(Bytes& out, ByteView bytes) {
  put_compact_u16(out, static_cast<std::uint16_t>(bytes.size()));
  put(out, bytes);
}

std::unexpected<Failure<TransactionError>> malformed(std::string_view what) {
  return fail(TransactionError::kMalformed, "no Solana transaction: " + std::string(what));
}

// Takes from the front and never past the end. Once something was missing, everything after it is missing too.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : rest_(bytes) {}

  std::uint8_t byte() {
    const auto view = take(1);
    return view.empty() ? std::uint8_t{0} : view[0];
  }
  std::size_t count() {
    const auto value = take_compact_u16(rest_);
    if (!value) ok_ = false;
    return value.value_or(0);
  }
  template <class Fixed>
  Fixed fixed() {
    const auto view = take(Fixed::kSize);
    return Fixed::from(view).value_or(Fixed{});
  }
  Bytes sized() {
    const auto view = take(count());
    return {view.begin(), view.end()};
  }
  ByteView take(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const auto view = rest_.first(size);
    rest_ = rest_.subspan(size);
    return view;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] ByteView rest() const { return rest_; }

 private:
  ByteView rest_;
  bool ok_ = true;
};

}  // namespace

bool Message::is_writable(std::size_t index) const {
  const std::size_t signers = required_signatures;
  if (index < signers) return index < signers - readonly_signed;
  return index < keys.size() - readonly_unsigned;
}

Bytes Message::serialize() const {
  Bytes out;
  if (version == MessageVersion::kV0) out.push_back(kVersionFlag);
  put(out, std::array{required_signatures, readonly_signed, readonly_unsigned});
  put_compact_u16(out, static_cast<std::uint16_t>(keys.size()));
  for (const auto& key : keys) put(out, key.view());
  put(out, recent_blockhash.view());
  put_compact_u16(out, static_cast<std::uint16_t>(instructions.size()));
  for (const auto& instruction : instructions) {
    out.push_back(instruction.program_index);
    put_sized(out, instruction.accounts);
    put_sized(out, instruction.data);
  }
  if (version == MessageVersion::kV0) {
    put_compact_u16(out, static_cast<std::uint16_t>(lookups.size()));
    for (const auto& lookup : lookups) {
      put(out, lookup.table.view());
      put_sized(out, lookup.writable);
      put_sized(out, lookup.readonly);
    }
  }
  return out;
}

Bytes Transaction::serialize() const {
  Bytes out;
  put_compact_u16(out, static_cast<std::uint16_t>(signatures.size()));
  for (const auto& signature : signatures) put(out, signature.view());
  put(out, message.serialize());
  return out;
}

namespace {

TransactionResult<Message> compile(const Pubkey& payer, std::span<const Instruction> instructions,
                                   const Hash& blockhash, MessageVersion version,
                                   std::span<const AddressTable> tables) {
  struct Role {
    bool signer = false, writable = false, called = false;
  };
  std::map<Pubkey, Role> roles;
  for (const auto& instruction : instructions) {
    roles[instruction.program].called = true;
    for (const auto& meta : instruction.accounts) {
      auto& role = roles[meta.key];
      role.signer |= meta.signer;
      role.writable |= meta.writable;
    }
  }
  roles.erase(payer);

  Message message;
  message.version = version;
  message.recent_blockhash = blockhash;
  message.keys.push_back(payer);
  // Each table takes what it has of the accounts that those before it left.
  std::vector<Pubkey> loaded_writable, loaded_readonly;
  for (const auto& table : tables) {
    TableLookup lookup{table.key, {}, {}};
    const auto take = [&](bool writable, Bytes& indices, std::vector<Pubkey>& loaded) {
      std::erase_if(roles, [&](const auto& entry) {
        const auto& [key, role] = entry;
        if (role.signer || role.called || role.writable != writable) return false;
        const auto at = std::find(table.addresses.begin(), table.addresses.end(), key) - table.addresses.begin();
        if (at >= std::min<std::ptrdiff_t>(std::ssize(table.addresses), 256)) return false;
        indices.push_back(static_cast<std::uint8_t>(at));
        loaded.push_back(key);
        return true;
      });
    };
    take(true, lookup.writable, loaded_writable);
    take(false, lookup.readonly, loaded_readonly);
    if (!lookup.writable.empty() || !lookup.readonly.empty()) message.lookups.push_back(std::move(lookup));
  }
  const auto append = [&](bool signer, bool writable) {
    std::size_t count = 0;
    for (const auto& [key, role] : roles) {
      if (role.signer != signer || role.writable != writable) continue;
      message.keys.push_back(key);
      ++count;
    }
    return count;
  };
  const auto writable_signers = append(true, true);
  const auto readonly_signers = append(true, false);
  append(false, true);
  const auto readonly = append(false, false);
  auto all = message.keys;
  all.insert(all.end(), loaded_writable.begin(), loaded_writable.end());
  all.insert(all.end(), loaded_readonly.begin(), loaded_readonly.end());
  if (all.size() > 256) return fail(TransactionError::kTooLarge, "a transaction names at most 256 accounts");
  message.required_signatures = static_cast<std::uint8_t>(1 + writable_signers + readonly_signers);
  message.readonly_signed = static_cast<std::uint8_t>(readonly_signers);
  message.readonly_unsigned = static_cast<std::uint8_t>(readonly);

  const auto index_of = [&](const Pubkey& key) {
    return static_cast<std::uint8_t>(std::find(all.begin(), all.end(), key) - all.begin());
  };
  for (const auto& instruction : instructions) {
    CompiledInstruction compiled{index_of(instruction.program), {}, instruction.data};
    for (const auto& meta : instruction.accounts) compiled.accounts.push_back(index_of(meta.key));
    message.instructions.push_back(std::move(compiled));
  }
  return message;
}

}  // namespace

TransactionResult<Message> compile_message(const Pubkey& payer, std::span<const Instruction> instructions,
                                           const Hash& blockhash, MessageVersion version) {
  return compile(payer, instructions, blockhash, version, {});
}

TransactionResult<Message> compile_message(const Pubkey& payer, std::span<const Instruction> instructions,
                                           const Hash& blockhash, std::span<const AddressTable> tables) {
  return compile(payer, instructions, blockhash, MessageVersion::kV0, tables);
}

TransactionResult<Transaction> sign_transaction(Message message, std::span<const Keypair* const> signers) {
  const auto bytes = message.serialize();
  Transaction transaction;
  for (std::size_t i = 0; i < message.required_signatures; ++i) {
    const auto signer = std::find_if(signers.begin(), signers.end(),
                                     [&](const Keypair* pair) { return pair->pubkey() == message.keys[i]; });
    if (signer == signers.end()) {
      return fail(TransactionError::kMissingSigner, "no keypair given for signer " + to_base58(message.keys[i]));
    }
    transaction.signatures.push_back((*signer)->sign(bytes));
  }
  transaction.message = std::move(message);
  if (transaction.serialize().size() > kTransactionBytesMax) {
    return fail(TransactionError::kTooLarge,
                "the transaction has more than 1,232 bytes; use fewer accounts or less data");
  }
  return transaction;
}

TransactionResult<Transaction> parse_transaction(ByteView wire) {
  // Two invariants: nothing is read past the end (Cursor), and every count is bounded by the bytes that remain before it
  // allocates, since each counted thing has at least one byte.
  if (wire.size() > kTransactionBytesMax)
    return fail(TransactionError::kTooLarge, "a transaction has at most 1,232 bytes");
  Cursor at(wire);
  Transaction transaction;
  Message& message = transaction.message;

  for (std::size_t n = at.count(); n != 0 && at.ok(); --n) transaction.signatures.push_back(at.fixed<Signature>());
  if (!at.ok()) return malformed("the signatures are cut short");

  if (!at.rest().empty() && (at.rest()[0] & kVersionFlag) != 0) {
    if (at.byte() != kVersionFlag) return malformed("its message version is not 0");
    message.version = MessageVersion::kV0;
  }
  message.required_signatures = at.byte();
  message.readonly_signed = at.byte();
  message.readonly_unsigned = at.byte();
  for (std::size_t n = at.count(); n != 0 && at.ok(); --n) message.keys.push_back(at.fixed<Pubkey>());
  message.recent_blockhash = at.fixed<Hash>();
  for (std::size_t n = at.count(); n != 0 && at.ok(); --n) {
    CompiledInstruction instruction;
    instruction.program_index = at.byte();
    instruction.accounts = at.sized();
    instruction.data = at.sized();
    message.instructions.push_back(std::move(instruction));
  }
  if (message.version == MessageVersion::kV0) {
    for (std::size_t n = at.count(); n != 0 && at.ok(); --n) {
      TableLookup lookup;
      lookup.table = at.fixed<Pubkey>();
      lookup.writable = at.sized();
      lookup.readonly = at.sized();
      message.lookups.push_back(std::move(lookup));
    }
  }
  if (!at.ok()) return malformed("the message is cut short");
  if (!at.rest().empty()) return malformed("bytes follow its end");

  if (transaction.signatures.size() != message.required_signatures)
    return malformed("it has not as many signatures as its header says");
  if (message.required_signatures + message.readonly_unsigned > message.keys.size() ||
      message.readonly_signed >= std::max<std::uint8_t>(message.required_signatures, 1)) {
    return malformed("its header counts more accounts than it has");
  }
  return transaction;
}

}  // namespace zestron::codec
