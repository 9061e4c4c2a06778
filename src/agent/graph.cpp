#include "agent/graph.hpp"

#include "agent/kind.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace zestron::agent {
namespace {

template <class T>
using Checked = std::expected<T, std::string>;

struct Wired {
  const Kind* kind = nullptr;
  std::vector<std::size_t> inputs;  // per port: index of the source
};

Checked<std::map<std::string, std::size_t>> by_id(const std::vector<NodeSource>& sources) {
  std::map<std::string, std::size_t> out;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!out.emplace(sources[i].id, i).second) {
      return std::unexpected(fmt::format("node '{}' stands twice; expected every id once", sources[i].id));
    }
  }
  return out;
}

std::string port_names(const Kind& kind) {
  std::vector<std::string_view> names;
  for (const auto& port : kind.inputs) names.push_back(port.name);
  return names.empty() ? "no input" : fmt::format("{}", fmt::join(names, ", "));
}

Checked<Wired> wire(const NodeSource& source, const std::vector<NodeSource>& sources,
                    const std::map<std::string, std::size_t>& ids) {
  Wired out{find_kind(source.kind), {}};
  if (out.kind == nullptr)
    return std::unexpected(fmt::format("node '{}': there is no kind '{}'", source.id, source.kind));
  for (const auto& [name, _] : source.inputs) {
    if (std::ranges::none_of(out.kind->inputs, [&](const Port& port) { return port.name == name; })) {
      return std::unexpected(fmt::format("node '{}' has no port '{}'; a {} reads {}", source.id, name, source.kind,
                                         port_names(*out.kind)));
    }
  }
  for (const auto& port : out.kind->inputs) {
    const auto input = source.inputs.find(std::string(port.name));
    if (input == source.inputs.end()) {
      return std::unexpected(fmt::format("node '{}', port '{}': nothing is connected; expected {}", source.id,
                                         port.name, with_article(port.type)));
    }
    const auto from = ids.find(input->second);
    if (from == ids.end()) {
      return std::unexpected(
          fmt::format("node '{}', port '{}': there is no node '{}'", source.id, port.name, input->second));
    }
    const auto* offered = find_kind(sources[from->second].kind);
    if (offered != nullptr && !accepts(port.type, offered->output)) {
      return std::unexpected(fmt::format("node '{}', port '{}': '{}' gives {}; expected {}", source.id, port.name,
                                         input->second, with_article(offered->output), with_article(port.type)));
    }
    out.inputs.push_back(from->second);
  }
  return out;
}

Checked<void> count_kinds(const std::vector<Wired>& nodes, const std::vector<NodeSource>& sources) {
  std::map<const Kind*, std::size_t> counts;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& kind = *nodes[i].kind;
    if (++counts[&kind] > kind.count_max) {
      return std::unexpected(
          fmt::format("node '{}': a graph has at most {} of kind {}", sources[i].id, kind.count_max, kind.name));
    }
  }
  return {};
}

// Follows inputs that are not placed yet until one comes up again.
std::string cycle(const std::vector<NodeSource>& sources, const std::vector<Wired>& nodes,
                  const std::vector<bool>& placed) {
  std::size_t at = static_cast<std::size_t>(std::ranges::find(placed, false) - placed.begin());
  std::vector<std::size_t> seen;
  while (std::ranges::find(seen, at) == seen.end()) {
    seen.push_back(at);
    at = *std::ranges::find_if(nodes[at].inputs, [&](std::size_t input) { return !placed[input]; });
  }
  std::string out;
  for (auto node = std::ranges::find(seen, at); node != seen.end(); ++node) out += sources[*node].id + " reads ";
  return out + sources[at].id;
}

}  // namespace

std::expected<std::vector<Node>, std::string> compile(const std::vector<NodeSource>& sources) {
  const auto ids = by_id(sources);
  if (!ids) return std::unexpected(ids.error());
  std::vector<Wired> wired;
  for (const auto& source : sources) {
    auto node = wire(source, sources, *ids);
    if (!node) return std::unexpected(node.error());
    wired.push_back(*std::move(node));
  }
  if (auto counted = count_kinds(wired, sources); !counted) return std::unexpected(counted.error());

  // A document has 256 nodes at most, so looking for the next one each time costs nothing that shows.
  std::vector<Node> out;
  std::vector<bool> placed(sources.size());
  std::vector<std::size_t> place(sources.size());
  while (out.size() < sources.size()) {
    std::size_t next = 0;
    while (
        next < sources.size() &&
        (placed[next] || !std::ranges::all_of(wired[next].inputs, [&](std::size_t input) { return placed[input]; }))) {
      ++next;
    }
    if (next == sources.size()) {
      return std::unexpected(fmt::format("the graph runs in a circle: {}", cycle(sources, wired, placed)));
    }
    placed[next] = true;
    place[next] = out.size();
    Node node{sources[next].id, wired[next].kind, sources[next].params, {}};
    for (const auto input : wired[next].inputs) node.inputs.push_back(place[input]);
    out.push_back(std::move(node));
  }
  return out;
}

}  // namespace zestron::agent
