#include "app/node/clone.hpp"

#include "codec/base58.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::node {
namespace {

namespace loader = protocols::loader_v3;

const Pubkey kSysvars = *codec::from_base58<Pubkey>("Sysvar1111111111111111111111111111111111111");
const Pubkey kNativeLoader = *codec::from_base58<Pubkey>("NativeLoader1111111111111111111111111111111");

// UpgradeableLoaderState, bincode: Program = 2 u32 ‖ ProgramData's address;  ProgramData = 3 u32 ‖ slot u64 ‖ authority ‖ code
constexpr std::uint8_t kProgram = 2, kProgramData = 3;
constexpr std::size_t kAddressAt = 4, kSlotAt = 4, kSlotEnd = 12;

// ProgramState of lookup tables, bincode: LookupTable = 1 u32 ‖ deactivation slot u64 ‖ last extended slot u64 ‖ …
constexpr std::uint8_t kLookupTable = 1;
constexpr std::size_t kExtendedAt = 12, kExtendedEnd = 20;

void clear(Bytes& data, std::size_t begin, std::size_t end) {
  std::fill(data.begin() + static_cast<std::ptrdiff_t>(begin), data.begin() + static_cast<std::ptrdiff_t>(end),
            std::uint8_t{0});
}

std::expected<chain::HostWrite, std::string> fetch(ports::Chain& from, const Pubkey& key) {
  auto account = from.account(key, Commitment::kConfirmed);
  if (!account)
    return std::unexpected(fmt::format("cannot clone {}: {}", codec::to_base58(key), account.error().message));
  if (!*account)
    return std::unexpected(fmt::format("cannot clone {}: the cluster has no such account", codec::to_base58(key)));
  auto ours = as_ours(key, std::move(**account));
  if (!ours) {
    return std::unexpected(fmt::format("cannot clone {}: a sysvar or built-in program, which each chain has its own of",
                                       codec::to_base58(key)));
  }
  return std::move(*ours);
}

}  // namespace

std::optional<chain::HostWrite> as_ours(const Pubkey& key, ports::AccountState account) {
  if (account.owner == kSysvars || account.owner == kNativeLoader) return std::nullopt;
  Bytes& data = account.data;
  // The slots of another chain may lie ahead of this one's: what was deployed or added there would not be usable here yet.
  if (account.owner == loader::kProgramId && data.size() >= kSlotEnd && data[0] == kProgramData)
    clear(data, kSlotAt, kSlotEnd);
  if (account.owner == codec::address_table_program() && data.size() >= kExtendedEnd && data[0] == kLookupTable)
    clear(data, kExtendedAt, kExtendedEnd);
  return chain::HostWrite{.key = key,
                          .lamports = account.lamports,
                          .owner = account.owner,
                          .data = std::move(data),
                          .executable = account.executable};
}

std::optional<Pubkey> code_address(const chain::HostWrite& account) {
  const Bytes& data = account.data;
  if (account.owner != loader::kProgramId || data.size() < loader::kProgramSize || data[0] != kProgram)
    return std::nullopt;
  return Pubkey::from(ByteView(data).subspan(kAddressAt, Pubkey::kSize));
}

std::expected<std::vector<chain::HostWrite>, std::string> clone_accounts(ports::Chain& from,
                                                                         std::span<const Pubkey> addresses) {
  std::vector<chain::HostWrite> writes;
  for (const Pubkey& address : addresses) {
    auto account = fetch(from, address);
    if (!account) return std::unexpected(std::move(account.error()));
    if (const auto code_at = code_address(*account)) {
      auto code = fetch(from, *code_at);
      if (!code) return std::unexpected(std::move(code.error()));
      if (code->data.size() < kSlotEnd || code->data[0] != kProgramData)
        return std::unexpected(
            fmt::format("cannot clone {}: its code is not where it says", codec::to_base58(address)));
      writes.push_back(std::move(*code));
    }
    writes.push_back(std::move(*account));
  }
  return writes;
}

}  // namespace zestron::node
