#include "app/bench/rpc/sending.hpp"

#include "app/bench/rpc/http_load.hpp"
#include "app/bench/rpc/node.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace zestron::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kStatusesMax = 256;  // of one getSignatureStatuses
constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kShown = 400;  // bytes of an answer in an error

std::string send_call(std::size_t id, const Bytes& wire) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"sendTransaction","params":["{}",)"
                     R"({{"encoding":"base64","skipPreflight":true,"maxRetries":0}}]}})",
                     id, codec::base64_encode(wire));
}

std::vector<std::string> send_requests(const std::vector<Bytes>& wires, std::size_t batch) {
  std::vector<std::string> requests;
  for (std::size_t at = 0; at < wires.size(); at += batch) {
    if (batch == 1) {
      requests.push_back(post_request(send_call(at, wires[at])));
      continue;
    }
    std::string calls;
    for (std::size_t i = at; i < std::min(at + batch, wires.size()); ++i)
      calls += (i == at ? "[" : ",") + send_call(i, wires[i]);
    requests.push_back(post_request(calls + "]"));
  }
  return requests;
}

std::string status_request(std::span<const Bytes> wires) {
  std::string list;
  for (const Bytes& wire : wires) {
    // The first signature stands behind the count of one.
    const auto signature = Signature::from(ByteView(wire).subspan(1, Signature::kSize));
    list += fmt::format(R"({}"{}")", list.empty() ? "" : ",", codec::to_base58(*signature));
  }
  return post_request(
      fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"getSignatureStatuses","params":[[{}]]}})", list));
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::size_t confirmed_in(std::string_view statuses) {
  return count_of(statuses, R"("confirmationStatus":"confirmed")") +
         count_of(statuses, R"("confirmationStatus":"finalized")");
}

/// Asks for up to kStatusesMax at a time, each lot again until all of it is confirmed.
std::expected<void, std::string> await_confirmed(HttpLoad& load, std::span<const Bytes> wires) {
  const auto deadline = Clock::now() + kPatience;
  for (std::size_t at = 0; at < wires.size(); at += kStatusesMax) {
    const auto lot = wires.subspan(at, std::min(kStatusesMax, wires.size() - at));
    const std::string request = status_request(lot);
    std::size_t confirmed = 0;
    const auto answered = [&](std::size_t, std::string_view body, auto) -> std::expected<void, std::string> {
      if (body.find(R"("Err")") != std::string_view::npos)
        return std::unexpected("a transaction failed: " + std::string(body.substr(0, kShown)));
      confirmed = confirmed_in(body);
      return {};
    };
    while (true) {
      if (auto asked = load.run({&request, 1}, 0, answered); !asked) return asked;
      if (confirmed == lot.size()) break;
      if (Clock::now() > deadline) return std::unexpected(fmt::format("not all of {} were confirmed", wires.size()));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  return {};
}

double milliseconds(std::vector<std::chrono::nanoseconds>& sorted, double share) {
  const auto at = static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * share);
  return static_cast<double>(sorted[at].count()) / 1e6;
}

}  // namespace

std::expected<Sent, std::string> send_all(const Payments& payments, const SendingPlan& plan) {
  auto node = BenchNode::start(payments.genesis_json(),
                               std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(400)), nullptr);
  if (!node) return std::unexpected(node.error());
  const auto blockhash = (*node)->blockhash();
  if (!blockhash) return std::unexpected(blockhash.error());
  return send_over((*node)->rpc_port(), *blockhash, payments, plan);
}

std::expected<Sent, std::string> send_over(std::uint16_t port, const Hash& blockhash, const Payments& payments,
                                           const SendingPlan& plan) {
  const auto wires = payments.sign(blockhash);
  const auto requests = send_requests(wires, plan.batch);
  auto load = HttpLoad::connect(port, plan.connections);
  if (!load) return std::unexpected(load.error());

  std::vector<std::chrono::nanoseconds> late;
  late.reserve(requests.size());
  const double cpu_before = cpu_seconds();
  const auto began = Clock::now();
  const auto sent = load->run(
      requests, plan.per_second,
      [&](std::size_t, std::string_view body, std::chrono::nanoseconds took) -> std::expected<void, std::string> {
        if (body.find(R"("error")") != std::string_view::npos)
          return std::unexpected("refused: " + std::string(body.substr(0, kShown)));
        late.push_back(took);
        return {};
      });
  if (!sent) return std::unexpected(sent.error());
  if (auto counted = await_confirmed(*load, wires); !counted) return std::unexpected(counted.error());
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  std::ranges::sort(late);
  return Sent{.per_second = static_cast<double>(wires.size()) / seconds,
              .cpu_us = (cpu_seconds() - cpu_before) * 1e6 / static_cast<double>(wires.size()),
              .p50_ms = milliseconds(late, 0.5),
              .p99_ms = milliseconds(late, 0.99)};
}

}  // namespace zestron::bench
