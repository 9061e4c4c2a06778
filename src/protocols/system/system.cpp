#include "protocols/system/system.hpp"

#include "codec/little_endian.hpp"

namespace zestron::protocols::system {
namespace {
enum Variant : std::uint32_t { kCreateAccount = 0, kTransfer = 2 };
}

codec::Instruction transfer(const Pubkey& from, const Pubkey& to, Lamports lamports) {
  Bytes data;
  codec::put_le<std::uint32_t>(data, kTransfer);
  codec::put_le(data, lamports.value());
  return {kProgramId, {{from, true, true}, {to, false, true}}, std::move(data)};
}

codec::Instruction create_account(const Pubkey& payer, const Pubkey& account, Lamports lamports, std::uint64_t space,
                                  const Pubkey& owner) {
  Bytes data;
  codec::put_le<std::uint32_t>(data, kCreateAccount);
  codec::put_le(data, lamports.value());
  codec::put_le(data, space);
  codec::put_bytes(data, owner.view());
  return {kProgramId, {{payer, true, true}, {account, true, true}}, std::move(data)};
}

}  // namespace zestron::protocols::system
