#include "app/node/clone.hpp"

#include "codec/base58.hpp"
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

std::expected<chain::HostWrite, std::string> fetch(ports::Chain& from, const Pubkey& key) {
  auto account = from.account(key, Commitment::kConfirmed);
  if (!account)
    return std::unexpected(fmt::format("cannot clone {}: {}", codec::to_base58(key), account.error().message));
  if (!*account)
    return std::unexpected(fmt::format("cannot clone {}: the cluster has no such account", codec::to_base58(key)));
  ports::AccountState& found = **account;
  if (found.owner == kSysvars || found.owner == kNativeLoader) {
    return std::unexpected(fmt::format("cannot clone {}: a sysvar or built-in program, which each chain has its own of",
                                       codec::to_base58(key)));
  }
  return chain::HostWrite{.key = key,
                          .lamports = found.lamports,
                          .owner = found.owner,
                          .data = std::move(found.data),
                          .executable = found.executable};
}

}  // namespace

std::expected<std::vector<chain::HostWrite>, std::string> clone_accounts(ports::Chain& from,
                                                                         std::span<const Pubkey> addresses) {
  std::vector<chain::HostWrite> writes;
  for (const Pubkey& address : addresses) {
    auto account = fetch(from, address);
    if (!account) return std::unexpected(std::move(account.error()));
    const Bytes& data = account->data;
    if (account->owner == loader::kProgramId && data.size() >= loader::kProgramSize && data[0] == kProgram) {
      auto code = fetch(from, *Pubkey::from(ByteView(data).subspan(kAddressAt, Pubkey::kSize)));
      if (!code) return std::unexpected(std::move(code.error()));
      if (code->data.size() < kSlotEnd || code->data[0] != kProgramData)
        return std::unexpected(
            fmt::format("cannot clone {}: its code is not where it says", codec::to_base58(address)));
      std::fill(code->data.begin() + kSlotAt, code->data.begin() + kSlotEnd, std::uint8_t{0});
      writes.push_back(std::move(*code));
    }
    writes.push_back(std::move(*account));
  }
  return writes;
}

}  // namespace zestron::node
