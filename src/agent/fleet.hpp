// Many agents at once: those of one config lie side by side in one piece of memory and share its plan, so that an event goes through
// them without a look at anything else. Messages between agents are kept here, and delivered at the next tick. Pure.
#pragma once

#include "agent/plan.hpp"
#include "domain/event.hpp"
#include "domain/intent.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zestron::agent {

/// Messages of one sender that wait for one agent. What comes to a full mailbox is dropped, and reported of its sender; a bound over
/// all senders together would make who is dropped a matter of order.
inline constexpr std::size_t kMailboxMax = 16;

/// What one agent made of one event. Agents that nothing came from are not listed.
struct AgentOutcome {
  Pubkey agent;
  Verdict verdict = Verdict::kEvaluated;  ///< or kOutOfFuel: the event was left out
  std::vector<domain::Intent> intents;
  std::vector<domain::Request> requests;
  std::uint32_t letters_dropped = 0;  ///< to agents that are not here or do not listen to it, or to a full mailbox
};

class Fleet {
 public:
  /// False when the agent is there already.
  bool add(const Pubkey& agent, std::shared_ptr<const Plan> plan);
  /// Goes on with another plan, between two events: messages that wait stay, nodes of the same id, kind and parameters keep their
  /// state. How many did; nullopt when there is no such agent.
  std::optional<std::size_t> upgrade(const Pubkey& agent, std::shared_ptr<const Plan> plan);
  bool remove(const Pubkey& agent);
  [[nodiscard]] std::size_t size() const { return agents_.size(); }

  /// A tick begins: everybody's fuel is full again, and what was sent in the last one is delivered, by receiver, sender and number.
  std::vector<AgentOutcome> begin_tick(Slot slot, UnixMillis now);
  /// To every agent that it concerns; outcomes in the order of the agents' keys.
  std::vector<AgentOutcome> broadcast(const domain::Event& event);
  /// To one: what only concerns its own wallet, stakes and requests. Nothing when it is not here.
  std::vector<AgentOutcome> deliver(const Pubkey& agent, const domain::Event& event);

  /// The bytes of an agent; nullopt when it is not here. Valid until an agent is added or removed.
  [[nodiscard]] std::optional<std::span<const std::byte>> block(const Pubkey& agent) const;
  /// What the agents' state takes, room for more of them included.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Member {  // beside its block
    Pubkey agent;
    std::uint64_t intents = 0, letters = 0;  // sequences
    std::uint64_t fuel = 0;
  };
  struct Pool {  // the agents of one plan
    std::shared_ptr<const Plan> plan;
    std::vector<Member> members;
    std::vector<std::uint64_t> blocks;  // words, for their alignment; members in order
    [[nodiscard]] std::span<std::byte> block(std::size_t at) {
      return std::as_writable_bytes(std::span(blocks)).subspan(at * plan->block_bytes(), plan->block_bytes());
    }
  };
  struct Place {
    Pool* pool = nullptr;
    std::size_t at = 0;
  };

  Pool& pool_of(const std::shared_ptr<const Plan>& plan);
  void insert(const Member& member, const std::shared_ptr<const Plan>& plan);
  void take_out(const Place& place);
  void evaluate(Pool& pool, std::size_t at, const domain::Event& event, std::vector<AgentOutcome>& out);
  std::uint32_t post(Member& from);

  std::map<const Plan*, std::unique_ptr<Pool>> pools_;
  std::unordered_map<Pubkey, Place> agents_;
  std::map<std::pair<Pubkey, Pubkey>, std::vector<domain::Message>>
      mail_;  // of the running tick, by receiver and sender
  Effects effects_;
};

}  // namespace zestron::agent
