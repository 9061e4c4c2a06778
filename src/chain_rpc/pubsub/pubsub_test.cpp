// PubSub's thread with clients that are no sockets: limits, orders and numbers.
#include "chain_rpc/pubsub/pubsub.hpp"

#include "chain_rpc/pubsub/registry.hpp"
#include "chain_rpc/testing/fake_backend.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace zestron::chain_rpc {
namespace {

class Recorder final : public net::WebSocket {
 public:
  void send(net::Text text) override {
    const std::lock_guard lock(mutex_);
    texts_.push_back((text.body ? *text.body : std::string()) + text.tail);
    changed_.notify_all();
  }
  void close(std::string reason) override {
    const std::lock_guard lock(mutex_);
    closed_ = std::move(reason);
    changed_.notify_all();
  }
  /// The texts, once there are so many.
  std::vector<std::string> await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return texts_.size() >= count; });
    return texts_;
  }
  std::string closed() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return !closed_.empty(); });
    return closed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> texts_;
  std::string closed_;
};

class PubSubTest : public ::testing::Test {
 protected:
  static std::string subscribe(std::size_t id) {
    return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"slotSubscribe"}})", id);
  }
  testing::FakeBackend backend;
  std::shared_ptr<Recorder> socket = std::make_shared<Recorder>();
};

TEST_F(PubSubTest, ten_thousand_subscriptions_of_one_client_end_in_clear_refusals_and_go_with_it) {
  constexpr std::size_t kWanted = 10'000, kAtOnce = 500;
  PubSub pubsub(backend, std::make_shared<Desk>(DeskOptions{}));
  auto peer = pubsub.connect(socket, "127.0.0.1");
  std::vector<std::string> answers;
  for (std::size_t i = 0; i < kWanted; ++i) {
    peer->message(subscribe(i));
    if ((i + 1) % kAtOnce == 0) answers = socket->await(i + 1);
  }
  ASSERT_EQ(answers.size(), kWanted);
  EXPECT_EQ(answers[pubsub::Registry::kPerClientMax - 1].find("error"), std::string::npos);
  for (std::size_t i = pubsub::Registry::kPerClientMax; i < kWanted; ++i)
    ASSERT_NE(answers[i].find("Node subscription limit reached"), std::string::npos) << answers[i];
  // Another client is not hurt, and what the first one held is free once it is gone.
  const auto second = std::make_shared<Recorder>();
  auto other = pubsub.connect(second, "127.0.0.1");
  other->message(subscribe(1));
  EXPECT_NE(second->await(1).at(0).find("result"), std::string::npos);
  peer->closed();
  other->message(subscribe(2));
  second->await(2);
  metrics::Page page;
  pubsub.write(page);
  EXPECT_NE(page.text().find("zestron_pubsub_clients 1\n"), std::string::npos) << page.text();
  EXPECT_NE(page.text().find("zestron_pubsub_notifications_total 0\n"), std::string::npos) << page.text();
}

TEST_F(PubSubTest, a_client_beyond_its_rate_is_refused_and_may_still_unsubscribe) {
  PubSub pubsub(backend, std::make_shared<Desk>(DeskOptions{.calls_per_second = 1}));
  auto peer = pubsub.connect(socket, "10.0.0.1");
  peer->message(subscribe(1));
  peer->message(subscribe(2));
  peer->message(R"({"jsonrpc":"2.0","id":3,"method":"slotUnsubscribe","params":[1]})");
  const auto answers = socket->await(3);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_NE(answers[0].find(R"("result":1)"), std::string::npos) << answers[0];
  EXPECT_NE(answers[1].find(R"("code":429)"), std::string::npos) << answers[1];
  EXPECT_NE(answers[2].find(R"("result":true)"), std::string::npos) << answers[2];
}

TEST_F(PubSubTest, malformed_messages_are_answered_and_the_client_stays) {
  PubSub pubsub(backend, std::make_shared<Desk>(DeskOptions{}));
  auto peer = pubsub.connect(socket, "127.0.0.1");
  for (const auto* text : {"{", "", "\xff\xfe", "[1,", R"({"jsonrpc":"2.0","id":1,"method":5})"}) peer->message(text);
  peer->message(subscribe(9));
  const auto answers = socket->await(6);
  ASSERT_EQ(answers.size(), 6u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NE(answers[i].find("error"), std::string::npos) << answers[i];
  EXPECT_NE(answers[5].find(R"("id":9)"), std::string::npos) << answers[5];
}

TEST_F(PubSubTest, listeners_of_one_topic_hear_every_slot_in_order) {
  PubSub pubsub(backend, std::make_shared<Desk>(DeskOptions{}));
  auto peer = pubsub.connect(socket, "127.0.0.1");
  peer->message(subscribe(1));
  socket->await(1);
  for (std::uint64_t slot = 1; slot <= 100; ++slot) pubsub.opened(Slot(slot), Slot(slot - 1), Slot(0));
  const auto texts = socket->await(101);
  ASSERT_EQ(texts.size(), 101u);
  for (std::uint64_t slot = 1; slot <= 100; ++slot)
    ASSERT_NE(texts[slot].find(fmt::format(R"("slot":{}}})", slot)), std::string::npos) << texts[slot];
}

}  // namespace
}  // namespace zestron::chain_rpc
