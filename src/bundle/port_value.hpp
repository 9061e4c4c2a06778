// What an output of a node stands at, in 64 bits: a number's own bits, else a hash of all that the value says. Equal values have equal
// bits on every machine; padding does not count. How a replay finds the first port that differs.
#pragma once

#include "agent/plan.hpp"
#include "agent/runtime.hpp"
#include "bundle/record.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace zestron::bundle {

std::uint64_t port_value(const agent::Plan& plan, std::span<const std::byte> block, std::size_t node, std::size_t port);
/// For people: a number as a number.
std::string shown_value(agent::PortType type, std::uint64_t value);
/// Of all nodes that fired, in their order.
std::vector<PortValue> port_values(const agent::Runtime& runtime, const agent::NodeSet& fired);

}  // namespace zestron::bundle
