#include "bundle/port_value.hpp"

#include "codec/fields.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <fmt/format.h>

#include <bit>

namespace zestron::bundle {
namespace {

using codec::Put;

// A quiet NaN of ours: no number is it, and a module that makes one makes another.
constexpr std::uint64_t kNotReady = 0x7ff8'6e6f'7472'6479;

// FNV-1a: short, and no attacker gains by two values that look alike in a trace.
std::uint64_t folded(ByteView bytes) {
  std::uint64_t out = 0xcbf2'9ce4'8422'2325;
  for (const auto byte : bytes) out = (out ^ byte) * 0x100'0000'01b3;
  return out;
}

template <class... Values>
std::uint64_t folded_of(const Values&... values) {
  Bytes bytes;
  Put put(bytes);
  (put(values), ...);
  return folded(bytes);
}

std::uint64_t of(const agent::Number& number) {
  return number.ready ? std::bit_cast<std::uint64_t>(number.value) : kNotReady;
}
std::uint64_t of(const agent::Price& price) { return of(price.number); }
std::uint64_t of(const agent::Quantity& v) { return v.ready ? v.units : kNotReady; }
std::uint64_t of(const agent::Mint& v) { return v.ready ? folded(v.key.view()) : kNotReady; }
std::uint64_t of(const agent::Boolean& v) { return v.ready ? std::uint64_t{v.value} : kNotReady; }
std::uint64_t of(const agent::Signal& v) { return static_cast<std::uint64_t>(v.side); }
std::uint64_t of(const agent::Text& v) { return folded(as_bytes(v.view())); }
std::uint64_t of(const agent::Vector& v) {
  Bytes bytes;
  Put put(bytes);
  for (const double value : v.view()) put(value);
  return folded(bytes);
}
std::uint64_t of(const agent::Position& v) {
  return folded_of(static_cast<std::uint8_t>(v.side), v.quantity, v.start_micros, v.realised_micros, v.equity_micros,
                   v.trades, v.opened.has_value(), v.closed.has_value());
}
std::uint64_t of(const agent::Wish& v) {
  return v.ready ? folded(transact::intent_bytes({.agent = {}, .slot = {}, .sequence = 0, .action = v.action}))
                 : kNotReady;
}

}  // namespace

std::uint64_t port_value(const agent::Plan& plan, std::span<const std::byte> block, std::size_t node,
                         std::size_t port) {
  const auto value = [&]<class T>(std::type_identity<T>) { return of(plan.value<T>(block, node, port)); };
  switch (plan.nodes()[node].kind->outputs[port].type) {
    case agent::PortType::kPrice: return value(std::type_identity<agent::Price>());
    case agent::PortType::kNumber: return value(std::type_identity<agent::Number>());
    case agent::PortType::kQuantity: return value(std::type_identity<agent::Quantity>());
    case agent::PortType::kMint: return value(std::type_identity<agent::Mint>());
    case agent::PortType::kBoolean: return value(std::type_identity<agent::Boolean>());
    case agent::PortType::kSignal: return value(std::type_identity<agent::Signal>());
    case agent::PortType::kText: return value(std::type_identity<agent::Text>());
    case agent::PortType::kVector: return value(std::type_identity<agent::Vector>());
    case agent::PortType::kPosition: return value(std::type_identity<agent::Position>());
    case agent::PortType::kIntent: return value(std::type_identity<agent::Wish>());
  }
  return 0;
}

std::string shown_value(agent::PortType type, std::uint64_t value) {
  if (value == kNotReady) return "nothing yet";
  switch (type) {
    case agent::PortType::kPrice:
    case agent::PortType::kNumber: return fmt::format("{}", std::bit_cast<double>(value));
    case agent::PortType::kQuantity: return fmt::format("{}", value);
    case agent::PortType::kBoolean: return value != 0 ? "true" : "false";
    case agent::PortType::kSignal: return value != 0 ? "long" : "flat";
    default: return fmt::format("#{:016x}", value);
  }
}

std::vector<PortValue> port_values(const agent::Runtime& runtime, const agent::NodeSet& fired) {
  const auto& nodes = runtime.plan().nodes();
  std::vector<PortValue> out;
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    if (!fired.test(node)) continue;
    for (std::size_t port = 0; port < nodes[node].kind->outputs.size(); ++port) {
      out.push_back({static_cast<std::uint16_t>(node), static_cast<std::uint8_t>(port),
                     port_value(runtime.plan(), runtime.block(), node, port)});
    }
  }
  return out;
}

}  // namespace zestron::bundle
