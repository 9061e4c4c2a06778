#include "app/bench/ready.hpp"

#include "adapters/cluster/rpc_client.hpp"
#include "app/bench/scratch.hpp"
#include "chain/chain.hpp"
#include "chain_rpc/server.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace zestron::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kLimitMs = 300;

std::expected<double, std::string> once(int round) {
  const Scratch scratch("ready-" + std::to_string(round));
  const auto began = Clock::now();
  auto chain = chain::Chain::open({.data_dir = scratch.path()});
  if (!chain) return std::unexpected(chain.error().message);
  net::Loop loop(1);
  auto server = chain_rpc::Server::open(loop, **chain, {.port = 0});
  if (!server) return std::unexpected(server.error().message);
  (*chain)->start(std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(400)));
  auto client = cluster::RpcClient::connect(fmt::format("http://127.0.0.1:{}", (*server)->port()));
  const auto health = client->call("getHealth", nlohmann::json::array());
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  (*server)->stop();
  (*chain)->stop();
  if (!health) return std::unexpected(health.error().message);
  return ms;
}

}  // namespace

std::expected<std::vector<Result>, std::string> ready() {
  std::array<double, 5> times{};
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto ms = once(static_cast<int>(i));
    if (!ms) return std::unexpected(ms.error());
    times[i] = *ms;
  }
  std::sort(times.begin(), times.end());
  const double median = times[times.size() / 2];
  return std::vector<Result>{
      {"ready_empty", median, kLimitMs, kLimitMs / median, "ms", "limit; an empty folder, until getHealth says ok"}};
}

}  // namespace zestron::bench
