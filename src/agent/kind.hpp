// What a kind of module is: its ports, its parameters, what it costs, and the function that is one step of it. A kind stands in
// one file of modules/, beside its test; agent/define.hpp makes it from a struct, and the build collects all of them.
#pragma once

#include "agent/parameter.hpp"
#include "agent/values.hpp"
#include "base/assert.hpp"
#include "domain/event.hpp"
#include "domain/request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <bitset>
#include <compare>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::agent {

/// In one graph, sub-graphs inlined; the schema's maxItems says the same.
inline constexpr std::size_t kNodesMax = 256;

struct Port {
  std::string_view name;
  PortType type;
  bool required = true;  ///< of inputs
};

/// Which events a module wants to be stepped for, besides those of its inputs.
struct Trigger {
  enum class On : std::uint8_t { kTick, kPool, kProposal, kHolding, kStake, kMessage };
  On on{};
  Pubkey key;  ///< feed, pool, proposal, mint, pool, sender
  auto operator<=>(const Trigger&) const = default;
};

/// What an agent's document says about its market, for the modules that default to it.
struct Market {
  std::string symbol;   ///< for people: SOL/USD
  std::string quote;    ///< for people: USD
  domain::FeedId feed;  ///< ticks that the agent is fed
};

/// A message before its sender is known.
struct Letter {
  Pubkey to;
  double number = 0;
};

/// What leaves a graph in one evaluation. Kept and cleared by the caller, so that its memory is used again.
struct Effects {
  std::vector<domain::Action> actions;
  std::vector<domain::Request> requests;
  std::vector<Letter> letters;
  void clear() {
    actions.clear();
    requests.clear();
    letters.clear();
  }
};

using NodeSet = std::bitset<kNodesMax>;

/// What one step sees: its inputs and outputs inside the agent's block, and the event. Reads nothing else: no clock, no file, no
/// randomness.
class Frame {
 public:
  static constexpr std::uint32_t kNowhere = ~0U;

  struct Wiring {                            ///< of one node, from the plan
    std::span<const std::uint32_t> inputs;   ///< offsets of the values read; kNowhere: not connected
    std::span<const std::uint16_t> sources;  ///< the nodes they are of
    std::span<const std::uint32_t> outputs;  ///< offsets
    std::string_view id;
  };

  Frame(std::byte* block, const Wiring& wiring, const domain::Event* event, const NodeSet* fired, Effects* effects)
      : block_(block), wiring_(&wiring), event_(event), fired_(fired), effects_(effects) {}

  /// The port is of that type, and connected.
  template <class T>
  [[nodiscard]] const T& in(std::size_t port) const {
    return *reinterpret_cast<const T*>(block_ + wiring_->inputs[port]);
  }
  [[nodiscard]] bool connected(std::size_t port) const { return wiring_->inputs[port] != kNowhere; }
  /// True when what the port reads was stepped in this evaluation and had something new.
  [[nodiscard]] bool fired(std::size_t port) const {
    return fired_ != nullptr && connected(port) && fired_->test(wiring_->sources[port]);
  }
  [[nodiscard]] std::size_t inputs() const { return wiring_->inputs.size(); }

  template <class T>
  [[nodiscard]] T& out(std::size_t port = 0) const {
    return *reinterpret_cast<T*>(block_ + wiring_->outputs[port]);
  }

  /// Not in a module's begin().
  [[nodiscard]] const domain::Event& event() const { return *event_; }
  /// nullptr when the event is another one.
  template <class T>
  [[nodiscard]] const T* what() const {
    return std::get_if<T>(&event_->what);
  }

  [[nodiscard]] std::string_view id() const { return wiring_->id; }
  void submit(const domain::Action& action) const { effects_->actions.push_back(action); }
  void send(const Letter& letter) const { effects_->letters.push_back(letter); }
  /// The answer comes back to this node as an Answer with `sequence`.
  template <class Content>
  void ask(std::uint64_t sequence, Content content) const {
    effects_->requests.push_back({std::string(wiring_->id), sequence, std::move(content)});
  }

 private:
  std::byte* block_;
  const Wiring* wiring_;
  const domain::Event* event_;
  const NodeSet* fired_;
  Effects* effects_;
};

/// What an instance takes, known before it runs.
struct Needs {
  std::size_t state_bytes = 0;
  std::uint64_t fuel = 1;                 ///< of one step; 1 is about an addition of two numbers
  std::vector<std::uint32_t> capacities;  ///< per output: bytes of a text, elements of a vector, 0 otherwise
};

/// Values from `from` on and below `below`; none as it begins.
struct Calm {
  double from = 0, below = 0;
  [[nodiscard]] bool holds(double value) const { return from <= value && value < below; }
  bool operator==(const Calm&) const = default;
};

/// An instance's parameters, read; shared by all agents of one config.
using Parameters = std::shared_ptr<const void>;

struct Kind {
  std::string_view name, group;
  std::string_view summary;  ///< one or two sentences, for people
  std::span<const Port> inputs, outputs;
  std::size_t count_max = kNodesMax;  ///< in one graph
  std::string_view service;           ///< what has to be configured outside for it to work; empty: nothing
  bool acts = false;                  ///< what comes of a step of it may be signed
  std::optional<std::size_t> moment;  ///< the input without whose news a step brings nothing new; none: any brings it
  std::vector<Parameter> parameters;

  /// `params` has passed the schema. The error names the parameter.
  std::expected<Parameters, std::string> (*read)(const nlohmann::json& params) = nullptr;
  Needs (*needs)(const void* params) = nullptr;
  std::optional<Trigger> (*trigger)(const void* params, const Market& market) = nullptr;
  /// The state, and outputs that are not zero at the start.
  void (*begin)(const Frame& frame, const void* params, std::byte* state) = nullptr;
  /// True when an output has something new. Stepped when an input had, or for its trigger or answer.
  bool (*step)(const Frame& frame, const void* params, std::byte* state) = nullptr;
  /// Values of its only input of which a step would bring nothing new, as its outputs are now. nullptr: it does not know.
  Calm (*calm)(const Frame& frame, const void* params) = nullptr;
};

/// All kinds, by group and name.
std::span<const Kind* const> kinds();
/// nullptr when there is no such kind.
const Kind* find_kind(std::string_view name);

}  // namespace zestron::agent
