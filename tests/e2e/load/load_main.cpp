// zestron_load --url URL --rate N --list FILE [--seconds N]: sends transfers at a steady rate over JSON-RPC and appends a
// signature to FILE, one line each, once getSignatureStatuses called it confirmed. A client outside the node for crash tests:
// it keeps no secret and knows of the node only what RPC says. Ends when it is killed, or after --seconds.
#include "adapters/cluster/rpc_client.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/system/system.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <deque>
#include <thread>

namespace {

using namespace zestron;
using namespace std::chrono_literals;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPayers = 8;
constexpr std::size_t kBatch = 25;       // transfers in one HTTP request
constexpr std::size_t kAskAtOnce = 256;  // getSignatureStatuses takes no more
constexpr std::size_t kWaitingMax = 4'000;

struct Arguments {
  std::string url, list;
  double rate = 200;
  double seconds = 0;
};

class Load {
 public:
  Load(cluster::RpcClient client, std::FILE* list) : client_(std::move(client)), list_(list) {
    for (std::size_t i = 0; i < kPayers; ++i) payers_.push_back(codec::Keypair::generate());
  }

  bool fund() {
    for (const auto& payer : payers_) {
      if (!client_.call("requestAirdrop", json::array({codec::to_base58(payer.pubkey()), 100'000'000'000ULL})))
        return false;
    }
    for (int i = 0; i < 200; ++i) {
      const auto balance = client_.call(
          "getBalance", json::array({codec::to_base58(payers_.back().pubkey()), {{"commitment", "confirmed"}}}));
      if (balance && (*balance)["value"].get<std::uint64_t>() > 0) return true;
      std::this_thread::sleep_for(20ms);
    }
    return false;
  }

  bool send() {
    const auto latest = client_.call("getLatestBlockhash", json::array({{{"commitment", "processed"}}}));
    if (!latest) return false;
    const auto blockhash = codec::from_base58<Hash>((*latest)["value"]["blockhash"].get<std::string>());
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto& payer = payers_[count_ % kPayers];
      const auto transfer = protocols::system::transfer(payer.pubkey(), payers_[(count_ + 1) % kPayers].pubkey(),
                                                        Lamports(1'000'000 + count_));
      ++count_;
      const auto wire =
          codec::sign_transaction(*codec::compile_message(payer.pubkey(), std::array{transfer}, *blockhash),
                                  std::array{&payer})
              ->serialize();
      const auto sent =
          client_.call("sendTransaction",
                       json::array({codec::base64_encode(wire), {{"encoding", "base64"}, {"skipPreflight", true}}}));
      if (!sent) return false;
      if (waiting_.size() < kWaitingMax) waiting_.push_back(sent->get<std::string>());
    }
    return true;
  }

  // Oldest first, those that are confirmed; the first that is not ends the round, for later ones are hardly further.
  bool note_confirmed() {
    while (!waiting_.empty()) {
      json asked = json::array();
      for (std::size_t i = 0; i < std::min(kAskAtOnce, waiting_.size()); ++i) asked.push_back(waiting_[i]);
      const auto statuses = client_.call("getSignatureStatuses", json::array({asked}));
      if (!statuses) return false;
      std::string lines;
      std::deque<std::string> rest;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& status = (*statuses)["value"][i];
        const bool confirmed =
            status.is_object() && status["err"].is_null() && status["confirmationStatus"] != "processed";
        if (confirmed) {
          lines += waiting_.front() + "\n";
        } else {
          rest.push_back(waiting_.front());
        }
        waiting_.pop_front();
      }
      std::fwrite(lines.data(), 1, lines.size(), list_);
      std::fflush(list_);
      const bool stuck = !rest.empty();
      waiting_.insert(waiting_.begin(), rest.begin(), rest.end());
      if (stuck) return true;
    }
    return true;
  }

 private:
  cluster::RpcClient client_;
  std::FILE* list_;
  std::vector<codec::Keypair> payers_;
  std::deque<std::string> waiting_;
  std::uint64_t count_ = 0;
};

int run(const Arguments& arguments) {
  auto client = cluster::RpcClient::connect(arguments.url, 5s);
  if (!client) {
    fmt::print(stderr, "{}\n", client.error().message);
    return 1;
  }
  std::FILE* list = std::fopen(arguments.list.c_str(), "ab");
  if (list == nullptr) {
    fmt::print(stderr, "cannot write {}\n", arguments.list);
    return 1;
  }
  Load load(*std::move(client), list);
  if (!load.fund()) return 1;
  const auto began = Clock::now();
  const auto pace = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(kBatch / arguments.rate));
  auto next = began;
  while (arguments.seconds <= 0 || Clock::now() - began < std::chrono::duration<double>(arguments.seconds)) {
    if (!load.send() || !load.note_confirmed()) return 0;  // the node is gone: what was told stands in the list
    next += pace;
    std::this_thread::sleep_until(next);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("sends transfers and lists those that are confirmed");
  Arguments arguments;
  app.add_option("--url", arguments.url)->required();
  app.add_option("--list", arguments.list)->required();
  app.add_option("--rate", arguments.rate)->check(CLI::Range(1.0, 10'000.0));
  app.add_option("--seconds", arguments.seconds);
  CLI11_PARSE(app, argc, argv);
  return run(arguments);
}
