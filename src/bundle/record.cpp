#include "bundle/record.hpp"

#include "agent/trade.hpp"
#include "bundle/event_bytes.hpp"
#include "codec/fields.hpp"
#include "domain/effect.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <algorithm>
#include <type_traits>

namespace zestron::bundle {
namespace {

using codec::emplace_at;
using codec::Put;
using codec::Take;

constexpr std::size_t kPortBytes = 2 + 1 + 8;

void list(Put& put, const std::vector<Bytes>& values) {
  put(static_cast<std::uint32_t>(values.size()));
  for (const auto& value : values) put(ByteView(value));
}

void list(Take& take, std::vector<Bytes>& values) {
  values.resize(take.size_of_list(sizeof(std::uint32_t)));
  for (auto& value : values) take(value);
}

void list(Put& put, const std::vector<PortValue>& values) {
  put(static_cast<std::uint32_t>(values.size()));
  for (const auto& value : values) put(value.node)(value.port)(value.value);
}

void list(Take& take, std::vector<PortValue>& values) {
  values.resize(take.size_of_list(kPortBytes));
  for (auto& value : values) take(value.node)(value.port)(value.value);
}

void bytes(Put& put, const Bytes& value) { put(ByteView(value)); }
void bytes(Take& take, Bytes& value) { take(value); }

void reason(Put& put, const End::Reason& value) { put(static_cast<std::uint8_t>(value)); }
void reason(Take& take, End::Reason& value) {
  std::uint8_t place = 0;
  take(place);
  if (place > static_cast<std::uint8_t>(End::Reason::kFull)) take.refuse();
  value = static_cast<End::Reason>(place);
}

// One list of members for both directions.
template <class Io, class T>
void members(Io& io, T& v) {
  using U = std::remove_const_t<T>;
  if constexpr (std::is_same_v<U, Begin>) {
    io(v.version)(v.about);
  } else if constexpr (std::is_same_v<U, AgentBegins>) {
    io(v.index)(v.goes_on)(v.agent)(v.config);
  } else if constexpr (std::is_same_v<U, Fed>) {
    io(v.begins_tick);
    bytes(io, v.event);
  } else if constexpr (std::is_same_v<U, Brought>) {
    io(v.index)(v.verdict);
    list(io, v.intents);
    list(io, v.requests);
    io(v.traced);
    list(io, v.ports);
  } else if constexpr (std::is_same_v<U, SeenAccount>) {
    io(v.slot)(v.key)(v.owner)(v.lamports);
    bytes(io, v.data);
  } else if constexpr (std::is_same_v<U, Turned>) {
    bytes(io, v.intent);
    io(v.state)(v.attempt)(v.lane)(v.signature)(v.slot);
    bytes(io, v.wire);
    io(v.reason);
  } else if constexpr (std::is_same_v<U, Exchange>) {
    io(v.index)(v.node)(v.sequence)(v.json);
  } else if constexpr (std::is_same_v<U, End>) {
    reason(io, v.reason);
    io(v.records)(v.root);
  } else {
    static_assert(std::is_same_v<U, AgentStands>);
    io(v.index)(v.code)(v.ticks)(v.intents);
    list(io, v.trades);
    list(io, v.asked);
    bytes(io, v.block);
  }
}

// What the members' own types do not say.
bool holds(const Record& record) {
  if (const auto* begin = std::get_if<Begin>(&record)) return begin->version == 1;
  if (const auto* fed = std::get_if<Fed>(&record)) return parse_event(fed->event).has_value();
  if (const auto* turned = std::get_if<Turned>(&record)) {
    return turned->state <= static_cast<std::uint8_t>(domain::EffectState::kRefused) &&
           transact::parse_intent(turned->intent).has_value();
  }
  if (const auto* stands = std::get_if<AgentStands>(&record)) {
    return std::ranges::all_of(stands->trades, [](const Bytes& b) { return agent::parse_trade(b).has_value(); }) &&
           std::ranges::all_of(stands->asked, [](const Bytes& b) { return parse_request(b).has_value(); });
  }
  const auto* outcome = std::get_if<Brought>(&record);
  if (outcome == nullptr) return true;
  return outcome->verdict <= static_cast<std::uint8_t>(agent::Verdict::kOutOfFuel) &&
         (outcome->traced || outcome->ports.empty()) &&
         std::ranges::all_of(outcome->intents, [](const Bytes& b) { return transact::parse_intent(b).has_value(); }) &&
         std::ranges::all_of(outcome->requests, [](const Bytes& b) { return parse_request(b).has_value(); });
}

}  // namespace

Bytes record_bytes(const Record& record) {
  Bytes out;
  Put put(out);
  put(static_cast<std::uint8_t>(record.index()));
  std::visit([&](const auto& chosen) { members(put, chosen); }, record);
  return out;
}

std::optional<Record> parse_record(ByteView view) {
  Take take(view);
  Record out;
  std::uint8_t place = 0;
  take(place);
  if (!take.ok() || !emplace_at(out, place)) return std::nullopt;
  std::visit([&](auto& chosen) { members(take, chosen); }, out);
  if (!take.ended() || !holds(out)) return std::nullopt;
  return out;
}

}  // namespace zestron::bundle
