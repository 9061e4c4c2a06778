#include "app/bench/rpc/peer.hpp"

#include "adapters/cluster/rpc_client.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace zestron::bench {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLamports = 10'000'000'000;
constexpr std::chrono::seconds kPatience{30};

/// A positive number; nullopt for anything else, and for a variable of the environment that is not set.
template <typename Number>
std::optional<Number> positive(const char* given) {
  const std::string_view text = given == nullptr ? "" : given;
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

std::expected<cluster::RpcClient, std::string> client_of(std::uint16_t port) {
  auto client = cluster::RpcClient::connect(fmt::format("http://127.0.0.1:{}", port));
  if (!client) return std::unexpected(client.error().message);
  return *std::move(client);
}

std::expected<void, std::string> fund(cluster::RpcClient& client, const Pubkey& payer) {
  const auto key = codec::to_base58(payer);
  if (const auto asked = client.call("requestAirdrop", {key, kLamports}); !asked)
    return std::unexpected("the peer's faucet refuses: " + asked.error().message);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto balance = client.call("getBalance", {key, {{"commitment", "confirmed"}}});
    if (balance && balance->value("value", json(0)) >= kLamports) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return std::unexpected("the peer's faucet has not paid in time");
}

std::expected<Hash, std::string> blockhash_of(cluster::RpcClient& client) {
  const auto latest = client.call("getLatestBlockhash", {{{"commitment", "confirmed"}}});
  if (!latest) return std::unexpected(latest.error().message);
  const auto hash = codec::from_base58<Hash>(latest->at("value").at("blockhash").get<std::string>());
  if (!hash) return std::unexpected("the peer's blockhash is none");
  return *hash;
}

}  // namespace

std::optional<std::uint16_t> peer_port() { return positive<std::uint16_t>(std::getenv("ZESTRON_BENCH_PEER_PORT")); }

std::size_t peer_transfers(std::size_t all) {
  return std::min(all, positive<std::size_t>(std::getenv("ZESTRON_BENCH_PEER_TRANSFERS")).value_or(all));
}

std::expected<std::string, std::string> peer_version(std::uint16_t port) {
  auto client = client_of(port);
  if (!client) return std::unexpected(client.error());
  const auto version = client->call("getVersion", json::array());
  if (!version) return std::unexpected(version.error().message);
  return version->dump();
}

std::expected<Sent, std::string> send_to_peer(std::uint16_t port, const Payments& payments, const SendingPlan& plan) {
  auto client = client_of(port);
  if (!client) return std::unexpected(client.error());
  for (const Pubkey& payer : payments.payers()) {
    if (auto funded = fund(*client, payer); !funded) return std::unexpected(funded.error());
  }
  const auto blockhash = blockhash_of(*client);
  if (!blockhash) return std::unexpected(blockhash.error());
  return send_over(port, *blockhash, payments, plan);
}

}  // namespace zestron::bench
