// A second, plain way to evaluate a graph: each node has memory of its own and asks those it reads, recursively, whether they had
// something new. No order, no sets, no shared block: what the compiled plan is held against.
#pragma once

#include "agent/plan.hpp"

#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace zestron::agent::testing {

class Naive {
 public:
  Naive(const std::vector<Node>& nodes, const Market& market) : nodes_(nodes), market_(market), memory_(nodes.size()) {
    for (std::size_t i = 0; i < nodes.size(); ++i) begin(i);
  }

  void feed(const domain::Event& event, Effects& effects) {
    answers_.clear();
    for (std::size_t i = 0; i < nodes_.size(); ++i) has_news(i, event, effects);
  }

  /// An output's bytes, padding of texts and vectors included.
  [[nodiscard]] std::span<const std::byte> output(std::size_t node, std::size_t output) const {
    return bytes_of_output(node, output);
  }

 private:
  struct Memory {
    std::vector<std::uint64_t> state;
    std::vector<std::vector<std::uint64_t>> outputs;
  };

  static std::vector<std::uint64_t> words(std::size_t bytes) { return std::vector<std::uint64_t>((bytes + 7) / 8); }

  std::span<const std::byte> bytes_of_output(std::size_t node, std::size_t output) const {
    return std::as_bytes(std::span(memory_[node].outputs[output]));
  }

  // A module sees one block; here it is a copy of its inputs and outputs, put side by side for a moment.
  struct Desk {
    std::vector<std::uint64_t> block;
    std::vector<std::uint32_t> inputs, outputs;
    std::vector<std::uint16_t> sources;
  };
  Desk lay_out(std::size_t node) const {
    Desk out;
    const auto add = [&](const std::vector<std::uint64_t>& value) {
      const auto at = static_cast<std::uint32_t>(out.block.size() * 8);
      out.block.insert(out.block.end(), value.begin(), value.end());
      return at;
    };
    for (const auto& edge : nodes_[node].inputs) {
      out.inputs.push_back(edge ? add(memory_[edge->node].outputs[edge->output]) : Frame::kNowhere);
      out.sources.push_back(edge ? static_cast<std::uint16_t>(edge->node) : std::uint16_t{0});
    }
    for (const auto& value : memory_[node].outputs) out.outputs.push_back(add(value));
    return out;
  }
  void take_back(std::size_t node, const Desk& desk) {
    for (std::size_t i = 0; i < memory_[node].outputs.size(); ++i) {
      auto& value = memory_[node].outputs[i];
      std::memcpy(value.data(), desk.block.data() + desk.outputs[i] / 8, value.size() * 8);
    }
  }

  void begin(std::size_t i) {
    const auto& node = nodes_[i];
    const auto needs = node.kind->needs(node.parameters.get());
    memory_[i].state = words(needs.state_bytes);
    for (std::size_t output = 0; output < node.kind->outputs.size(); ++output) {
      const auto type = node.kind->outputs[output].type;
      memory_[i].outputs.push_back(words(bytes_of(type, needs.capacities[output])));
      begin_value(reinterpret_cast<std::byte*>(memory_[i].outputs.back().data()), type, needs.capacities[output]);
    }
    auto desk = lay_out(i);
    const Frame::Wiring wiring{desk.inputs, desk.sources, desk.outputs, node.id};
    node.kind->begin(Frame(reinterpret_cast<std::byte*>(desk.block.data()), wiring, nullptr, nullptr, nullptr),
                     node.parameters.get(), reinterpret_cast<std::byte*>(memory_[i].state.data()));
    take_back(i, desk);
  }

  bool is_triggered(std::size_t i, const domain::Event& event) const {
    const auto trigger = nodes_[i].kind->trigger(nodes_[i].parameters.get(), market_);
    const auto* tick = std::get_if<domain::Tick>(&event.what);
    return trigger && tick != nullptr && trigger->on == Trigger::On::kTick &&
           trigger->key == Pubkey(tick->feed.value());
  }

  bool has_news(std::size_t i, const domain::Event& event, Effects& effects) {
    if (const auto known = answers_.find(i); known != answers_.end()) return known->second;
    NodeSet fired;
    for (const auto& edge : nodes_[i].inputs) {
      if (edge && has_news(edge->node, event, effects)) fired.set(edge->node);
    }
    bool news = false;
    if (fired.any() || is_triggered(i, event)) {
      auto desk = lay_out(i);
      const Frame::Wiring wiring{desk.inputs, desk.sources, desk.outputs, nodes_[i].id};
      news =
          nodes_[i].kind->step(Frame(reinterpret_cast<std::byte*>(desk.block.data()), wiring, &event, &fired, &effects),
                               nodes_[i].parameters.get(), reinterpret_cast<std::byte*>(memory_[i].state.data()));
      take_back(i, desk);
    }
    return answers_[i] = news;
  }

  const std::vector<Node>& nodes_;
  const Market& market_;
  std::vector<Memory> memory_;
  std::map<std::size_t, bool> answers_;
};

}  // namespace zestron::agent::testing
