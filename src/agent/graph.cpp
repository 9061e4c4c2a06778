#include "agent/graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace zestron::agent {
namespace {

template <class T>
using Checked = std::expected<T, std::string>;

using Ids = std::map<std::string, std::size_t>;

Checked<Ids> by_id(const std::vector<NodeSource>& sources) {
  Ids out;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!out.emplace(sources[i].id, i).second)
      return std::unexpected(fmt::format("node '{}' stands twice; expected every id once", sources[i].id));
  }
  return out;
}

std::string names(std::span<const Port> ports, std::string_view none) {
  std::vector<std::string_view> out;
  for (const auto& port : ports) out.push_back(port.name);
  return out.empty() ? std::string(none) : fmt::format("{}", fmt::join(out, ", "));
}

// The output that a reference names, of a kind that exists.
Checked<std::size_t> output_of(const Kind& kind, const Reference& reference) {
  if (kind.outputs.empty()) return std::unexpected(fmt::format("'{}' gives nothing", reference.node));
  if (reference.output.empty()) return std::size_t{0};
  const auto found = std::ranges::find(kind.outputs, std::string_view(reference.output), &Port::name);
  if (found == kind.outputs.end()) {
    return std::unexpected(fmt::format("'{}' has no output '{}'; a {} gives {}", reference.node, reference.output,
                                       kind.name, names(kind.outputs, "nothing")));
  }
  return static_cast<std::size_t>(found - kind.outputs.begin());
}

Checked<std::optional<Edge>> connect(const NodeSource& node, const Port& port, const std::vector<NodeSource>& sources,
                                     const Ids& ids) {
  const auto wrong = [&](std::string_view what) {
    return std::unexpected(fmt::format("node '{}', port '{}': {}", node.id, port.name, what));
  };
  const auto input = node.inputs.find(std::string(port.name));
  if (input == node.inputs.end()) {
    if (!port.required) return std::nullopt;
    return wrong(fmt::format("nothing is connected; expected {}", with_article(port.type)));
  }
  const auto& reference = input->second;
  const auto from = ids.find(reference.node);
  if (from == ids.end()) return wrong(fmt::format("there is no node '{}'", reference.node));
  const auto* kind = find_kind(sources[from->second].kind);
  if (kind == nullptr) return Edge{from->second, 0};  // said at that node
  const auto output = output_of(*kind, reference);
  if (!output) return wrong(fmt::format("{}; expected {}", output.error(), with_article(port.type)));
  const auto offered = kind->outputs[*output].type;
  if (!accepts(port.type, offered)) {
    return wrong(
        fmt::format("'{}' gives {}; expected {}", reference.node, with_article(offered), with_article(port.type)));
  }
  return Edge{from->second, *output};
}

Checked<Node> wire(const NodeSource& source, const std::vector<NodeSource>& sources, const Ids& ids) {
  Node out{source.id, find_kind(source.kind), source.params, {}, {}};
  if (out.kind == nullptr)
    return std::unexpected(fmt::format("node '{}': there is no kind '{}'", source.id, source.kind));
  for (const auto& [name, _] : source.inputs) {
    if (std::ranges::find(out.kind->inputs, std::string_view(name), &Port::name) == out.kind->inputs.end()) {
      return std::unexpected(fmt::format("node '{}' has no port '{}'; a {} reads {}", source.id, name, source.kind,
                                         names(out.kind->inputs, "no input")));
    }
  }
  for (const auto& port : out.kind->inputs) {
    const auto edge = connect(source, port, sources, ids);
    if (!edge) return std::unexpected(edge.error());
    out.inputs.push_back(*edge);
  }
  auto parameters = out.kind->read(source.params);
  if (!parameters) return std::unexpected(fmt::format("node '{}', {}", source.id, parameters.error()));
  out.parameters = *std::move(parameters);
  return out;
}

Checked<void> count_kinds(const std::vector<Node>& nodes) {
  std::map<const Kind*, std::size_t> counts;
  for (const auto& node : nodes) {
    if (++counts[node.kind] > node.kind->count_max) {
      return std::unexpected(
          fmt::format("node '{}': a graph has at most {} of kind {}", node.id, node.kind->count_max, node.kind->name));
    }
  }
  return {};
}

// An intent that nobody reads would be a trade that silently never happens.
Checked<void> intents_are_read(const std::vector<Node>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& outputs = nodes[i].kind->outputs;
    const auto intent = std::ranges::find(outputs, PortType::kIntent, &Port::type);
    if (intent == outputs.end()) continue;
    const Edge edge{i, static_cast<std::size_t>(intent - outputs.begin())};
    const bool read = std::ranges::any_of(
        nodes, [&](const Node& node) { return std::ranges::find(node.inputs, edge) != node.inputs.end(); });
    if (!read) {
      return std::unexpected(fmt::format("node '{}', output '{}': nothing reads the intent; connect it to a submit",
                                         nodes[i].id, intent->name));
    }
  }
  return {};
}

bool is_ready(const Node& node, const std::vector<bool>& placed) {
  return std::ranges::all_of(node.inputs, [&](const auto& edge) { return !edge || placed[edge->node]; });
}

// Follows inputs that are not placed yet until one comes up again.
std::string cycle(const std::vector<Node>& nodes, const std::vector<bool>& placed) {
  auto at = static_cast<std::size_t>(std::ranges::find(placed, false) - placed.begin());
  std::vector<std::size_t> seen;
  while (std::ranges::find(seen, at) == seen.end()) {
    seen.push_back(at);
    at = (*std::ranges::find_if(nodes[at].inputs, [&](const auto& edge) { return edge && !placed[edge->node]; }))->node;
  }
  std::string out;
  for (auto node = std::ranges::find(seen, at); node != seen.end(); ++node) out += nodes[*node].id + " reads ";
  return out + nodes[at].id;
}

}  // namespace

Reference parse_reference(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

std::expected<std::vector<Node>, std::string> compile(const std::vector<NodeSource>& sources) {
  const auto ids = by_id(sources);
  if (!ids) return std::unexpected(ids.error());
  std::vector<Node> wired;
  for (const auto& source : sources) {
    auto node = wire(source, sources, *ids);
    if (!node) return std::unexpected(node.error());
    wired.push_back(*std::move(node));
  }
  if (auto counted = count_kinds(wired); !counted) return std::unexpected(counted.error());

  // A graph has 256 nodes at most, so looking for the next one each time costs nothing that shows.
  std::vector<Node> out;
  std::vector<bool> placed(wired.size());
  std::vector<std::size_t> place(wired.size());
  while (out.size() < wired.size()) {
    std::size_t next = 0;
    while (next < wired.size() && (placed[next] || !is_ready(wired[next], placed))) ++next;
    if (next == wired.size())
      return std::unexpected(fmt::format("the graph runs in a circle: {}", cycle(wired, placed)));
    placed[next] = true;
    place[next] = out.size();
    auto node = wired[next];
    for (auto& edge : node.inputs) {
      if (edge) edge->node = place[edge->node];
    }
    out.push_back(std::move(node));
  }
  if (auto read = intents_are_read(out); !read) return std::unexpected(read.error());
  return out;
}

}  // namespace zestron::agent
