#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/methods.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"

namespace zestron::chain_rpc::methods {
namespace {

const Pubkey kSysvars = *Pubkey::from(*codec::base58_decode("Sysvar1111111111111111111111111111111111111"));
const Pubkey kNativeLoader = *Pubkey::from(*codec::base58_decode("NativeLoader1111111111111111111111111111111"));

/// Sysvars and built-in programs: the bank keeps copies of them that such a write would not reach.
bool is_the_runtimes(const Pubkey& owner) { return owner == kSysvars || owner == kNativeLoader; }

Checked<chain::HostWrite> with_changes(const Call& call, chain::HostWrite write, const Config& changes, bool is_new) {
  const Value owner = changes["owner"], data = changes["data"];
  ZESTRON_RPC_TRY(lamports, changes["lamports"].optional_u64());
  ZESTRON_RPC_TRY(executable, changes["executable"].boolean_or(write.executable));
  write.executable = executable;
  if (owner.present()) {
    ZESTRON_RPC_TRY(key, owner.pubkey());
    write.owner = key;
  }
  if (data.present()) {
    ZESTRON_RPC_TRY(hex, data.string());
    auto bytes = codec::hex_decode(hex);
    if (!bytes) return invalid_params("Invalid params: data is hexadecimal, two digits a byte");
    write.data = *std::move(bytes);
  }
  if (is_new) write.lamports = Lamports(call.backend.rent_exempt_minimum(write.data.size()));
  if (lamports) write.lamports = Lamports(*lamports);
  return write;
}

}  // namespace

// Surfpool's name and parameters: address, then what shall change of {lamports, data in hex, owner, executable}; the rest stays as
// it is at `processed`. A new account is rent-exempt unless its lamports are named; 0 lamports delete it. rentEpoch is taken and
// means nothing: no account pays rent any more.
Reply surfnet_set_account(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_setAccount"));
  ZESTRON_RPC_CHECK(call.params.expect(2, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(changes, call.params.config(1, "AccountUpdate"));
  ZESTRON_RPC_TRY(before, told(call.backend.account(call.backend.bounds().processed, key)));
  chain::HostWrite write{.key = key, .lamports = Lamports{}, .owner = Pubkey{}, .data = {}};
  if (before) {
    write.lamports = before->lamports;
    write.owner = before->owner;
    write.data = before->data;
    write.executable = before->executable;
  }
  ZESTRON_RPC_TRY(after, with_changes(call, write, changes, !before));
  if (is_the_runtimes(write.owner) || is_the_runtimes(after.owner))
    return invalid_params("surfnet_setAccount writes no sysvar and no built-in program");
  ZESTRON_RPC_TRY(slot, told(call.backend.write_account(std::move(after))));
  return with_context(call, slot, "null");
}

}  // namespace zestron::chain_rpc::methods
