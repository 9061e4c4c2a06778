// A graph compiled: which bytes of an agent's block each node reads and writes, who is stepped after whom, and what each kind of
// event costs at the most. Shared by all agents of one config; an agent itself is a block of bytes and nothing else.
//
//   block: node 0 state │ node 0 outputs │ node 1 state │ node 1 outputs │ …      each value at a multiple of 8
#pragma once

#include "agent/graph.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace zestron::agent {

/// What one agent may take.
struct Budget {
  std::size_t state_bytes_max = std::size_t{256} * 1024;
  std::uint64_t fuel_per_tick_max = 100'000;  ///< 1 is about an addition; a tick's events share it
};

/// What a document may ask for. 256 windows of 10,000 doubles fit.
inline constexpr Budget kBudgetMax{.state_bytes_max = std::size_t{32} * 1024 * 1024, .fuel_per_tick_max = 10'000'000};

enum class Verdict : std::uint8_t {
  kEvaluated,
  kNotConcerned,  ///< no node waits for this event; nothing happened
  kOutOfFuel,     ///< it could have cost more than is left of the tick; nothing happened
};

struct Evaluation {
  Verdict verdict = Verdict::kNotConcerned;
  std::uint64_t fuel = 0;  ///< used
  NodeSet fired;           ///< nodes that had something new
};

class Plan {
 public:
  /// The error names the node, or the event, that is over the budget.
  static std::expected<std::shared_ptr<const Plan>, std::string> make(std::vector<Node> nodes, const Market& market,
                                                                      const Budget& budget);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() = default;

  /// The size of an agent, a multiple of 8.
  [[nodiscard]] std::size_t block_bytes() const { return block_bytes_; }
  [[nodiscard]] const Budget& budget() const { return budget_; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  /// What has to be configured for its agents to work, each once: "language model", …
  [[nodiscard]] const std::vector<std::string_view>& services() const { return services_; }

  /// The events that it waits for, each once; answers aside.
  [[nodiscard]] std::vector<Trigger> triggers() const;

  /// Puts a new agent into `block`, of block_bytes() at an address that is a multiple of 8.
  void begin(std::span<std::byte> block) const;

  /// Steps what the event concerns, in topological order: a node for its trigger, or because something it reads had something
  /// new. `fuel` is what is left of the tick. Effects are appended.
  Evaluation evaluate(std::span<std::byte> block, const domain::Event& event, std::uint64_t fuel,
                      Effects& effects) const;

  /// False when no action can come of such an event at once; of an answer to what is asked because of it, one may.
  [[nodiscard]] bool may_act(const Trigger& trigger) const;
  /// Prices of the agent's own market of which no action can come at once, as the agent stands. Who looks first at those for whom a
  /// price is none of these has seen all that act. None where that is not known without a step.
  [[nodiscard]] Calm calm(std::span<std::byte> block) const;

  /// True when evaluate() would step anything. Answers aside, the same for all agents of the plan.
  [[nodiscard]] bool concerns(const domain::Event& event) const;

  /// The bytes of an agent of `old` become one of this plan in `block`: nodes of the same id, kind and parameters go on where they
  /// were, the others begin. Returns how many went on.
  std::size_t carry_over(const Plan& old, std::span<const std::byte> from, std::span<std::byte> block) const;

  /// An output's value in a block. The output is of that type.
  template <class T>
  [[nodiscard]] const T& value(std::span<const std::byte> block, std::size_t node, std::size_t output = 0) const {
    ZESTRON_ASSERT(nodes_[node].kind->outputs[output].type == PortOf<T>::kType);
    return *reinterpret_cast<const T*>(block.data() + layout_[node].outputs[output]);
  }

 private:
  struct Layout {  // where a node is in the block
    std::uint32_t state = 0, end = 0;
    std::vector<std::uint32_t> inputs, outputs;
    std::vector<std::uint16_t> sources;
  };
  struct Entry {  // nodes that an event steps first, and the most that all they can reach may cost
    NodeSet nodes;
    std::uint64_t fuel = 0;
    std::uint64_t word = 0;  // the nodes, of a small graph
    bool acts = false;       // an action may come of it
  };
  struct Step {  // what evaluating a node touches, side by side
    bool (*step)(const Frame&, const void*, std::byte*) = nullptr;
    const void* params = nullptr;
    std::uint32_t state = 0;
    std::uint32_t fuel = 0;
    std::uint64_t readers = 0;  // of a small graph
    Frame::Wiring wiring;
  };

  Plan(std::vector<Node> nodes, const Budget& budget);
  void begin_node(std::span<std::byte> block, std::size_t node) const;
  std::expected<void, std::string> lay_out(const std::vector<Needs>& needs);
  std::expected<void, std::string> list_entries(const Market& market);
  Entry entry_of(const NodeSet& first) const;
  [[nodiscard]] NodeSet reach(const NodeSet& first, const NodeSet& blocked) const;
  [[nodiscard]] bool acts(const NodeSet& nodes) const;
  void find_guards(const Trigger& tick);
  [[nodiscard]] const Entry* entry_for(const domain::Event& event) const;
  /// Its nodes fit one word, which is stepped through in half the time.
  [[nodiscard]] bool is_small() const { return nodes_.size() <= 64; }
  bool step(std::span<std::byte> block, std::size_t node, const domain::Event& event, Evaluation& done,
            Effects& effects) const;

  std::vector<Node> nodes_;
  Budget budget_;
  std::size_t block_bytes_ = 0;
  std::vector<Layout> layout_;
  std::vector<Step> steps_;
  std::vector<NodeSet> readers_;                       // of each node
  std::vector<std::pair<Trigger, Entry>> entries_;     // few; the one of the agent's own market is found first
  std::map<std::string, Entry, std::less<>> answers_;  // by the node that asks
  std::vector<std::string_view> services_;
  std::optional<std::vector<std::size_t>>
      guards_;  // nodes one of which has to change before a price makes the agent act
};

}  // namespace zestron::agent
