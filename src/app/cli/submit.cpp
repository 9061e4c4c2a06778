#include "app/cli/submit.hpp"

#include "codec/base58.hpp"
#include "codec/transaction/transaction.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace zestron::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPollEvery = 100ms;
constexpr int kPollsPerRebroadcast = 20;

std::string with_logs(std::string message, const std::vector<std::string>& logs) {
  for (std::size_t i = logs.size() > 4 ? logs.size() - 4 : 0; i < logs.size(); ++i) message += "\n  " + logs[i];
  return message;
}

std::expected<void, std::string> wait_confirmed(cluster::ClusterChain& chain, const Signature& signature, ByteView wire,
                                                std::uint64_t last_valid_block_height) {
  for (int poll = 1;; ++poll) {
    const auto status = chain.status(signature);
    if (status && *status) {
      if ((*status)->error_json)
        return std::unexpected(
            fmt::format("transaction {} failed: {}", codec::to_base58(signature), *(*status)->error_json));
      if ((*status)->commitment >= Commitment::kConfirmed) return {};
    }
    if (poll % kPollsPerRebroadcast == 0) {
      const auto height = chain.block_height(Commitment::kFinalized);
      if (status && !*status && height && *height > last_valid_block_height) {
        return std::unexpected(fmt::format("transaction {} expired before it landed; nothing happened, try again",
                                           codec::to_base58(signature)));
      }
      static_cast<void>(chain.send(wire));
    }
    std::this_thread::sleep_for(kPollEvery);
  }
}

}  // namespace

std::expected<Submitted, std::string> submit(const Session& session, std::span<const codec::Instruction> instructions,
                                             std::span<const codec::Keypair* const> others) {
  auto& chain = session.chain();
  const auto blockhash = chain.latest_blockhash(Commitment::kConfirmed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  auto message = codec::compile_message(session.keypair().pubkey(), instructions, blockhash->blockhash);
  if (!message) return std::unexpected(message.error().message);
  std::vector<const codec::Keypair*> signers{&session.keypair()};
  signers.insert(signers.end(), others.begin(), others.end());
  const auto transaction = codec::sign_transaction(*std::move(message), signers);
  if (!transaction) return std::unexpected(transaction.error().message);
  const auto wire = transaction->serialize();
  const auto signature = transaction->signatures[0];

  if (session.options().dry_run) {
    const auto simulation = chain.simulate(wire, {});
    if (!simulation) return std::unexpected(simulation.error().message);
    if (simulation->error_json)
      return std::unexpected(with_logs("it would fail: " + *simulation->error_json, simulation->logs));
    return Submitted{signature, simulation->compute_units, simulation->logs, true};
  }
  if (const auto sent = chain.send(wire); !sent) return std::unexpected(sent.error().message);
  if (auto confirmed = wait_confirmed(chain, signature, wire, blockhash->last_valid_block_height); !confirmed) {
    return std::unexpected(confirmed.error());
  }
  return Submitted{signature, 0, {}, false};
}

}  // namespace zestron::cli
