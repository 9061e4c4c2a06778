#include "app/bench/rpc/node.hpp"

#include <utility>

namespace zestron::bench {

std::expected<std::unique_ptr<BenchNode>, std::string> BenchNode::start(const std::string& genesis_json,
                                                                        std::shared_ptr<chain::SlotSource> source,
                                                                        std::shared_ptr<chain::Observer> observer) {
  std::unique_ptr<BenchNode> node(new BenchNode);
  auto chain = chain::Chain::open({.data_dir = node->scratch_.path(), .genesis_json = genesis_json});
  if (!chain) return std::unexpected(chain.error().message);
  node->chain_ = *std::move(chain);
  if (observer) node->chain_->observe(std::move(observer));  // before PubSub's, so that it hears of a slot first
  auto server = chain_rpc::Server::open(node->loop_, *node->chain_, {.port = 0});
  if (!server) return std::unexpected(server.error().message);
  node->server_ = *std::move(server);
  node->chain_->start(std::move(source));
  return node;
}

BenchNode::~BenchNode() {
  if (server_) server_->stop();
  if (chain_) chain_->stop();
}

std::expected<Hash, std::string> BenchNode::blockhash() {
  const auto latest = chain_->latest_blockhash(Commitment::kProcessed);
  if (!latest) return std::unexpected(latest.error().message);
  return latest->blockhash;
}

}  // namespace zestron::bench
