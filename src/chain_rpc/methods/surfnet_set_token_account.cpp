#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/methods.hpp"
#include "codec/base58.hpp"
#include "protocols/token/token.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace zestron::chain_rpc::methods {
namespace {

namespace token = protocols::token;

// mint 32 ‖ owner 32 ‖ amount u64 ‖ delegate tag u32, 32 ‖ state u8 ‖ native tag u32, u64 ‖ delegated u64 ‖ close tag u32, 32
constexpr std::size_t kOwnerAt = 32, kAmountAt = 64, kDelegateAt = 72, kStateAt = 108, kNativeAt = 109;
constexpr std::size_t kDelegatedAt = 121, kCloseAuthorityAt = 129;
/// What the associated-token program puts behind an account of Token-2022: type "account", then extension ImmutableOwner of no bytes.
constexpr std::array<std::uint8_t, 5> kImmutableOwner{2, 7, 0, 0, 0};
constexpr std::array<std::string_view, 3> kStates{"uninitialized", "initialized", "frozen"};
const Pubkey kNativeMint = *codec::from_base58<Pubkey>("So11111111111111111111111111111111111111112");

void put(Bytes& data, std::size_t at, ByteView bytes) {
  std::ranges::copy(bytes, data.begin() + static_cast<std::ptrdiff_t>(at));
}
void put_u64(Bytes& data, std::size_t at, std::uint64_t value) { std::memcpy(data.data() + at, &value, sizeof value); }
std::uint64_t u64_at(const Bytes& data, std::size_t at) {
  std::uint64_t value = 0;
  std::memcpy(&value, data.data() + at, sizeof value);
  return value;
}
void put_optional(Bytes& data, std::size_t at, const std::optional<Pubkey>& key) {
  const std::array<std::uint8_t, 4> tag{static_cast<std::uint8_t>(key ? 1 : 0), 0, 0, 0};
  put(data, at, tag);
  put(data, at + tag.size(), key.value_or(Pubkey{}).view());
}

/// An account as the associated-token program makes it: empty, initialized.
Bytes new_account(const Pubkey& owner, const Pubkey& mint, const Pubkey& program) {
  Bytes data(token::kAccountSize);
  put(data, 0, mint.view());
  put(data, kOwnerAt, owner.view());
  data[kStateAt] = 1;
  if (program == token::kToken2022) data.insert(data.end(), kImmutableOwner.begin(), kImmutableOwner.end());
  return data;
}

/// A key, or nothing for the string "null".
Checked<void> change_key(Bytes& data, std::size_t at, const Value& value) {
  if (!value.present()) return {};
  ZESTRON_RPC_TRY(text, value.string());
  if (text == "null") {
    put_optional(data, at, std::nullopt);
    return {};
  }
  ZESTRON_RPC_TRY(key, parse_pubkey(text));
  put_optional(data, at, key);
  return {};
}

Checked<void> change(Bytes& data, const Config& update) {
  ZESTRON_RPC_TRY(amount, update["amount"].optional_u64());
  ZESTRON_RPC_TRY(delegated, update["delegatedAmount"].optional_u64());
  ZESTRON_RPC_CHECK(change_key(data, kDelegateAt, update["delegate"]));
  ZESTRON_RPC_CHECK(change_key(data, kCloseAuthorityAt, update["closeAuthority"]));
  if (amount) put_u64(data, kAmountAt, *amount);
  if (delegated) put_u64(data, kDelegatedAt, *delegated);
  if (update["state"].present()) {
    ZESTRON_RPC_TRY(name, update["state"].string());
    const auto* const state = std::ranges::find(kStates, name);
    if (state == kStates.end()) return invalid_params("Invalid token account state: " + name);
    data[kStateAt] = static_cast<std::uint8_t>(state - kStates.begin());
  }
  return {};
}

/// The program that has the mint; the parameter may name it.
Checked<Pubkey> program_of(const Call& call, const Pubkey& mint, bool& has_extensions) {
  ZESTRON_RPC_TRY(account, told(call.backend.account(call.backend.bounds().processed, mint)));
  if (!account) return invalid_params("Invalid param: could not find mint");
  if (!token::read_mint(account->owner, account->data)) return invalid_params("Invalid param: not a Token mint");
  has_extensions = account->data.size() > token::kMintSize;
  if (call.params[3].present()) {
    ZESTRON_RPC_TRY(named, call.params[3].pubkey());
    if (named != account->owner) return invalid_params("Invalid param: the mint belongs to another token program");
  }
  return account->owner;
}

}  // namespace

// Surfpool's name and parameters: owner, mint, what shall change of {amount, delegate, state, delegatedAmount, closeAuthority}, token
// program (that of the mint when left out). Writes the associated account, which is made where it is missing; the mint's supply stays.
Reply surfnet_set_token_account(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_setTokenAccount"));
  ZESTRON_RPC_CHECK(call.params.expect(3, 4));
  ZESTRON_RPC_TRY(owner, call.params[0].pubkey());
  ZESTRON_RPC_TRY(mint, call.params[1].pubkey());
  ZESTRON_RPC_TRY(update, call.params.config(2, "TokenAccountUpdate"));
  bool extensions = false;
  ZESTRON_RPC_TRY(program, program_of(call, mint, extensions));
  const Pubkey key = token::associated_address(owner, mint, program);
  ZESTRON_RPC_TRY(before, told(call.backend.account(call.backend.bounds().processed, key)));
  if (!before && extensions)
    return invalid_params("the mint's extensions decide what its accounts hold: create the associated account first");
  if (before && !token::read_account(before->owner, before->data))
    return invalid_params("Failed to unpack token account data: the associated address holds another account");
  Bytes data = before ? before->data : new_account(owner, mint, program);
  ZESTRON_RPC_CHECK(change(data, update));
  const std::uint64_t rent = call.backend.rent_exempt_minimum(data.size());
  Lamports lamports = before ? before->lamports : Lamports(rent);
  if (mint == kNativeMint) {  // wrapped SOL are lamports
    const std::uint64_t amount = u64_at(data, kAmountAt);
    if (amount > UINT64_MAX - rent) return invalid_params("Invalid params: more lamports than there can be");
    data[kNativeAt] = 1;
    put_u64(data, kNativeAt + 4, rent);
    lamports = Lamports(rent + amount);
  }
  ZESTRON_RPC_TRY(
      slot,
      told(call.backend.write_account({.key = key, .lamports = lamports, .owner = program, .data = std::move(data)})));
  return with_context(call, slot, "null");
}

}  // namespace zestron::chain_rpc::methods
