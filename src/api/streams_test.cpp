#include "api/streams.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::api {
namespace {

using nlohmann::json;

class Socket final : public net::WebSocket {
 public:
  void send(net::Text text) override {
    bodies.push_back(text.body);
    seen.push_back(json::parse(*text.body + text.tail));
  }
  void close(std::string) override {}
  [[nodiscard]] std::vector<std::uint64_t> sequences() const {
    std::vector<std::uint64_t> out;
    for (const auto& message : seen) {
      if (message.contains("seq")) out.push_back(message["seq"]);
    }
    return out;
  }
  std::vector<json> seen;
  std::vector<std::shared_ptr<const std::string>> bodies;
};

struct Listener {
  explicit Listener(const std::shared_ptr<Streams>& streams) : peer(streams->connect(socket)) {}
  void say(const json& message) const { peer->message(message.dump()); }
  std::shared_ptr<Socket> socket = std::make_shared<Socket>();
  std::shared_ptr<net::Peer> peer;
};

using Numbers = std::vector<std::uint64_t>;

TEST(Streams, sends_what_was_subscribed_to_and_serialises_it_once) {
  const auto streams = std::make_shared<Streams>("r");
  const Listener all(streams), one(streams);
  all.say({{"id", 1}, {"subscribe", {"slots", "intents"}}});
  one.say({{"subscribe", {"intents"}}, {"agent", "A"}});
  streams->publish("slots", {}, {{"slot", 1}});
  streams->publish("intents", "A", {{"n", 1}});
  streams->publish("intents", "B", {{"n", 2}});
  EXPECT_EQ(all.socket->seen[0],
            (json{{"id", 1}, {"subscribed", {"slots", "intents"}}, {"run", "r"}, {"oldest", 1}, {"next", 1}}));
  EXPECT_EQ(all.socket->sequences(), (Numbers{1, 2, 3}));
  EXPECT_EQ(one.socket->sequences(), (Numbers{2}));
  EXPECT_EQ(all.socket->bodies[2], one.socket->bodies[1]);
  all.say({{"unsubscribe", {"intents"}}});
  streams->publish("intents", "A", {{"n", 3}});
  EXPECT_EQ(all.socket->sequences(), (Numbers{1, 2, 3}));
}

TEST(Streams, goes_on_from_a_number_without_a_hole) {
  const auto streams = std::make_shared<Streams>("r");
  for (int i = 0; i < 6; ++i) streams->publish(i % 2 == 0 ? "slots" : "agents", {}, {{"i", i}});
  const Listener late(streams);
  late.say({{"subscribe", {"slots"}}, {"from", 2}, {"run", "r"}});
  streams->publish("slots", {}, {{"i", 6}});
  EXPECT_EQ(late.socket->sequences(), (Numbers{3, 5, 7}));
  for (const auto& message : late.socket->seen) EXPECT_FALSE(message.contains("gap"));
}

TEST(Streams, tells_of_a_gap_and_begins_with_the_oldest) {
  const auto streams = std::make_shared<Streams>("r", 3);
  for (int i = 0; i < 6; ++i) streams->publish("slots", {}, {{"i", i}});
  const Listener late(streams);
  late.say({{"subscribe", {"slots"}}, {"from", 2}});
  EXPECT_EQ(late.socket->seen[1], (json{{"gap", {{"asked", 2}, {"oldest", 4}}}}));
  EXPECT_EQ(late.socket->sequences(), (Numbers{4, 5, 6}));
  for (const json& stranger : {json{{"from", 5}, {"run", "other"}}, json{{"from", 99}}}) {
    const Listener other(streams);
    auto message = stranger;
    message["subscribe"] = {"slots"};
    other.say(message);
    EXPECT_TRUE(other.socket->seen[1].contains("gap"));
    EXPECT_EQ(other.socket->sequences(), (Numbers{4, 5, 6}));
  }
}

TEST(Streams, keeps_no_more_bytes_than_it_may) {
  const auto streams = std::make_shared<Streams>("r", 1'000, 250);
  for (int i = 0; i < 10; ++i) streams->publish("slots", {}, {{"text", std::string(50, 'x')}});
  const Listener late(streams);
  late.say({{"subscribe", {"slots"}}, {"from", 1}});
  EXPECT_LE(late.socket->sequences().size(), 3U);
  EXPECT_EQ(late.socket->sequences().back(), 10U);
}

TEST(Streams, refuses_what_it_does_not_understand) {
  const auto streams = std::make_shared<Streams>("r");
  const Listener client(streams);
  client.peer->message("{");
  for (const json& message : {json::array(), json{{"subscribe", {"nothing"}}}, json{{"subscribe", json::array()}},
                              json::object(), json{{"id", 7}, {"subscribe", {"slots"}}, {"unsubscribe", {"slots"}}},
                              json{{"subscribe", {"slots"}}, {"from", -1}}})
    client.say(message);
  ASSERT_EQ(client.socket->seen.size(), 7U);
  for (const auto& message : client.socket->seen) EXPECT_TRUE(message.contains("error")) << message;
  EXPECT_EQ(client.socket->seen[5]["id"], 7);
  streams->publish("slots", {}, {});
  EXPECT_TRUE(client.socket->sequences().empty());
}

TEST(Streams, forgets_a_client_that_left) {
  const auto streams = std::make_shared<Streams>("r");
  auto client = std::make_optional<Listener>(streams);
  client->say({{"subscribe", {"slots"}}});
  client->peer->closed();
  streams->publish("slots", {}, {});
  EXPECT_TRUE(client->socket->sequences().empty());
}

}  // namespace
}  // namespace zestron::api
