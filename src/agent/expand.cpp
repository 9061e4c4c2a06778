#include "agent/expand.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>

namespace zestron::agent {
namespace {

using nlohmann::json;

template <class T>
using Checked = std::expected<T, std::string>;

// One instance of a graph: the document itself is the outermost.
struct Scope {
  const json* graph = nullptr;
  const Scope* outer = nullptr;
  std::string id;                                 // of the instance; empty outermost
  std::string name;                               // of the graph
  std::map<std::string, std::string> inputs;      // port → reference in the outer scope
  std::map<std::string, const Scope*> instances;  // by id in this scope
  [[nodiscard]] std::string path(const std::string& node) const { return id.empty() ? node : id + "/" + node; }
};

class Expansion {
 public:
  explicit Expansion(const json& document) : document_(document) {}

  Checked<std::vector<NodeSource>> run() {
    scopes_.push_back({.graph = &document_, .outer = nullptr, .id = {}, .name = {}, .inputs = {}, .instances = {}});
    if (auto done = open(scopes_.back()); !done) return std::unexpected(done.error());
    for (const auto& [scope, module] : modules_) {
      if (auto node = source(*scope, *module)) {
        out_.push_back(*std::move(node));
      } else {
        return std::unexpected(node.error());
      }
    }
    // Also of instances whose ports nobody inside reads.
    for (const auto& scope : scopes_) {
      if (auto checked = check_inputs(scope); !checked) return std::unexpected(checked.error());
    }
    return std::move(out_);
  }

 private:
  // Lists the scope's modules and opens those that are instances.
  Checked<void> open(Scope& scope) {
    for (const auto& module : (*scope.graph)["modules"]) {
      const auto id = module["id"].get<std::string>();
      if (scope.graph->contains("inputs") && (*scope.graph)["inputs"].contains(id))
        return std::unexpected(
            fmt::format("node '{}' has the name of an input of graph '{}'", scope.path(id), scope.name));
      if (module["kind"] == "graph") {
        if (auto opened = instantiate(scope, module, id); !opened) return opened;
      } else {
        modules_.emplace_back(&scope, &module);
      }
      if (modules_.size() > kNodesMax)
        return std::unexpected(fmt::format("with all sub-graphs there are more than {} nodes", kNodesMax));
    }
    return {};
  }

  Checked<void> instantiate(Scope& scope, const json& module, const std::string& id) {
    const auto name = module["graph"].get<std::string>();
    const auto graphs = document_.value("graphs", json::object());
    if (!graphs.contains(name)) {
      return std::unexpected(fmt::format("node '{}': there is no graph '{}'", scope.path(id), name));
    }
    std::string chain = name;
    for (const auto* at = &scope; at != nullptr && !at->name.empty(); at = at->outer) {
      chain = at->name + " contains " + chain;
      if (at->name == name) return std::unexpected(fmt::format("graphs contain each other: {}", chain));
    }
    if (scope.instances.contains(id))
      return std::unexpected(fmt::format("node '{}' stands twice; expected every id once", scope.path(id)));
    Scope inner{.graph = &document_["graphs"][name],
                .outer = &scope,
                .id = scope.path(id),
                .name = name,
                .inputs = module.value("inputs", std::map<std::string, std::string>()),
                .instances = {}};
    // An instance without nodes cannot be: the schema wants one. So the number of nodes bounds that of instances.
    scopes_.push_back(std::move(inner));
    scope.instances[id] = &scopes_.back();
    return open(scopes_.back());
  }

  Checked<NodeSource> source(const Scope& scope, const json& module) {
    NodeSource out{scope.path(module["id"].get<std::string>()),
                   module["kind"].get<std::string>(),
                   module.value("params", json::object()),
                   {}};
    for (const auto& [port, reference] : module.value("inputs", std::map<std::string, std::string>())) {
      auto resolved = resolve(scope, reference, 0);
      if (!resolved) return std::unexpected(fmt::format("node '{}', port '{}': {}", out.id, port, resolved.error()));
      out.inputs[port] = *std::move(resolved);
    }
    return out;
  }

