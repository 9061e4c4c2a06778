#include "transact/journal/intent_bytes.hpp"

#include "codec/fields.hpp"
#include "transact/journal/members.hpp"

namespace zestron::transact {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

Bytes intent_bytes(const domain::Intent& intent) {
  Bytes out;
  codec::Put put(out);
  put(kVersion)(static_cast<std::uint8_t>(intent.action.index()));
  put(intent.agent)(intent.slot)(intent.sequence);
  std::visit([&](const auto& action) { for_each_member(action, [&](const auto& member) { put(member); }); },
             intent.action);
  return out;
}

std::optional<domain::Intent> parse_intent(ByteView bytes) {
  codec::Take take(bytes);
  std::uint8_t version = 0, place = 0;
  take(version)(place);
  domain::Intent intent;
  if (version != kVersion || !codec::emplace_at(intent.action, place)) return std::nullopt;
  take(intent.agent)(intent.slot)(intent.sequence);
  std::visit([&](auto& action) { for_each_member(action, [&](auto& member) { take(member); }); }, intent.action);
  if (!take.ended()) return std::nullopt;
  return intent;
}

}  // namespace zestron::transact
