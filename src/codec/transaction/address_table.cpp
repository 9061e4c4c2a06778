#include "codec/base58.hpp"
#include "codec/transaction/transaction.hpp"

#include <algorithm>
#include <limits>

namespace zestron::codec {
namespace {

// The state of a table (solana-address-lookup-table-interface, state.rs):
//
//   0 u32 kind = 1 │ 4 u64 deactivation slot, all ones while it lives │ 12 u64 slot of the last append
//   20 u8 how many addresses there were before it │ 21 option of the authority, 33 bytes │ 54 u16 │ 56 addresses
constexpr std::size_t kHeader = 56;

template <class T>
T number_at(ByteView bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
  return static_cast<T>(value);
}

}  // namespace

const Pubkey& address_table_program() {
  static const Pubkey kProgram = *from_base58<Pubkey>("AddressLookupTab1e1111111111111111111111111");
  return kProgram;
}

std::optional<AddressTable> parse_address_table(const Pubkey& key, ByteView data, Slot slot) {
  if (data.size() < kHeader || (data.size() - kHeader) % Pubkey::kSize != 0) return std::nullopt;
  if (number_at<std::uint32_t>(data, 0) != 1) return std::nullopt;
  if (number_at<std::uint64_t>(data, 4) != std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
  auto count = (data.size() - kHeader) / Pubkey::kSize;
  if (number_at<std::uint64_t>(data, 12) >= slot.value()) count = std::min<std::size_t>(count, data[20]);
  AddressTable table{key, {}};
  for (std::size_t i = 0; i < count; ++i)
    table.addresses.push_back(*Pubkey::from(data.subspan(kHeader + i * Pubkey::kSize, Pubkey::kSize)));
  return table;
}

std::optional<std::vector<MessageAccount>> resolve_accounts(const Message& message,
                                                            std::span<const AddressTable> tables) {
  std::vector<MessageAccount> accounts;
  for (std::size_t i = 0; i < message.keys.size(); ++i) accounts.push_back({message.keys[i], message.is_writable(i)});
  for (const bool writable : {true, false}) {
    for (const auto& lookup : message.lookups) {
      const auto table = std::ranges::find(tables, lookup.table, &AddressTable::key);
      if (table == tables.end()) return std::nullopt;
      for (const auto index : writable ? lookup.writable : lookup.readonly) {
        if (index >= table->addresses.size()) return std::nullopt;
        accounts.push_back({table->addresses[index], writable});
      }
    }
  }
  return accounts;
}

}  // namespace zestron::codec
