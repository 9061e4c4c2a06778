// Bytes of mints and token accounts for genesis and tests, written out field by field from the layouts' specification, so that the
// readers are not tested against themselves. Host only.
#pragma once

#include <grapnel/pubkey.hpp>

#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace grapnel::testing::token_accounts {

struct MintFields {
  std::optional<Pubkey> authority{};
  u64 supply = 0;
  u8 decimals = 0;
  std::optional<Pubkey> freeze_authority{};
};
struct AccountFields {
  Pubkey mint{};
  Pubkey owner{};
  u64 amount = 0;
  u8 state = 1;
};

// Little endian; zeros behind the number's own eight bytes.
inline void append(std::vector<u8>& out, u64 value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(i < 8 ? static_cast<u8>(value >> (8 * i)) : u8{0});
}
inline void append(std::vector<u8>& out, const Pubkey& key) { out.insert(out.end(), key.data(), key.data() + 32); }
inline void append(std::vector<u8>& out, const std::optional<Pubkey>& key) {
  append(out, key ? 1u : 0u, 4);
  append(out, key.value_or(Pubkey{}));
}

inline std::vector<u8> mint_data(const MintFields& fields) {
  std::vector<u8> out;
  append(out, fields.authority);
  append(out, fields.supply, 8);
  out.push_back(fields.decimals);
  out.push_back(1);
  append(out, fields.freeze_authority);
  return out;
}
inline std::vector<u8> account_data(const AccountFields& fields) {
  std::vector<u8> out;
  append(out, fields.mint);
  append(out, fields.owner);
  append(out, fields.amount, 8);
  append(out, std::optional<Pubkey>{});
  out.push_back(fields.state);
  append(out, 0, 12);
  append(out, 0, 8);
  append(out, std::optional<Pubkey>{});
  return out;
}
// The same with a key that may be absent: an account's delegate or close authority.
inline constexpr usize kDelegateAt = 72;
inline constexpr usize kCloseAuthorityAt = 129;
inline std::vector<u8> with_key_at(std::vector<u8> data, usize offset, const Pubkey& who) {
  data[offset] = 1;
  std::memcpy(data.data() + offset + 4, who.data(), 32);
  return data;
}
// kind: 1 mint, 2 account; each extension a type and its bytes.
inline std::vector<u8> with_extensions(std::vector<u8> base, u8 kind,
                                       const std::vector<std::pair<u16, std::vector<u8>>>& extensions) {
  base.resize(165);
  base.push_back(kind);
  for (const auto& [type, value] : extensions) {
    append(base, type, 2);
    append(base, value.size(), 2);
    base.insert(base.end(), value.begin(), value.end());
  }
  return base;
}

}  // namespace grapnel::testing::token_accounts
