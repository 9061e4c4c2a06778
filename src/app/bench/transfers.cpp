#include "app/bench/transfers.hpp"

#include "app/bench/throughput.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/system/system.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::bench {
namespace {

constexpr std::size_t kTransfers = 20'000;
constexpr std::size_t kPayers = 64;

std::vector<codec::Keypair> payers() {
  std::vector<codec::Keypair> out;
  for (std::size_t i = 0; i < kPayers; ++i) {
    out.push_back(codec::Keypair::from_secret(codec::sha256(as_bytes(fmt::format("bench/payer/{}", i))).value()));
  }
  return out;
}

std::string genesis_json(const std::vector<codec::Keypair>& keys) {
  nlohmann::json params;
  for (const auto& key : keys) {
    params["accounts"].push_back({{"pubkey", codec::to_base58(key.pubkey())},
                                  {"lamports", 1'000'000'000'000},
                                  {"owner", codec::to_base58(Pubkey{})},
                                  {"data", ""},
                                  {"executable", false}});
  }
  return params.dump();
}

// Amounts differ, so that no two transactions are the same.
std::vector<Bytes> sign(const std::vector<codec::Keypair>& keys, const Hash& blockhash) {
  std::vector<Bytes> wires;
  for (std::size_t i = 0; i < kTransfers; ++i) {
    const auto& payer = keys[i % kPayers];
    const auto to = keys[(i + 1) % kPayers].pubkey();
    const auto transfer = protocols::system::transfer(payer.pubkey(), to, Lamports(i + 1));
    wires.push_back(codec::sign_transaction(*codec::compile_message(payer.pubkey(), std::array{transfer}, blockhash),
                                            std::array{&payer})
                        ->serialize());
  }
  return wires;
}

}  // namespace

std::expected<std::vector<Result>, std::string> transfers() {
  const auto keys = payers();
  const auto params = genesis_json(keys);
  const Sign signed_transfers = [&keys](const Hash& blockhash) { return sign(keys, blockhash); };
  const auto limit = bare(params, signed_transfers);
  if (!limit) return std::unexpected(limit.error());
  const auto rate = confirmed(params, signed_transfers);
  if (!rate) return std::unexpected(rate.error());
  return std::vector<Result>{{"transfers_confirmed", *rate, limit->per_second, *rate / limit->per_second, "1/s",
                              "the bare bank, verifying and executing on one thread"}};
}

}  // namespace zestron::bench
