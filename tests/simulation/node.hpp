// The node under test: what lives and dies as one process. Real agents, policy, pipeline, failover and journal, on simulated ports.
#pragma once

#include "agents.hpp"
#include "endpoint.hpp"
#include "planted.hpp"

#include "transact/failover/failover_chain.hpp"
#include "transact/journal/sqlite_journal.hpp"
#include "transact/pipeline.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zestron::simulation {

struct NodeSetup {
  std::vector<Endpoint*> endpoints;
  const Ledger& ledger;  ///< what the program's accounts look like
  const std::vector<codec::Keypair>& executors;
  Checker& checker;
  const Market& market;
  math::Random& random;
  std::size_t agents;
  Caps caps;
  Model model;
  bool fees;
  Bug bug;
  std::function<bool()> alive;  ///< without counting an operation
};

class Node {
 public:
  explicit Node(const NodeSetup& setup);
  ~Node();

  /// Opens the journal and takes up what is in it. The error is what an operator would read.
  ports::JournalOutcome<void> start();
  void on_slot(const domain::ContextView& view, const std::function<void(const std::string&)>& tell);
  [[nodiscard]] std::uint64_t rolled_back() const { return pipeline_ ? pipeline_->tally().rolled_back : 0; }

 private:
  void propose(Trader& trader, const domain::ContextView& view, const std::function<void(const std::string&)>& tell);

  const NodeSetup& setup_;
  UnixMillis now_;
  std::optional<transact::SqliteJournal> journal_;
  std::optional<WatchedJournal> watched_journal_;
  std::optional<transact::FailoverChain> failover_;
  std::optional<WatchedChain> chain_;
  std::vector<std::unique_ptr<WatchedSigner>> signers_;
  std::unique_ptr<transact::Pipeline> pipeline_;
  std::vector<Trader> traders_;
  std::map<Pubkey, domain::Intent> landed_;  // the newest of each agent
  std::map<Pubkey, std::string> refusals_;   // the last one told
};

}  // namespace zestron::simulation
