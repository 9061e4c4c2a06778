#include "app/bench/transfers.hpp"

#include "app/bench/scratch.hpp"
#include "chain/chain.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/system/system.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace zestron::bench {
namespace {

using Clock = std::chrono::steady_clock;
namespace bank = chain::bank;

constexpr std::size_t kTransfers = 20'000;
constexpr std::size_t kPayers = 64;
constexpr std::size_t kBatch = 64;

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

std::expected<double, std::string> bare(const std::string& params, const std::vector<codec::Keypair>& keys) {
  const Scratch scratch("bare");
  const auto genesis = bank::make_genesis(params);
  if (!genesis) return std::unexpected(genesis.error().message);
  auto engine = bank::Bank::open(*genesis, {.accounts_dir = scratch.path(), .snapshot_dir = {}});
  if (!engine) return std::unexpected(engine.error().message);
  const auto sealed = engine->seal(Hash(codec::sha256(as_bytes("bench")).value()));
  if (!sealed) return std::unexpected(sealed.error().message);
  if (auto opened = engine->open_slot(Slot(1), sealed->clock); !opened) return std::unexpected(opened.error().message);
  const auto wires = sign(keys, sealed->blockhash);
  const auto began = Clock::now();
  std::size_t landed = 0;
  for (std::size_t at = 0; at < wires.size(); at += kBatch) {
    std::vector<bank::Transaction> batch;
    for (std::size_t i = at; i < std::min(at + kBatch, wires.size()); ++i) {
      auto transaction = bank::Transaction::parse(wires[i]);
      if (!transaction) return std::unexpected(transaction.error().message);
      batch.push_back(*std::move(transaction));
    }
    const auto results = engine->execute(batch);
    if (!results) return std::unexpected(results.error().message);
    for (std::size_t i = 0; i < results->size(); ++i) landed += (*results)[i].verdict == bank::Verdict::kOk ? 1U : 0U;
  }
  if (landed != wires.size())
    return std::unexpected(fmt::format("only {} of {} transfers landed on the bare bank", landed, wires.size()));
  return static_cast<double>(landed) / std::chrono::duration<double>(Clock::now() - began).count();
}

std::expected<double, std::string> ours(const std::string& params, const std::vector<codec::Keypair>& keys) {
  const Scratch scratch("chain");
  auto chain = chain::Chain::open({.data_dir = scratch.path(), .genesis_json = params});
  if (!chain) return std::unexpected(chain.error().message);
  (*chain)->start(std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(400)));
  const auto blockhash = (*chain)->latest_blockhash(Commitment::kProcessed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  const auto wires = sign(keys, blockhash->blockhash);
  const auto began = Clock::now();
  std::vector<Signature> signatures;
  for (const auto& wire : wires) {
    while (true) {
      const auto sent = (*chain)->send(wire);
      if (sent) {
        signatures.push_back(*sent);
        break;
      }
      if (sent.error().code != ports::ChainError::kBusy) return std::unexpected(sent.error().message);
      std::this_thread::yield();
    }
  }
  // Slots are confirmed in order, but which transaction was in which is the chain's word: each one is asked for.
  for (const auto& signature : signatures) {
    while (true) {
      const auto status = (*chain)->status(signature);
      if (!status) return std::unexpected(status.error().message);
      if (*status && (*status)->error_json) return std::unexpected("a transfer failed: " + *(*status)->error_json);
      if (*status && (*status)->commitment >= Commitment::kConfirmed) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (Clock::now() - began > std::chrono::seconds(60))
        return std::unexpected("not every transfer was confirmed within a minute");
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  (*chain)->stop();
  return static_cast<double>(wires.size()) / seconds;
}

}  // namespace

std::expected<std::vector<Result>, std::string> transfers() {
  const auto keys = payers();
  const auto params = genesis_json(keys);
  const auto limit = bare(params, keys);
  if (!limit) return std::unexpected(limit.error());
  const auto rate = ours(params, keys);
  if (!rate) return std::unexpected(rate.error());
  return std::vector<Result>{{"transfers_confirmed", *rate, *limit, *rate / *limit, "1/s",
                              "the bare bank, verifying and executing on one thread"}};
}

}  // namespace zestron::bench
