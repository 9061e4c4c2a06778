// What operations show of a node: plain data that is copied out of it, so that a reader holds nothing that the loop needs.
#pragma once

#include "base/types.hpp"
#include "domain/effect.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zestron::api {

struct AgentView {
  Pubkey address{};
  std::string name{};
  Hash config{};
  std::optional<Hash> next{};  ///< goes on with it once the chain says so
  bool active = false, paused = false, killed = false, quarantined = false;
  std::optional<Pubkey> wallet{};
  std::uint64_t trades = 0;     ///< closed, since its present config began
  std::int64_t net_micros = 0;  ///< what they made
  std::uint64_t claimed = 0;    ///< trades that the chain has counted
  bool holding = false;         ///< its position is open
  bool in_flight = false;       ///< something it sent has not ended
  std::string refusal{};        ///< why the last thing it wanted was refused; empty: it was not
  bool operator==(const AgentView&) const = default;
};

/// All agents as one slot left them, in address order.
struct AgentsView {
  Slot slot{};
  UnixSeconds clock{};
  bool all_killed = false;
  std::vector<AgentView> agents{};
  std::vector<std::string> services{};  ///< that answer questions of agents
};

struct NodeView {
  std::string market{}, rpc_url{}, pubsub_url{}, genesis{}, executor{};
  std::uint64_t processed = 0, confirmed = 0, finalized = 0, ticks = 0;
  std::string trouble{};  ///< empty while healthy
};

struct WalletView {
  Pubkey address{}, agent{}, beneficiary{}, purse{};
  std::uint64_t lamports = 0, nonce = 0, uses = 0;
  std::uint32_t max_loss_bps = 0;
  struct Allowance {
    std::optional<Pubkey> mint{};                          ///< nullopt: SOL
    std::uint64_t cap = 0, window_seconds = 0;             ///< what may leave in any such time
    std::uint64_t spent = 0;                               ///< in the present one
    std::uint64_t tracked_quantity = 0, tracked_cost = 0;  ///< bought by the agent and still held, and for how much
  };
  std::vector<Allowance> allowances{};
  struct Balance {
    Pubkey account, mint;
    std::uint64_t amount = 0;
  };
  std::vector<Balance> balances{};  ///< token accounts that wallet or purse own
};

struct RunView {
  std::string id;
  std::uint64_t bytes = 0;
  bool current = false;  ///< still being written
};

/// A bundle read from its first byte to its last.
struct VerifiedRun {
  std::string about{};
  Hash root{};
  std::uint64_t records = 0, events = 0, outcomes = 0, agents = 0, transactions = 0;
  bool ended = false;
  std::string torn{};
  std::string divergence{};  ///< empty: the run came out as recorded
};

/// An effect, without the bytes that were signed, and when it was last heard of.
struct IntentView {
  std::uint64_t number = 0;  ///< rises with each change that the node made; cursor of lists
  domain::Effect effect{};
};

/// Newest change first.
using IntentList = std::vector<std::shared_ptr<const IntentView>>;

struct Landing {
  std::uint64_t compute_units = 0, fee = 0;
};

struct ApprovalView {
  std::string id;
  std::optional<Pubkey> agent;  ///< whose action it is, or what a client of the API asked is about
  std::string what;
  UnixMillis expires;
  bool approved = false;
};

struct BacktestRequest {
  std::string config{};     ///< canonical document
  std::string market{};     ///< "sim:SEED", or empty: the node's own series
  std::uint64_t ticks = 0;  ///< at most
  std::optional<std::uint32_t> fee_bps{}, slippage_bps{};
  std::int64_t latency_ms = 0, period_ms = 3'600'000;
};

enum class JobState : std::uint8_t { kWaiting = 0, kRunning = 1, kDone = 2, kFailed = 3, kCancelled = 4 };

struct BacktestView {
  std::string id{};
  JobState state = JobState::kWaiting;
  BacktestRequest request{};
  std::string agent{};  ///< the config's name
  Hash config{};
  std::uint64_t ticks_done = 0, ticks = 0;
  std::string error{};
  std::optional<Hash> hash{};  ///< of the report
  std::string report{};        ///< its document, JSON
};

}  // namespace zestron::api
