#include "app/node/past/checkpoint.hpp"

#include "bundle/event_bytes.hpp"
#include "codec/fields.hpp"
#include "infra/crc32c/crc32c.hpp"

#include <algorithm>

namespace zestron::node::past {
namespace {

using codec::Put;
using codec::Take;

constexpr std::string_view kMagic = "ZAGENTS1";
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kAgentBytesMin = 2 * Pubkey::kSize + 1 + 5 * sizeof(std::uint64_t) + 3 * sizeof(std::uint32_t);

// Of what is kept only what it says counts, not when it came.
Bytes event_or_nothing(const std::optional<AgentStanding::What>& what) {
  return what ? bundle::event_bytes({Slot(), UnixMillis(), *what}) : Bytes{};
}

void take_what(Take& take, std::optional<AgentStanding::What>& out) {
  const auto bytes = take.counted();
  if (bytes.empty()) return;
  auto event = bundle::parse_event(bytes);
  if (!event || event->slot != Slot() || event->now != UnixMillis()) return take.refuse();
  out = std::move(event->what);
}

void put_agent(Put& put, const AgentStanding& agent) {
  put(agent.agent)(agent.config)(agent.active)(agent.trades_before)(agent.letters);
  put(agent.ticks)(agent.intents)(agent.trades);
  put(static_cast<std::uint32_t>(agent.asked.size()));
  for (const auto& request : agent.asked) put(ByteView(bundle::request_bytes(request)));
  put(static_cast<std::uint32_t>(agent.seen.size()));
  for (const auto& what : agent.seen) put(ByteView(event_or_nothing(what)));
  put(ByteView(agent.block));
}

void take_agent(Take& take, AgentStanding& agent) {
  take(agent.agent)(agent.config)(agent.active)(agent.trades_before)(agent.letters);
  take(agent.ticks)(agent.intents)(agent.trades);
  for (auto left = take.size_of_list(sizeof(std::uint32_t)); left > 0 && take.ok(); --left) {
    auto request = bundle::parse_request(take.counted());
    if (!request) return take.refuse();
    agent.asked.push_back(*std::move(request));
  }
  for (auto left = take.size_of_list(sizeof(std::uint32_t)); left > 0 && take.ok(); --left)
    take_what(take, agent.seen.emplace_back());
  take(agent.block);
  if (!std::ranges::is_sorted(agent.asked, std::ranges::less_equal(), &domain::Request::node)) take.refuse();
}

std::unexpected<Failure<CheckpointError>> damaged() { return fail(CheckpointError::kDamaged, "it is damaged"); }

}  // namespace

Bytes with_header(ByteView body) {
  Bytes out(as_bytes(kMagic).begin(), as_bytes(kMagic).end());
  out.reserve(kHeaderBytes + body.size());
  Put put(out);
  put(std::uint64_t{body.size()});
  const auto size = ByteView(out).subspan(kMagic.size());
  put(infra::crc32c(body, infra::crc32c(size)));
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

Bytes checkpoint_bytes(const Checkpoint& checkpoint) {
  Bytes body;
  Put put(body);
  put(checkpoint.code)(checkpoint.slot)(ByteView(event_or_nothing(checkpoint.tick)));
  put(checkpoint.trades.count)(checkpoint.trades.crc);
  put(static_cast<std::uint32_t>(checkpoint.agents.size()));
  for (const auto& agent : checkpoint.agents) put_agent(put, agent);
  return with_header(body);
}

Outcome<Checkpoint, CheckpointError> parse_checkpoint(ByteView bytes) {
  if (bytes.size() < kHeaderBytes) return damaged();
  if (!std::ranges::equal(bytes.first(kMagic.size()), as_bytes(kMagic)))
    return fail(CheckpointError::kOtherVersion, "it is in a form that this program does not read");
  Take header(bytes.subspan(kMagic.size(), kHeaderBytes - kMagic.size()));
  std::uint64_t size = 0;
  std::uint32_t crc = 0;
  header(size)(crc);
  const auto body = bytes.subspan(kHeaderBytes);
  if (size != body.size() || crc != infra::crc32c(body, infra::crc32c(bytes.subspan(kMagic.size(), sizeof size))))
    return damaged();
  Take take(body);
  Checkpoint out;
  std::optional<AgentStanding::What> tick;
  take(out.code)(out.slot);
  take_what(take, tick);
  if (tick) {
    const auto* newest = std::get_if<domain::Tick>(&*tick);
    if (newest == nullptr) return damaged();
    out.tick = *newest;
  }
  take(out.trades.count)(out.trades.crc);
  for (auto left = take.size_of_list(kAgentBytesMin); left > 0 && take.ok(); --left)
    take_agent(take, out.agents.emplace_back());
  if (!take.ended() || !std::ranges::is_sorted(out.agents, std::ranges::less_equal(), &AgentStanding::agent))
    return damaged();
  return out;
}

}  // namespace zestron::node::past
