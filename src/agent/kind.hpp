// What a kind of module is: its ports, and how an instance is made. The table of all kinds is the one place that a new kind
// is added to.
#pragma once

#include "agent/values.hpp"
#include "domain/context_view.hpp"
#include "domain/intent.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace zestron::agent {

/// In one graph; the schema's maxItems says the same.
inline constexpr std::size_t kNodesMax = 256;

struct Port {
  std::string_view name;
  PortType type;
};

/// What leaves the graph in a tick besides values: the actions that modules want.
struct Wishes {
  std::optional<domain::Action> action;
};

class Module {
 public:
  virtual ~Module() = default;
  Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// One tick. Its inputs have been brought up to date. Reads nothing else: no clock, no file, no randomness.
  virtual void step(const domain::ContextView& view, Wishes& wishes) = 0;
  /// Valid as long as the module.
  [[nodiscard]] virtual Output output() const = 0;
};

struct Kind {
  std::string_view name;
  std::span<const Port> inputs;
  PortType output;
  std::size_t count_max;  ///< in one graph
  /// `params` has passed the schema; `inputs` are of the types of the ports, in their order, and outlive the module.
  std::unique_ptr<Module> (*make)(const nlohmann::json& params, std::span<const Output> inputs);
};

/// All kinds, in the order in which documents are likely to use them.
std::span<const Kind* const> kinds();
/// nullptr when there is no such kind.
const Kind* find_kind(std::string_view name);

}  // namespace zestron::agent
