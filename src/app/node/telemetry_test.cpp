#include "app/node/telemetry.hpp"

#include "codec/base58.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::node {
namespace {

using nlohmann::json;

Pubkey key(std::uint8_t n) {
  std::array<std::uint8_t, Pubkey::kSize> bytes{};
  bytes.fill(n);
  return Pubkey(bytes);
}

domain::Effect effect(std::uint64_t sequence, domain::EffectState state) {
  domain::Effect out;
  out.intent = {key(1), Slot(sequence), sequence, domain::Transfer{key(2), key(3), 5}};
  out.state = state;
  out.wire = Bytes(100);
  return out;
}

class Socket final : public net::WebSocket {
 public:
  void send(net::Text text) override { seen.push_back(json::parse(*text.body)); }
  void close(std::string) override {}
  std::vector<json> seen;
};

std::vector<std::uint64_t> sequences(const Telemetry& telemetry) {
  std::vector<std::uint64_t> out;
  for (const auto& intent : telemetry.intents()) out.push_back(intent->effect.intent.sequence);
  return out;
}

TEST(Telemetry, keeps_the_newest_turn_of_each_intent_newest_first) {
  Telemetry telemetry(std::make_shared<api::Streams>("r"));
  const std::vector earlier{effect(2, domain::EffectState::kLanded), effect(1, domain::EffectState::kLanded)};
  telemetry.begin_with(earlier);
  telemetry.turned(effect(3, domain::EffectState::kSent));
  telemetry.turned(effect(4, domain::EffectState::kRefused));
  telemetry.turned(effect(3, domain::EffectState::kLanded));
  EXPECT_EQ(sequences(telemetry), (std::vector<std::uint64_t>{3, 4, 2, 1}));
  const auto newest = telemetry.intents().front();
  EXPECT_EQ(newest->effect.state, domain::EffectState::kLanded);
  EXPECT_TRUE(newest->effect.wire.empty());
}

TEST(Telemetry, forgets_the_oldest_beyond_its_bound) {
  Telemetry telemetry(std::make_shared<api::Streams>("r"));
  for (std::uint64_t n = 1; n <= kIntentsKept + 5; ++n) telemetry.turned(effect(n, domain::EffectState::kLanded));
  const auto kept = sequences(telemetry);
  EXPECT_EQ(kept.size(), kIntentsKept);
  EXPECT_EQ(kept.back(), 6U);
}

TEST(Telemetry, streams_an_agent_when_it_changed_and_each_slot) {
  const auto streams = std::make_shared<api::Streams>("r");
  Telemetry telemetry(streams);
  const auto socket = std::make_shared<Socket>();
  const auto peer = streams->connect(socket);
  peer->message(R"({"subscribe":["slots","agents"]})");
  for (std::uint64_t slot = 1; slot <= 3; ++slot) {
    api::AgentsView view{.slot = Slot(slot)};
    view.agents.push_back({.address = key(1), .trades = slot == 3 ? 1U : 0U});
    view.agents.push_back({.address = key(2)});
    telemetry.slot(std::move(view), std::nullopt);
  }
  std::vector<std::string> seen;
  for (std::size_t i = 1; i < socket->seen.size(); ++i) seen.push_back(socket->seen[i]["stream"]);
  EXPECT_EQ(seen, (std::vector<std::string>{"slots", "agents", "agents", "slots", "slots", "agents"}));
  EXPECT_EQ(socket->seen.back()["data"]["address"], codec::to_base58(key(1)));
  EXPECT_EQ(telemetry.agents()->slot, Slot(3));
}

}  // namespace
}  // namespace zestron::node
