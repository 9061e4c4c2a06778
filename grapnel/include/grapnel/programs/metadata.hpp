// Metaplex token metadata: the Metadata account of a mint, read in place, and the calls that create and change it.
//
// Source: metaplex-foundation/mpl-token-metadata programs/token-metadata/program/src (state/metadata.rs,
// instruction/metadata.rs; Borsh). The first and second form of "create" are refused by the program since 1.13: there is
// only the third.
#pragma once

#include <grapnel/pda.hpp>
#include <grapnel/programs/call.hpp>
#include <grapnel/programs/foreign.hpp>

namespace grapnel {

struct TokenMetadataProgram {
  static constexpr Pubkey kId = "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s"_pubkey;
};

namespace metadata {

using Program = TokenMetadataProgram;

// For constants and hosts; on chain Seeds under another program are the callee's to check.
constexpr Pda find_address(const Pubkey& mint) {
  return find_program_address(Program::kId, "metadata", Program::kId, mint);
}

// [0] 4, the kind; [1] update authority; [33] mint; then Borsh. Texts are padded with zeros to their full room.
struct Metadata {
  static constexpr u64 kSize = 65;
  static constexpr u8 kKind = 4;
  u8 kind;
  Unaligned<Pubkey> update_authority;
  Unaligned<Pubkey> mint;

  static bool valid(const u8* data, u64 size) { return size > kSize && data[0] == kKind; }
  static bool initialized(const u8* data, u64 size) { return size < 1 || data[0] != 0; }
};
static_assert(sizeof(Metadata) == 65);

struct Creator {
  Unaligned<Pubkey> address;
  u8 verified;
  u8 share;  // percent
};

// What stands behind the fixed part. Texts without their padding; all points into the account.
struct Details {
  Text name;
  Text symbol;
  Text uri;
  u16 seller_fee_basis_points = 0;
  const Creator* creators = nullptr;
  u64 creator_count = 0;
  bool primary_sale_happened = false;
  bool is_mutable = false;
  const Unaligned<Pubkey>* collection = nullptr;  // null: in none
  bool collection_verified = false;
};

namespace detail {

// Invariant: at <= end; every read is checked against it.
struct Cursor {
  const u8* at;
  const u8* end;

