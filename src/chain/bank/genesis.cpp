#include "chain/bank/genesis.hpp"

#include "chain/bank/detail/call.hpp"

#include <fmt/format.h>

namespace zestron::chain::bank {

using detail::slice;

Result<Bytes> make_genesis(std::string_view params_json) {
  detail::Buffer genesis;
  auto done = detail::call([&](zb_buf* err) { return zb_genesis(slice(params_json), genesis.out(), err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return Bytes(genesis.bytes().begin(), genesis.bytes().end());
}

Result<Hash> genesis_hash(ByteView genesis) {
  Hash hash;
  auto done = detail::call([&](zb_buf* err) { return zb_genesis_hash(slice(genesis), hash.data(), err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return hash;
}

Result<KeypairBytes> genesis_key(std::string_view label, std::string_view role) {
  KeypairBytes keypair{};
  auto done = detail::call([&](zb_buf* err) { return zb_genesis_key(slice(label), slice(role), keypair.data(), err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return keypair;
}

Result<std::string> version() {
  if (zb_abi_version() != ZB_ABI_VERSION) {
    return fail(BankError::kMismatch,
                fmt::format("the Rust library has ABI {}, this binary was compiled for {}: rebuild both",
                            zb_abi_version(), ZB_ABI_VERSION));
  }
  return detail::text_of([](zb_buf* out, zb_buf* err) { return zb_version(out, err); });
}

}  // namespace zestron::chain::bank
