#include "chain_rpc/airdrop.hpp"

#include "base/assert.hpp"
#include "codec/base58.hpp"

#include <sodium.h>

#include <atomic>

namespace zestron::chain_rpc {
namespace {

constexpr std::uint32_t kUnitsLeast = 1'000;     // the two instructions use 300
constexpr std::uint32_t kUnitsMost = 1'400'000;  // the runtime's own ceiling

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

template <class Integer>
void append_integer(Bytes& out, Integer value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint32_t next_unit_limit() {
  static std::atomic<std::uint32_t> counter{0};
  return kUnitsLeast + counter.fetch_add(1) % (kUnitsMost - kUnitsLeast);
}

/// Keys: 0 faucet (signs, pays), 1 receiver, 2 system program, 3 compute budget. A receiver that is the faucet or one of the
/// programs would be named twice and fail to sanitize, as any such transaction does.
Bytes message(const Pubkey& faucet, const Pubkey& to, Lamports lamports, const Hash& blockhash) {
  static const auto compute_budget = *codec::from_base58<Pubkey>("ComputeBudget111111111111111111111111111111");
  Bytes out{1, 0, 2, 4};
  for (const Pubkey& key : {faucet, to, Pubkey{}, compute_budget}) append(out, key.view());
  append(out, blockhash.view());
  out.push_back(2);
  const std::array<std::uint8_t, 4> limit_head{3, 0, 5, 2};  // program, no accounts, 5 bytes, SetComputeUnitLimit
  append(out, limit_head);
  append_integer(out, next_unit_limit());
  const std::array<std::uint8_t, 9> transfer_head{2, 2, 0, 1, 12,
                                                  2, 0, 0, 0};  // program, two accounts, 12 bytes, Transfer
  append(out, transfer_head);
  append_integer(out, lamports.value());
  return out;
}

}  // namespace

Bytes airdrop_transaction(const std::array<std::uint8_t, 64>& faucet, const Pubkey& to, Lamports lamports,
                          const Hash& blockhash) {
  const auto key = Pubkey::from(ByteView(faucet).subspan(32));
  const Bytes body = message(*key, to, lamports, blockhash);
  Signature signature;
  ZESTRON_ASSERT(crypto_sign_detached(signature.data(), nullptr, body.data(), body.size(), faucet.data()) == 0);
  Bytes wire{1};
  append(wire, signature.view());
  append(wire, body);
  return wire;
}

}  // namespace zestron::chain_rpc