  [[nodiscard]] const u8* take(u64 size) {
    if (static_cast<u64>(end - at) < size) return nullptr;
    const u8* from = at;
    at += size;
    return from;
  }
  [[nodiscard]] bool flag(bool& out) {
    const u8* byte = take(1);
    if (byte == nullptr || *byte > 1) return false;
    out = *byte == 1;
    return true;
  }
  [[nodiscard]] bool text(Text& out) {
    const u8* size_at = take(4);
    if (size_at == nullptr) return false;
    u64 size = load<u32>(size_at);
    const u8* chars = take(size);
    if (chars == nullptr) return false;
    while (size > 0 && chars[size - 1] == 0) --size;
    out = {reinterpret_cast<const char*>(chars), size};
    return true;
  }
  // An optional value of a fixed size; null if absent.
  [[nodiscard]] bool option(u64 size, const u8*& out) {
    bool present = false;
    out = nullptr;
    if (!flag(present)) return false;
    if (!present) return true;
    out = take(size);
    return out != nullptr;
  }
};

}  // namespace detail

// False if the bytes are not what a Metadata account holds.
inline bool read_details(const u8* data, u64 size, Details& out) {
  if (!Metadata::valid(data, size)) return false;
  detail::Cursor cursor{data + Metadata::kSize, data + size};
  if (!cursor.text(out.name) || !cursor.text(out.symbol) || !cursor.text(out.uri)) return false;
  const u8* fee = cursor.take(2);
  bool has_creators = false;
  if (fee == nullptr || !cursor.flag(has_creators)) return false;
  out.seller_fee_basis_points = load<u16>(fee);
  if (has_creators) {
    const u8* count = cursor.take(4);
    if (count == nullptr) return false;
    out.creator_count = load<u32>(count);
    const u8* creators = cursor.take(out.creator_count * sizeof(Creator));
    if (creators == nullptr) return false;
    out.creators = reinterpret_cast<const Creator*>(creators);
  }
  if (!cursor.flag(out.primary_sale_happened) || !cursor.flag(out.is_mutable)) return false;
  // Older accounts end here; the rest is zeros, which reads as absent.
  const u8* nonce = nullptr;
  const u8* standard = nullptr;
  const u8* collection = nullptr;
  if (!cursor.option(1, nonce) || !cursor.option(1, standard) || !cursor.option(33, collection)) return true;
  if (collection != nullptr) {
    out.collection_verified = collection[0] == 1;
    out.collection = reinterpret_cast<const Unaligned<Pubkey>*>(collection + 1);
  }
  return true;
}
inline bool read_details(AccountView account, Details& out) {
  return read_details(account.bytes(), account.size(), out);
}

// The program's own bounds.
inline constexpr u64 kNameMax = 32;
inline constexpr u64 kSymbolMax = 10;
inline constexpr u64 kUriMax = 200;

struct Description {
  Text name;
  Text symbol;
  Text uri;
  u16 seller_fee_basis_points = 0;
};

namespace detail {

inline constexpr u64 kDescriptionMax = 4 + kNameMax + 4 + kSymbolMax + 4 + kUriMax + 2 + 3;
// InvalidInstructionData, as the program would say to a text that is too long.
inline constexpr Failure kTextTooLong{u64{3} << 32};

// DataV2, without creators, collection and uses.
template <u64 Max>
[[gnu::always_inline]] inline bool put_description(CallBytes<Max>& data, const Description& of) {
  if (of.name.size > kNameMax || of.symbol.size > kSymbolMax || of.uri.size > kUriMax) return false;
  if (!data.template put_text<u32>(of.name) || !data.template put_text<u32>(of.symbol) ||
      !data.template put_text<u32>(of.uri))
    return false;
  data.put(of.seller_fee_basis_points).put(u8{0}).put(u8{0}).put(u8{0});
  return true;
}

}  // namespace detail

// What `create` is given, in the program's order.
struct Create {
  AccountView metadata;  // at find_address(mint)
  AccountView mint;
  AccountView mint_authority;  // signs
  AccountView payer;           // signs, pays
  AccountView update_authority;
  AccountView system_program;
};
// create_metadata_accounts_v3.
[[gnu::always_inline]] inline Result<> create(const Create& of, const Description& description, bool is_mutable,
                                              const SignerSeeds* seeds = nullptr) {
  CallBytes<1 + detail::kDescriptionMax + 2> data;
  data.put(u8{33});
  if (!detail::put_description(data, description)) return detail::kTextTooLong;
  data.put(static_cast<u8>(is_mutable)).put(u8{0});
  const Array<CpiAccount, 6> accounts = {{CpiAccount::writable(of.metadata), CpiAccount::readonly(of.mint),
                                          CpiAccount::signer(of.mint_authority), CpiAccount::writable_signer(of.payer),
                                          CpiAccount::readonly(of.update_authority),
                                          CpiAccount::readonly(of.system_program)}};
  return invoke(Program::kId, accounts, data, seeds);
}

// What an update changes; null leaves as it is.
struct Change {
  const Description* description = nullptr;
  const Pubkey* update_authority = nullptr;
  bool primary_sale_happened = false;  // true: set it; it can't be unset
  bool make_immutable = false;
};
// update_metadata_account_v2.
[[gnu::always_inline]] inline Result<> update(AccountView metadata, AccountView update_authority, const Change& change,
                                              const SignerSeeds* seeds = nullptr) {
  CallBytes<1 + 1 + detail::kDescriptionMax + 33 + 2 + 2> data;
  data.put(u8{15}).put(static_cast<u8>(change.description != nullptr));
  if (change.description != nullptr && !detail::put_description(data, *change.description)) return detail::kTextTooLong;
  data.put_option(change.update_authority);
  if (change.primary_sale_happened) {
    data.put(u8{1}).put(u8{1});
  } else {
    data.put(u8{0});
  }
  if (change.make_immutable) {
    data.put(u8{1}).put(u8{0});
  } else {
    data.put(u8{0});
  }
  const Array<CpiAccount, 2> accounts = {{CpiAccount::writable(metadata), CpiAccount::signer(update_authority)}};
  return invoke(Program::kId, accounts, data, seeds);
}

}  // namespace metadata

template <>
struct AccountFormat<metadata::Metadata> : ProgramFormat<metadata::Metadata, TokenMetadataProgram> {};

}  // namespace grapnel
