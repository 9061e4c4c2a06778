#include "app/bench/rpc/rpc.hpp"

#include "app/bench/rpc/listening.hpp"
#include "app/bench/rpc/payments.hpp"
#include "app/bench/rpc/peer.hpp"
#include "app/bench/rpc/sending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace zestron::bench {
namespace {

constexpr double kSendLimitMs = 20;
constexpr double kNotifyLimitMs = 50;
constexpr double kNotifyWanted = 20'000;

using Results = std::vector<Result>;
using Outcome = std::expected<void, std::string>;

Result throughput(std::string name, const Sent& ours, const Rate& engine) {
  return {std::move(name),
          ours.per_second,
          engine.per_second,
          ours.per_second / engine.per_second,
          "1/s",
          fmt::format("confirmed on disk, skipPreflight, signatures checked; {:.0f} us of processor each, generator "
                      "included; peer: the bare bank, verifying and executing on one thread, {:.0f} us each",
                      ours.cpu_us, engine.cpu_us)};
}

Result limited(std::string name, double ours, double limit, std::string note) {
  return {std::move(name), ours, limit, limit / ours, "ms", std::move(note)};
}

std::string line_of(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

Outcome beside_peer(const RpcSizes& sizes, const Sent& single, const Sent& batched, Results& results) {
  const auto port = peer_port();
  if (!port) {
    results.front().note +=
        "; surfpool is not measured: none was found (ZESTRON_BENCH_PEER_PORT names a running one's port)";
    return {};
  }
  const auto version = peer_version(*port);
  if (!version) return std::unexpected("the peer does not answer: " + version.error());
  const std::size_t count = peer_transfers(sizes.transfers);
  const Payments payments(Payments::Of::kLamports, count);
  const auto theirs = send_to_peer(*port, payments, {});
  if (!theirs) return std::unexpected("the peer: " + theirs.error());
  // surfpool answers no batch; what is beside ours then is what it does with one a request.
  const auto theirs_batched = send_to_peer(*port, payments, {.batch = sizes.batch});
  const std::string note = fmt::format("the peer at port {}, {} transfers: {}", *port, count, *version);
  const auto row = [&](std::string name, const Sent& ours, const Sent& other, std::string more) {
    results.push_back({std::move(name), ours.per_second, other.per_second, ours.per_second / other.per_second, "1/s",
                       note + std::move(more)});
  };
  row("beside the peer", single, *theirs, "");
  row("batched, beside the peer", batched, theirs_batched ? *theirs_batched : *theirs,
      theirs_batched ? "" : "; one a request, since of a batch it says: " + line_of(theirs_batched.error()));
  return {};
}

Outcome send_lamports(const RpcSizes& sizes, Results& results) {
  const Payments payments(Payments::Of::kLamports, sizes.transfers);
  const auto engine = bare(payments.genesis_json(), payments.signer());
  if (!engine) return std::unexpected(engine.error());
  const auto single = send_all(payments, {});
  if (!single) return std::unexpected(single.error());
  results.push_back(throughput("transfers, one a request", *single, *engine));
  const auto batched = send_all(payments, {.batch = sizes.batch});
  if (!batched) return std::unexpected(batched.error());
  results.push_back(throughput("transfers, batched", *batched, *engine));
  const double half = single->per_second / 2;
  const auto count = std::min(sizes.transfers, static_cast<std::size_t>(half * sizes.paced_seconds) + 1);
  const auto paced = send_all(Payments(Payments::Of::kLamports, count), {.per_second = half});
  if (!paced) return std::unexpected(paced.error());
  results.push_back(limited("sendTransaction p99", paced->p99_ms, kSendLimitMs,
                            "limit; at half of the rate above, from when it was due"));
  return beside_peer(sizes, *single, *batched, results);
}

Outcome send_tokens(const RpcSizes& sizes, Results& results) {
  const Payments payments(Payments::Of::kTokens, sizes.transfers);
  const auto engine = bare(payments.genesis_json(), payments.signer());
  if (!engine) return std::unexpected(engine.error());
  const auto single = send_all(payments, {});
  if (!single) return std::unexpected(single.error());
  results.push_back(throughput("token transfers", *single, *engine));
  return {};
}

Outcome notify(const RpcSizes& sizes, Results& results) {
  const ListeningPlan plan{.listeners = sizes.listeners, .slots = sizes.slots};
  const auto heard = listen(plan);
  if (!heard) return std::unexpected(heard.error());
  const double offered = static_cast<double>(plan.listeners) * 1'000 / static_cast<double>(plan.slot.count());
  results.push_back(
      {"notifications", heard->per_second, kNotifyWanted, heard->per_second / kNotifyWanted, "1/s",
       fmt::format("wanted; slots of {} ms offer {:.0f}; an account each, in order, none left out; {:.0f} us "
                   "of processor each, slots and listeners included",
                   plan.slot.count(), offered, heard->cpu_us)});
  results.push_back(
      limited("notification p99", heard->p99_ms, kNotifyLimitMs, "limit; from the frozen slot to the listener"));
  return {};
}

}  // namespace

std::expected<std::vector<Result>, std::string> rpc(const RpcSizes& sizes) {
  Results results;
  for (const auto part : {send_lamports, send_tokens, notify}) {
    if (auto done = part(sizes, results); !done) return std::unexpected(done.error());
  }
  return results;
}

std::expected<std::vector<Result>, std::string> rpc() { return rpc(RpcSizes{}); }

}  // namespace zestron::bench
