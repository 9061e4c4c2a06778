#include "app/deploy/sender.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/transaction/transaction.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace zestron::deploy {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

// Public clusters allow some 40 connections and 100 calls in ten seconds from one address; a lane waits for each answer.
constexpr std::size_t kLanes = 4;
constexpr std::size_t kStatusesMax = 256;  // of one getSignatureStatuses
constexpr auto kPollEvery = 200ms;
constexpr int kPollsPerRebroadcast = 10;

struct Signed {
  Signature signature;
  Bytes wire;
};

std::expected<Signed, std::string> sign(std::span<const codec::Instruction> instructions, const Hash& blockhash,
                                        const codec::Keypair& payer, std::span<const codec::Keypair* const> others) {
  auto message = codec::compile_message(payer.pubkey(), instructions, blockhash);
  if (!message) return std::unexpected(message.error().message);
  std::vector<const codec::Keypair*> signers{&payer};
  signers.insert(signers.end(), others.begin(), others.end());
  const auto transaction = codec::sign_transaction(*std::move(message), signers);
  if (!transaction) return std::unexpected(transaction.error().message);
  return Signed{transaction->signatures[0], transaction->serialize()};
}

// Of `waiting`, those that are not confirmed yet.
std::vector<Signature> unconfirmed(cluster::ClusterChain& chain, const std::vector<Signature>& waiting) {
  std::vector<Signature> out;
  for (std::size_t from = 0; from < waiting.size(); from += kStatusesMax) {
    const std::size_t end = std::min(waiting.size(), from + kStatusesMax);
    json asked = json::array();
    for (std::size_t i = from; i < end; ++i) asked.push_back(codec::to_base58(waiting[i]));
    const auto answer = chain.call("getSignatureStatuses", json::array({asked}));
    const auto* values = answer && answer->is_object() && answer->contains("value") ? &answer->at("value") : nullptr;
    for (std::size_t i = from; i < end; ++i) {
      const auto* status =
          values != nullptr && values->is_array() && values->size() == end - from ? &values->at(i - from) : nullptr;
      const bool done = status != nullptr && status->is_object() && status->contains("confirmationStatus") &&
                        status->at("confirmationStatus") != "processed";
      if (!done) out.push_back(waiting[i]);
    }
  }
  return out;
}

}  // namespace

std::expected<Sender, std::string> Sender::connect(const std::string& url, const codec::Keypair& payer) {
  std::vector<std::unique_ptr<cluster::ClusterChain>> lanes;
  for (std::size_t i = 0; i < kLanes; ++i) {
    auto client = cluster::RpcClient::connect(url);
    if (!client) return std::unexpected(client.error().message);
    lanes.push_back(std::make_unique<cluster::ClusterChain>(*std::move(client)));
  }
  return Sender(std::move(lanes), payer);
}

std::expected<Signature, std::string> Sender::send(std::span<const codec::Instruction> instructions,
                                                   std::span<const codec::Keypair* const> others) {
  const auto blockhash = chain().latest_blockhash(Commitment::kConfirmed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  const auto transaction = sign(instructions, blockhash->blockhash, *payer_, others);
  if (!transaction) return std::unexpected(transaction.error());
  if (const auto sent = chain().send(transaction->wire); !sent) return std::unexpected(sent.error().message);
  const auto name = codec::to_base58(transaction->signature);
  for (int poll = 1;; ++poll) {
    const auto status = chain().status(transaction->signature);
    if (status && *status) {
      if ((*status)->error_json)
        return std::unexpected(fmt::format("transaction {} failed: {}", name, *(*status)->error_json));
      if ((*status)->commitment >= Commitment::kConfirmed) return transaction->signature;
    }
    if (poll % kPollsPerRebroadcast == 0) {
      const auto height = chain().block_height(Commitment::kFinalized);
      if (status && !*status && height && *height > blockhash->last_valid_block_height)
        return std::unexpected(fmt::format("transaction {} expired before it landed; try again", name));
      static_cast<void>(chain().send(transaction->wire));
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

std::expected<std::optional<std::string>, std::string> Sender::try_out(
    std::span<const codec::Instruction> instructions) {
  const auto blockhash = chain().latest_blockhash(Commitment::kConfirmed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  const auto transaction = sign(instructions, blockhash->blockhash, *payer_, {});
  if (!transaction) return std::unexpected(transaction.error());
  const auto simulation = chain().simulate(transaction->wire, {});
  if (!simulation) return std::unexpected(simulation.error().message);
  if (!simulation->error_json) return std::nullopt;
  std::string text = *simulation->error_json;
  for (const auto& line : simulation->logs) text += "\n  " + line;
  return text;
}

std::expected<void, std::string> Sender::send_all(std::span<const codec::Instruction> instructions,
                                                  const std::function<void(std::size_t)>& progress) {
  const auto blockhash = chain().latest_blockhash(Commitment::kConfirmed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  std::vector<Signed> transactions;
  for (const auto& instruction : instructions) {
    auto transaction = sign({&instruction, 1}, blockhash->blockhash, *payer_, {});
    if (!transaction) return std::unexpected(transaction.error());
    transactions.push_back(*std::move(transaction));
  }

  const auto broadcast = [&] {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (const auto& lane : lanes_) {
      threads.emplace_back([&transactions, &next, chain = lane.get()] {
        for (std::size_t i; (i = next.fetch_add(1)) < transactions.size();) {
          // A call that fails leaves its transaction to the next broadcast, or to the caller's next round.
          static_cast<void>(
              chain->call("sendTransaction", json::array({codec::base64_encode(transactions[i].wire),
                                                          {{"encoding", "base64"}, {"skipPreflight", true}}})));
        }
      });
    }
  };
  broadcast();

  const std::size_t total = transactions.size();
  std::vector<Signature> waiting;
  for (const auto& transaction : transactions) waiting.push_back(transaction.signature);
  for (int poll = 1;; ++poll) {
    waiting = unconfirmed(chain(), waiting);
    progress(total - waiting.size());
    if (waiting.empty()) return {};
    if (poll % kPollsPerRebroadcast == 0) {
      const auto height = chain().block_height(Commitment::kFinalized);
      if (!height) return std::unexpected(height.error().message);
      if (*height > blockhash->last_valid_block_height) return {};
      std::erase_if(transactions,
                    [&](const Signed& t) { return std::ranges::find(waiting, t.signature) == waiting.end(); });
      broadcast();
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

}  // namespace zestron::deploy
