#include "bundle/event_bytes.hpp"

#include "codec/fields.hpp"

#include <type_traits>

namespace zestron::bundle {
namespace {

using codec::emplace_at;
using codec::Put;
using codec::Take;

// A pool whose shares are told is a kind of its own, so that what was kept before they were still reads, to the same bytes.
constexpr std::uint8_t kPoolAndShares = 0x40;
static_assert(std::variant_size_v<decltype(domain::Event::what)> < kPoolAndShares);

std::uint8_t kind_of(const domain::Event& event) {
  const auto* pool = std::get_if<domain::PoolState>(&event.what);
  return pool != nullptr && pool->shares != Pubkey{} ? kPoolAndShares : static_cast<std::uint8_t>(event.what.index());
}

template <class Variant>
void choice(Put& put, const Variant& value);
template <class Variant>
void choice(Take& take, Variant& value);

// One list of members for both directions: `io` is Put or Take. Templates over constness, so that writing takes const values.
template <class Io, class T>
void members(Io& io, T& v) {
  using U = std::remove_const_t<T>;
  if constexpr (std::is_same_v<U, domain::Tick>) {
    io(v.feed)(v.price)(v.confidence)(v.exponent)(v.published);
    if constexpr (std::is_const_v<T>) {
      io(static_cast<std::uint8_t>(v.origin));
    } else {
      std::uint8_t origin = 0;
      io(origin);
      if (origin > static_cast<std::uint8_t>(domain::TickOrigin::kSimulated)) io.refuse();
      v.origin = static_cast<domain::TickOrigin>(origin);
    }
  } else if constexpr (std::is_same_v<U, domain::PoolState>) {
    io(v.pool)(v.mint_a)(v.mint_b)(v.reserve_a)(v.reserve_b)(v.fee_bps);
  } else if constexpr (std::is_same_v<U, domain::ProposalState>) {
    io(v.proposal)(v.open)(v.votes_for)(v.votes_against)(v.text);
  } else if constexpr (std::is_same_v<U, domain::Holding>) {
    io(v.mint)(v.amount);
  } else if constexpr (std::is_same_v<U, domain::StakeState>) {
    io(v.pool)(v.mint)(v.staked)(v.rewards);
  } else if constexpr (std::is_same_v<U, domain::Message>) {
    io(v.from)(v.to)(v.sequence)(v.number);
  } else if constexpr (std::is_same_v<U, domain::Prompt>) {
    io(v.text)(v.score_min)(v.score_max)(v.text_bytes_max);
  } else if constexpr (std::is_same_v<U, domain::Inference>) {
    io(v.model)(v.input)(v.shape)(v.outputs);
  } else if constexpr (std::is_same_v<U, domain::Search>) {
    io(v.query)(v.collection)(v.passages_max)(v.text_bytes_max);
  } else if constexpr (std::is_same_v<U, domain::Consent>) {
    io(v.summary)(v.expires);
  } else if constexpr (std::is_same_v<U, domain::Answer::Failed>) {
    io(v.reason);
  } else if constexpr (std::is_same_v<U, domain::Answer::Text>) {
    io(v.text);
  } else if constexpr (std::is_same_v<U, domain::Answer::Tensor>) {
    io(v.values);
  } else if constexpr (std::is_same_v<U, domain::Answer::Decision>) {
    io(v.approved);
  } else {
    static_assert(std::is_same_v<U, domain::Answer>);
    io(v.node)(v.sequence);
    choice(io, v.content);
  }
}

template <class Variant>
void choice(Put& put, const Variant& value) {
  put(static_cast<std::uint8_t>(value.index()));
  std::visit([&](const auto& chosen) { members(put, chosen); }, value);
}

template <class Variant>
void choice(Take& take, Variant& value) {
  std::uint8_t place = 0;
  take(place);
  if (!take.ok() || !emplace_at(value, place)) return take.refuse();
  std::visit([&](auto& chosen) { members(take, chosen); }, value);
}

}  // namespace

Bytes event_bytes(const domain::Event& event) {
  Bytes out;
  Put put(out);
  const auto kind = kind_of(event);
  put(kind)(event.slot)(event.now);
  std::visit([&](const auto& chosen) { members(put, chosen); }, event.what);
  if (kind == kPoolAndShares) {
    const auto& pool = std::get<domain::PoolState>(event.what);
    put(pool.shares)(pool.supply);
  }
  return out;
}

std::optional<domain::Event> parse_event(ByteView bytes) {
  Take take(bytes);
  domain::Event out;
  std::uint8_t kind = 0;
  take(kind)(out.slot)(out.now);
  if (kind == kPoolAndShares) {
    members(take, out.what.emplace<domain::PoolState>());
    auto& pool = std::get<domain::PoolState>(out.what);
    take(pool.shares)(pool.supply);
  } else {
    if (!take.ok() || !emplace_at(out.what, kind)) return std::nullopt;
    std::visit([&](auto& chosen) { members(take, chosen); }, out.what);
  }
  if (!take.ended() || kind != kind_of(out)) return std::nullopt;
  return out;
}

Bytes request_bytes(const domain::Request& request) {
  Bytes out;
  Put put(out);
  put(static_cast<std::uint8_t>(request.content.index()))(request.node)(request.sequence);
  std::visit([&](const auto& chosen) { members(put, chosen); }, request.content);
  return out;
}

std::optional<domain::Request> parse_request(ByteView bytes) {
  Take take(bytes);
  domain::Request out;
  std::uint8_t place = 0;
  take(place)(out.node)(out.sequence);
  if (!take.ok() || !emplace_at(out.content, place)) return std::nullopt;
  std::visit([&](auto& chosen) { members(take, chosen); }, out.content);
  if (!take.ended()) return std::nullopt;
  return out;
}

Bytes answer_bytes(const domain::Answer& answer) {
  Bytes out;
  Put put(out);
  members(put, answer);
  return out;
}

std::optional<domain::Answer> parse_answer(ByteView bytes) {
  Take take(bytes);
  domain::Answer out;
  members(take, out);
  if (!take.ended()) return std::nullopt;
  return out;
}

}  // namespace zestron::bundle