  // Through the ports of instances, inwards and outwards, to a node.
  Checked<Reference> resolve(const Scope& scope, const std::string& text, std::size_t hops) {
    // A wire that only goes through ports and comes back to itself.
    if (hops > kNodesMax) return std::unexpected(fmt::format("'{}' leads in a circle through ports only", text));
    const auto reference = parse_reference(text);
    if (scope.graph->contains("inputs") && !scope.name.empty() && (*scope.graph)["inputs"].contains(reference.node)) {
      const auto bound = scope.inputs.find(reference.node);
      if (bound == scope.inputs.end())
        return std::unexpected(fmt::format("instance '{}' leaves its port '{}' open", scope.id, reference.node));
      return resolve(*scope.outer, bound->second, hops + 1);
    }
    if (const auto instance = scope.instances.find(reference.node); instance != scope.instances.end()) {
      const auto& outputs = (*instance->second->graph)["outputs"];
      auto port = reference.output;
      if (port.empty() && outputs.size() == 1) port = outputs.begin().key();
      if (!outputs.contains(port)) {
        std::vector<std::string> names;
        for (const auto& item : outputs.items()) names.push_back(item.key());
        return std::unexpected(fmt::format("instance '{}' has no output '{}'; graph '{}' gives {}",
                                           instance->second->id, port, instance->second->name, fmt::join(names, ", ")));
      }
      return resolve(*instance->second, outputs[port].get<std::string>(), hops + 1);
    }
    return Reference{scope.path(reference.node), reference.output};
  }

  // Every port that a graph declares is bound, to a value of its type; no other is.
  Checked<void> check_inputs(const Scope& scope) {
    if (scope.name.empty()) return {};
    const auto declared = scope.graph->value("inputs", json::object());
    for (const auto& [port, _] : scope.inputs) {
      if (!declared.contains(port))
        return std::unexpected(
            fmt::format("node '{}' has no port '{}', as graph '{}' has none", scope.id, port, scope.name));
    }
    for (const auto& item : declared.items()) {
      const auto wrong = [&](std::string_view what) {
        return std::unexpected(fmt::format("node '{}', port '{}': {}", scope.id, item.key(), what));
      };
      const auto type = type_of(item.value().get<std::string>());
      const auto bound = scope.inputs.find(item.key());
      if (bound == scope.inputs.end())
        return wrong(fmt::format("nothing is connected; expected {}", with_article(type)));
      const auto resolved = resolve(*scope.outer, bound->second, 0);
      if (!resolved) return wrong(resolved.error());
      const auto node = std::ranges::find(out_, resolved->node, &NodeSource::id);
      if (node == out_.end()) return wrong(fmt::format("there is no node '{}'", resolved->node));
      const auto* kind = find_kind(node->kind);
      if (kind == nullptr) continue;  // said at that node
      for (const auto& output : kind->outputs) {
        if (!resolved->output.empty() && output.name != resolved->output) continue;
        if (!accepts(type, output.type))
          return wrong(
              fmt::format("'{}' gives {}; expected {}", resolved->node, with_article(output.type), with_article(type)));
        break;
      }
    }
    return {};
  }

  static PortType type_of(const std::string& name) {
    for (std::size_t i = 0; i < kPortTypes; ++i) {
      if (to_string(static_cast<PortType>(i)) == name) return static_cast<PortType>(i);
    }
    ZESTRON_ASSERT(false);  // the schema lists them
    return PortType::kNumber;
  }

  const json& document_;
  std::deque<Scope> scopes_;  // pointers into it stay
  std::vector<std::pair<const Scope*, const json*>> modules_;
  std::vector<NodeSource> out_;
};

}  // namespace

std::expected<std::vector<NodeSource>, std::string> expand(const json& document) { return Expansion(document).run(); }

}  // namespace zestron::agent
