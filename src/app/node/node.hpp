// A whole node: data folder, market, chain, RPC, status page, agents. topology.cpp wires them; this is what the command line
// starts and stops.
#pragma once

#include "app/node/data_folder.hpp"
#include "app/node/narrator.hpp"
#include "app/node/open_telemetry.hpp"
#include "chain/recovery/recovery.hpp"
#include "events/select_market.hpp"
#include "infra/log/log.hpp"
#include "policy/policy.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zestron::node {

struct NodeOptions {  // NOLINT(clang-analyzer-optin.performance.Padding): in an order for people; there is one
  bool demo = false;  ///< deploy programs and run sample agents
  std::string demo_agents = "ema_cross";  ///< which of them (demo_samples.hpp)
  std::filesystem::path data;
  std::string bind = "127.0.0.1";  ///< anything that isn't loopback wants the three files below
  std::string tls_certificate, tls_key, token_file;
  unsigned calls_per_second = 0;  ///< of one client's address over JSON-RPC and PubSub; 0: any number
  std::chrono::milliseconds slow_call{1'000};
  log::Log log{};                 ///< told of slow calls
  std::uint16_t rpc_port = 8899;  ///< PubSub on the next one
  std::uint16_t api_port = 8787;
  std::chrono::milliseconds slot{400};
  std::uint32_t slots_per_epoch = 432'000;  ///< of a new chain; stake is paid once an epoch
  std::size_t history_slots = 432'000;      ///< the horizon; at most 500,000 transactions in it
  double speed = 1;                         ///< slots per --slot-ms; 0: as fast as the loop reacts
  std::optional<std::string> market;        ///< --market
  std::string feed;                         ///< hexadecimal; empty: SOL/USD
  bool offline = false;
  std::uint64_t record_bytes_max = std::uint64_t{256} << 20;  ///< of the run's bundle; 0: none is written
  bool from_checkpoint =
      false;  ///< agents go on from the newest checkpoint instead of being fed all they were ever fed
  std::optional<std::uint64_t> ticks_max;  ///< the market ends after so many
  std::vector<std::string> clone;  ///< addresses to take over from clone_from, where this chain has nothing at them
  std::string clone_from = "mainnet-beta";
  std::string fork;  ///< cluster whose accounts are taken over when RPC first asks for or uses them; empty: none
  bool exit_at_end = false;  ///< stop when the market has ended
  /// Accounts that a new chain begins with, besides the demo's: a JSON list of pubkey, lamports, owner, data (base64), executable.
  std::string accounts_json;
  std::uint64_t model_cost_max =
      0;  ///< micro-USD that one exchange with a language model may cost; 0: only what is free
  OpenTelemetryOptions telemetry{};                 ///< off unless it names a collector
  std::vector<policy::MintCap> spending_per_day{};  ///< of all agents together; only per_day_max counts
};

/// What a started node looks like to people.
struct NodeFacts {
  std::string market;  ///< one line: which and why
  std::string rpc_url, pubsub_url, api_url;
  std::filesystem::path data;
  chain::Recovery recovery;
  bool resumed = false;
  std::string executor;  ///< key that this node acts for agents with
  std::chrono::milliseconds ready_after{0};
};

class Node {
 public:
  /// Opens everything and answers RPC when it returns. The error is one line that says what to do. `narrator` outlives it.
  static std::expected<std::unique_ptr<Node>, std::string> start(NodeOptions options, Narrator& narrator);
  ~Node();

  [[nodiscard]] const NodeFacts& facts() const;
  /// The loop: attends every slot until stop() is called, the market ended with exit_at_end, or something failed (the error).
  std::expected<void, std::string> run();
  /// Makes run() return after the slot at hand. Any thread, also from a signal-waiting one.
  void stop();
  /// Seals the open slot, makes it durable, closes the ports. After run(); the destructor does it too.
  void close();

 private:
  struct Impl;
  explicit Node(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::node
