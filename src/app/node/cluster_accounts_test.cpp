// A chain that goes on from a second one of ours, both behind their JSON-RPC.
#include "app/node/cluster_accounts.hpp"

#include "app/node/clone.hpp"
#include "chain/chain.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/transfer.hpp"
#include "chain_rpc/server.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <stdexcept>
#include <thread>

namespace zestron::node {
namespace {

using namespace std::chrono_literals;
using chain::testing::Folder;
using chain::testing::key;
using nlohmann::json;

constexpr std::uint64_t kSol = 1'000'000'000;

/// A chain with slots of 20 ms behind a port, and a client of it.
class Running {
 public:
  explicit Running(const std::filesystem::path& folder, std::shared_ptr<chain::AccountSource> fork_from = nullptr) {
    chain::Options options;
    options.data_dir = folder;
    options.fork_from = std::move(fork_from);
    auto opened = chain::Chain::open(std::move(options));
    if (!opened) throw std::runtime_error(opened.error().message);
    chain = std::move(*opened);
    server = std::move(chain_rpc::Server::open(loop, *chain, {.port = 0}).value());
    chain->start(std::make_shared<chain::WallClockSlots>(20ms));
    client.emplace(cluster::RpcClient::connect(url()).value());
  }
  ~Running() { stop(); }

  void stop() {
    server->stop();
    chain->stop();
  }
  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", server->port()); }
  [[nodiscard]] std::shared_ptr<ClusterAccounts> as_source() const {
    return std::make_shared<ClusterAccounts>(cluster::RpcClient::connect(url(), 5s).value());
  }
  json call(const char* method, const json& params) {
    auto answer = client->call(method, params);
    return answer ? *answer : json{{"error", answer.error().message}};
  }
  /// At finalized, which was long before any account was taken over.
  json account(const Pubkey& key) {
    return call("getAccountInfo", {codec::to_base58(key), {{"encoding", "base64"}}})["value"];
  }
  void write(const Pubkey& key, std::uint64_t lamports, Bytes data = {}) {
    ASSERT_TRUE(
        chain->write_account({.key = key, .lamports = Lamports(lamports), .owner = {}, .data = std::move(data)}).get());
  }
  /// Until all that was written so far is confirmed.
  void settle() {
    const Slot until = chain->bounds().processed;
    while (chain->bounds().confirmed < until) std::this_thread::sleep_for(5ms);
  }
  void send(const codec::Keypair& payer, const Pubkey& to, std::uint64_t lamports) {
    const Hash blockhash = chain->latest_blockhash(Commitment::kConfirmed)->blockhash;
    const Bytes wire = chain::testing::transfer(payer, to, lamports, blockhash);
    const json sent = call("sendTransaction", {codec::base64_encode(wire), {{"encoding", "base64"}}});
    ASSERT_TRUE(sent.is_string()) << sent.dump();
    for (int tries = 0; tries < 500; ++tries) {
      const json status = call("getSignatureStatuses", json::array({json::array({sent})}))["value"][0];
      if (status.is_object() && status["confirmationStatus"] != "processed") return;
      std::this_thread::sleep_for(10ms);
    }
    FAIL() << "the transfer was not confirmed";
  }

  net::Loop loop{1};
  std::unique_ptr<chain::Chain> chain;
  std::unique_ptr<chain_rpc::Server> server;
  std::optional<cluster::RpcClient> client;
};

codec::Keypair some_payer(std::uint8_t number) {
  std::array<std::uint8_t, 32> secret{};
  secret.fill(number);
  return codec::Keypair::from_secret(secret);
}

TEST(ClusterAccounts, a_chain_goes_on_from_another_ones_accounts) {
  const Folder there, here;
  const codec::Keypair payer = some_payer(7);
  Running upstream(there.path());
  upstream.write(key(1), 3 * kSol, {1, 2, 3});
  upstream.write(key(2), 4 * kSol);
  upstream.write(payer.pubkey(), 50 * kSol);
  upstream.write(key(3), 5 * kSol);
  while (upstream.chain->bounds().confirmed < Slot(8)) std::this_thread::sleep_for(5ms);
  {
    Running forked(here.path(), upstream.as_source());
    EXPECT_EQ(forked.account(key(1))["lamports"], 3 * kSol);
    EXPECT_EQ(forked.account(key(1))["data"][0], "AQID");
    EXPECT_TRUE(forked.account(key(9)).is_null());
    // A payer that this chain has never seen pays, after a preflight at finalized.
    forked.send(payer, key(2), kSol);
    EXPECT_EQ(forked.call("getBalance", {codec::to_base58(key(2)), {{"commitment", "confirmed"}}})["value"], 5 * kSol);
    const json both =
        forked.call("getMultipleAccounts", json::array({{codec::to_base58(key(2)), codec::to_base58(key(3))}}));
    EXPECT_EQ(both["value"][1]["lamports"], 5 * kSol);
    // What changes over there later does not come again, and what is deleted here stays deleted.
    upstream.write(key(1), 9 * kSol);
    upstream.write(key(9), kSol);
    forked.write(key(1), 0);
    upstream.settle();
    forked.settle();
    EXPECT_TRUE(
        forked.call("getAccountInfo", {codec::to_base58(key(1)), {{"commitment", "confirmed"}}})["value"].is_null());
    EXPECT_TRUE(forked.account(key(9)).is_null());
  }
  upstream.stop();
  Running again(here.path(), upstream.as_source());
  EXPECT_EQ(again.call("getBalance", {codec::to_base58(key(2)), {{"commitment", "confirmed"}}})["value"], 5 * kSol);
  EXPECT_TRUE(
      again.call("getAccountInfo", {codec::to_base58(key(1)), {{"commitment", "confirmed"}}})["value"].is_null());
  const std::string refused = again.call("getBalance", json::array({codec::to_base58(key(77))}))["error"];
  EXPECT_TRUE(refused.starts_with(upstream.url() + ", which this chain goes on from, refuses: ")) << refused;
  EXPECT_EQ(refused.find('\n'), std::string::npos);
}

TEST(ClusterAccounts, an_account_is_made_usable_here) {
  const Pubkey loader = *codec::from_base58<Pubkey>("BPFLoaderUpgradeab1e11111111111111111111111");
  Bytes code(64, 9);
  code[0] = 3, code[1] = code[2] = code[3] = 0;
  const auto deployed = as_ours(key(1), {.lamports = Lamports(1), .owner = loader, .executable = false, .data = code});
  EXPECT_EQ(Bytes(deployed->data.begin() + 4, deployed->data.begin() + 12), Bytes(8));
  EXPECT_EQ(deployed->data[12], 9);
  Bytes table(88, 9);
  table[0] = 1, table[1] = table[2] = table[3] = 0;
  const auto filled = as_ours(
      key(2), {.lamports = Lamports(1), .owner = codec::address_table_program(), .executable = false, .data = table});
  EXPECT_EQ(Bytes(filled->data.begin() + 12, filled->data.begin() + 20), Bytes(8));
  EXPECT_EQ(filled->data[4], 9) << "when it is deactivated is not ours to change";
  const Pubkey sysvars = *codec::from_base58<Pubkey>("Sysvar1111111111111111111111111111111111111");
  EXPECT_FALSE(as_ours(key(3), {.lamports = Lamports(1), .owner = sysvars, .executable = false, .data = {}}));
}

}  // namespace
}  // namespace zestron::node
