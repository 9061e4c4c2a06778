// One agent as a node runs it: its config and graph, what it was told, what it has asked and wants. AgentRunner moves it; nothing here
// touches a disk or the chain.
#pragma once

#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/input_log.hpp"
#include "app/node/observations.hpp"
#include "policy/policy.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace zestron::node {

/// The rules that a config asks for. Actions are allowed as far as its graph has modules for them.
policy::Policy policy_of(const agent::Config& config);

struct RunningAgent {
  RunningAgent(const AdoptedAgent& adopted, agent::Config config);

  /// The trades that the chain has not counted, as many as fit one claim under the cap.
  [[nodiscard]] std::optional<domain::ClaimPerformance> unclaimed() const;
  /// Its fuel is full again.
  void begin_tick();
  /// Goes on with another config, between two events; nodes that are the same keep their state.
  void upgrade(const AdoptedAgent& adopted, agent::Config newer);

  /// Takes an intent that the graph formed, but for claims, which follow from what the chain has counted. The oldest makes room.
  void wants(const domain::Intent& intent);

  struct Wanted {
    domain::Action action;
    Slot since;
  };

  AdoptedAgent file;
  agent::Config config;
  policy::Policy policy;
  agent::Runtime runtime;
  std::vector<agent::Trigger> triggers;
  std::optional<Pubkey> wallet;  ///< as the chain said last
  bool stale = true;             ///< something of it on chain, or of what it sees there, may have changed
  bool begun = false;            ///< a first line of activity was written for this config
  bool active = false;
  std::uint64_t trades_before = 0;  ///< on chain when this config began
  std::uint64_t on_chain = 0;       ///< claimed trades as last read
  std::string refusal;              ///< the last one told
  bool fuel_full = false;           ///< begin_tick() came after the last event
  Bytes account;                    ///< on chain as last read, for the bundle of the run

  std::map<agent::Trigger, Observations::What> seen;  ///< as it was last told
  std::map<std::string, domain::Request> asked;       ///< by node: the newest, while no answer has come
  std::vector<domain::Message> mail;                  ///< for its next slot
  std::uint64_t letters = 0;                          ///< sent so far
  std::vector<Wanted> wanted;                         ///< oldest first; waits until what is in flight has ended
  std::optional<AdoptedAgent> next;                   ///< goes on with it once the chain says so
  std::set<std::string> failures;                     ///< of models, told
};

}  // namespace zestron::node
