// One agent as a node runs it: its config and graph, what it was told, what it has asked and wants. AgentRunner moves it; nothing here
// touches a disk or the chain.
#pragma once

#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/input_log.hpp"
#include "app/node/observations.hpp"
#include "app/node/past/checkpoint.hpp"
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

  /// All that it would be after a restart between two slots, as it stands.
  [[nodiscard]] past::AgentStanding standing() const;
  /// Stands there, with the same config, and newly made. False where that is none of its standings; then make it anew.
  bool stand_at(const past::AgentStanding& standing, std::vector<agent::TradeClosed> trades);

  /// It has to look at the chain again, whatever changed there.
  [[nodiscard]] bool is_restless() const;
  /// Everything that it sees is looked at again.
  void look_around();

  struct Wanted {
    domain::Action action;
    Slot since;
  };
  /// Something that its graph waits for besides prices and messages.
  struct Watch {
    agent::Trigger trigger;
    bool follows_clock = false;                   ///< what is seen changes with time alone
    std::optional<Observations::What> seen = {};  ///< as it was last told
    std::vector<Pubkey> accounts = {};  ///< read for it, the last time; what is seen changes only when one of them does
    bool look = true;  ///< read it again, whatever changed: it was not there, or nobody looked meanwhile
  };

  AdoptedAgent file;
  agent::Config config;
  policy::Policy policy;
  agent::Runtime runtime;
  std::vector<Watch> watches;
  std::optional<Pubkey> wallet;  ///< as the chain said last
  bool stale = true;             ///< its account has to be read again
  std::size_t place = 0;         ///< among the node's agents
  std::optional<Slot> prepared;  ///< the newest slot in which it was told what was new before the tick
  std::optional<Slot> ticked;    ///< the slot whose tick it was fed last
  bool begun = false;            ///< a first line of activity was written for this config
  bool active = false;
  std::uint64_t trades_before = 0;  ///< on chain when this config began
  std::uint64_t on_chain = 0;       ///< claimed trades as last read
  std::string refusal;              ///< the last one told
  bool fuel_full = false;           ///< begin_tick() came after the last event
  Bytes account;                    ///< on chain as last read, for the bundle of the run

  std::map<std::string, domain::Request> asked;  ///< by node: the newest, while no answer has come
  std::vector<domain::Message> mail;             ///< of this slot, for the next
  std::vector<domain::Message> inbox;            ///< of the last slot
  std::uint64_t letters = 0;                     ///< sent so far
  std::vector<Wanted> wanted;                    ///< oldest first; waits until what is in flight has ended
  std::optional<AdoptedAgent> next;              ///< goes on with it once the chain says so
  std::set<std::string> failures;                ///< of models, told
  std::size_t trades_kept = 0;                   ///< of its trades, by checkpoints
};

}  // namespace zestron::node
