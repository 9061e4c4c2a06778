#include "protocols/token/token.hpp"

#include "codec/base58.hpp"
#include "codec/little_endian.hpp"
#include "protocols/keys.hpp"
#include "protocols/remembered.hpp"

namespace zestron::protocols::token {

const Pubkey kToken = *codec::from_base58<Pubkey>("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
const Pubkey kToken2022 = *codec::from_base58<Pubkey>("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const Pubkey kAssociatedToken = *codec::from_base58<Pubkey>("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const Pubkey kNativeMint = *codec::from_base58<Pubkey>("So11111111111111111111111111111111111111112");

namespace {

enum Call : std::uint8_t {
  kSetAuthority = 6,
  kCloseAccount = 9,
  kTransferChecked = 12,
  kMintToChecked = 14,
  kSyncNative = 17,
  kInitializeAccount3 = 18,
  kInitializeMint2 = 20,
};
constexpr std::uint8_t kCreateIdempotent = 1;
constexpr std::uint8_t kMintTokensAuthority = 0;

// Token-2022 marks what stands behind the base layout: 1 for a mint, 2 for an account.
constexpr std::size_t kTypeOffset = kAccountSize;

Bytes call(Call which) { return {which}; }

std::uint64_t read_u64(ByteView data, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{data[at + i]} << (8 * i);
  return value;
}

// Exactly the base layout, or of Token-2022 with extensions behind it.
bool has_layout(const Pubkey& owner, ByteView data, std::size_t size, std::uint8_t type) {
  if (!is_token_program(owner) || data.size() < size) return false;
  if (data.size() == size) return true;
  return owner == kToken2022 && data.size() > kTypeOffset && data[kTypeOffset] == type;
}

}  // namespace

bool is_token_program(const Pubkey& program) { return program == kToken || program == kToken2022; }

Pubkey associated_address(const Pubkey& owner, const Pubkey& mint, const Pubkey& token_program) {
  thread_local Remembered<Pubkey, 3> known;
  return known({owner, mint, token_program}, [&] {
    return to_host(grapnel::find_program_address(to_program(kAssociatedToken), to_program(owner),
                                                 to_program(token_program), to_program(mint))
                       .address);
  });
}

codec::Instruction create_associated(const Pubkey& payer, const Pubkey& owner, const Pubkey& mint,
                                     const Pubkey& token_program) {
  return {kAssociatedToken,
          {{payer, true, true},
           {associated_address(owner, mint, token_program), false, true},
           {owner, false, false},
           {mint, false, false},
           {Pubkey{}, false, false},
           {token_program, false, false}},
          {kCreateIdempotent}};
}

codec::Instruction initialize_mint(const Pubkey& mint, std::uint8_t decimals, const Pubkey& authority,
                                   const Pubkey& token_program) {
  Bytes data = call(kInitializeMint2);
  data.push_back(decimals);
  codec::put_bytes(data, authority.view());
  data.push_back(0);
  return {token_program, {{mint, false, true}}, std::move(data)};
}

codec::Instruction initialize_account(const Pubkey& account, const Pubkey& mint, const Pubkey& owner,
                                      const Pubkey& token_program) {
  Bytes data = call(kInitializeAccount3);
  codec::put_bytes(data, owner.view());
  return {token_program, {{account, false, true}, {mint, false, false}}, std::move(data)};
}

codec::Instruction mint_to(const Pubkey& mint, const Pubkey& to, const Pubkey& authority, std::uint64_t amount,
                           std::uint8_t decimals, const Pubkey& token_program) {
  Bytes data = call(kMintToChecked);
  codec::put_le(data, amount);
  data.push_back(decimals);
  return {token_program, {{mint, false, true}, {to, false, true}, {authority, true, false}}, std::move(data)};
}

codec::Instruction transfer(const Pubkey& from, const Pubkey& mint, const Pubkey& to, const Pubkey& owner,
                            std::uint64_t amount, std::uint8_t decimals, const Pubkey& token_program) {
  Bytes data = call(kTransferChecked);
  codec::put_le(data, amount);
  data.push_back(decimals);
  return {token_program,
          {{from, false, true}, {mint, false, false}, {to, false, true}, {owner, true, false}},
          std::move(data)};
}

codec::Instruction sync_native(const Pubkey& account, const Pubkey& token_program) {
  return {token_program, {{account, false, true}}, call(kSyncNative)};
}

codec::Instruction end_minting(const Pubkey& mint, const Pubkey& authority, const Pubkey& token_program) {
  Bytes data = call(kSetAuthority);
  data.push_back(kMintTokensAuthority);
  data.push_back(0);
  return {token_program, {{mint, false, true}, {authority, true, false}}, std::move(data)};
}

codec::Instruction close_account(const Pubkey& account, const Pubkey& destination, const Pubkey& owner,
                                 const Pubkey& token_program) {
  return {
      token_program, {{account, false, true}, {destination, false, true}, {owner, true, false}}, call(kCloseAccount)};
}

std::optional<Mint> read_mint(const Pubkey& owner, ByteView data) {
  constexpr std::size_t kInitialized = 45;
  if (!has_layout(owner, data, kMintSize, 1) || data[kInitialized] != 1) return std::nullopt;
  Mint mint;
  if (data[0] == 1) mint.authority = Pubkey::from(data.subspan(4, Pubkey::kSize));
  mint.supply = read_u64(data, 36);
  mint.decimals = data[44];
  return mint;
}

std::optional<Account> read_account(const Pubkey& owner, ByteView data) {
  constexpr std::size_t kState = 108;
  if (!has_layout(owner, data, kAccountSize, 2) || data[kState] == 0) return std::nullopt;
  return Account{*Pubkey::from(data.first(Pubkey::kSize)), *Pubkey::from(data.subspan(32, Pubkey::kSize)),
                 read_u64(data, 64)};
}

}  // namespace zestron::protocols::token
