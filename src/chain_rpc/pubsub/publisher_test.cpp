#include "chain_rpc/pubsub/publisher.hpp"

#include "chain_rpc/testing/fake_backend.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace zestron::chain_rpc::pubsub {
namespace {

Pubkey key(std::uint8_t last) {
  Pubkey key;
  key.value()[31] = last;
  return key;
}
Signature signature(std::uint8_t last) {
  Signature signature;
  signature.value()[63] = last;
  return signature;
}

class PublisherTest : public ::testing::Test {
 protected:
  std::shared_ptr<chain::SlotRecord> record(std::uint64_t slot,
                                            std::vector<chain::LandedTransaction> transactions = {}) {
    auto made = std::make_shared<chain::SlotRecord>();
    made->slot = Slot{slot};
    made->transactions = std::move(transactions);
    backend.history_value.slots[made->slot] = made;
    return made;
  }
  /// "method of the notification" for each, in order; drops what was asked before.
  std::vector<std::string> told() {
    std::vector<std::string> methods;
    for (const auto& text : std::exchange(texts, {})) {
      const auto at = text.find("\"method\":\"") + 10;
      methods.push_back(text.substr(at, text.find('"', at) - at));
    }
    return methods;
  }

  testing::FakeBackend backend;
  Registry registry;
  std::vector<std::string> texts;
  std::vector<const std::string*> bodies;
  /// The `result` of what was told last.
  [[nodiscard]] std::string last_result() const {
    const auto from = texts.back().find(R"("result":)") + 9;
    return texts.back().substr(from, texts.back().rfind(R"(,"subscription")") - from);
  }
  Publisher publisher{backend, registry,
                      [this](const Subscriber& to, const auto& body) {
                        texts.push_back(*body + std::to_string(to.id) + "}}");
                        bodies.push_back(body.get());
                      },
                      [] { return std::uint64_t{1'700}; }};
};

TEST_F(PublisherTest, the_signature_comes_before_the_nonce_account_it_changed) {
  registry.add(1, {.kind = Kind::kAccount, .commitment = Commitment::kConfirmed, .key = key(9), .encoding = "base64"});
  registry.add(1, {.kind = Kind::kProgram, .commitment = Commitment::kConfirmed, .key = key(0)});
  registry.add(1, {.kind = Kind::kLogs, .commitment = Commitment::kConfirmed, .every = true});
  registry.add(1, {.kind = Kind::kSignature, .commitment = Commitment::kConfirmed, .signature = signature(1)});
  backend.changes_of[Slot{101}] = {{.key = key(9), .owner = key(0)}};
  backend.accounts[key(9)] = R"({"lamports":1})";
  const auto slot = record(101, {testing::landed(signature(1))});
  publisher.reached(Commitment::kProcessed, *slot);
  EXPECT_TRUE(texts.empty());
  publisher.reached(Commitment::kConfirmed, *slot);
  EXPECT_EQ(told(), (std::vector<std::string>{"signatureNotification", "logsNotification", "accountNotification",
                                              "programNotification"}));
}

TEST_F(PublisherTest, notifications_to_the_letter) {
  registry.add(1, {.kind = Kind::kSlot});
  registry.add(1, {.kind = Kind::kRoot});
  registry.add(1, {.kind = Kind::kSignature, .commitment = Commitment::kFinalized, .signature = signature(1)});
  registry.add(1, {.kind = Kind::kLogs, .commitment = Commitment::kFinalized, .key = key(5)});
  registry.add(1, {.kind = Kind::kAccount, .commitment = Commitment::kFinalized, .key = key(9), .encoding = "base64"});
  backend.changes_of[Slot{101}] = {{.key = key(9), .owner = key(0), .deleted = true}};
  publisher.opened(Slot{102}, Slot{101}, Slot{69});
  publisher.reached(Commitment::kFinalized,
                    *record(101, {testing::landed(signature(1), R"("AccountNotFound")", {key(5)})}));
  EXPECT_EQ(
      texts,
      (std::vector<std::string>{
          R"({"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"parent":101,"root":69,"slot":102},"subscription":1}})",
          R"({"jsonrpc":"2.0","method":"signatureNotification","params":{"result":{"context":{"slot":101},"value":{"err":"AccountNotFound"}},"subscription":3}})",
          R"({"jsonrpc":"2.0","method":"logsNotification","params":{"result":{"context":{"slot":101},"value":{"err":"AccountNotFound","logs":["Program log: x"],"signature":)" +
              quote(signature(1)) + R"(}},"subscription":4}})",
          R"({"jsonrpc":"2.0","method":"accountNotification","params":{"result":{"context":{"slot":101},"value":{"data":["","base64"],"executable":false,"lamports":0,"owner":"11111111111111111111111111111111","rentEpoch":0,"space":0}},"subscription":5}})",
          R"({"jsonrpc":"2.0","method":"rootNotification","params":{"result":101,"subscription":2}})"}));
}

TEST_F(PublisherTest, a_signature_subscription_ends_with_its_notification) {
  registry.add(1, {.kind = Kind::kSignature, .commitment = Commitment::kConfirmed, .signature = signature(1)});
  const auto slot = record(101, {testing::landed(signature(1))});
  publisher.reached(Commitment::kConfirmed, *slot);
  publisher.reached(Commitment::kConfirmed, *slot);
  EXPECT_EQ(told().size(), 1u);
  EXPECT_EQ(registry.size(), 0u);
}

TEST_F(PublisherTest, a_settled_signature_is_told_at_once_and_only_then) {
  record(98, {testing::landed(signature(1))});  // confirmed, not final: the fake's bounds are 100, 99, 68
  const Topic confirmed{.kind = Kind::kSignature, .commitment = Commitment::kConfirmed, .signature = signature(1)};
  const Topic finalized{.kind = Kind::kSignature, .commitment = Commitment::kFinalized, .signature = signature(1)};
  registry.add(1, confirmed);
  registry.add(1, finalized);
  publisher.settle_if_known(confirmed);
  publisher.settle_if_known(finalized);
  EXPECT_EQ(told().size(), 1u);
  EXPECT_EQ(registry.size(), 1u);
}

TEST_F(PublisherTest, a_slot_whose_notifications_are_out_settles_even_if_the_chain_says_less) {
  const auto slot = record(120, {testing::landed(signature(1))});
  publisher.reached(Commitment::kConfirmed, *slot);
  const Topic topic{.kind = Kind::kSignature, .commitment = Commitment::kConfirmed, .signature = signature(1)};
  registry.add(1, topic);
  publisher.settle_if_known(topic);
  EXPECT_EQ(told().size(), 1u);
}

TEST_F(PublisherTest, equal_subscriptions_share_one_text) {
  registry.add(1, {.kind = Kind::kSlot});
  registry.add(1, {.kind = Kind::kSlot});
  registry.add(2, {.kind = Kind::kSlot});
  publisher.opened(Slot{2}, Slot{1}, Slot{0});
  ASSERT_EQ(bodies.size(), 3u);
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(bodies[0], bodies[2]);
  EXPECT_NE(texts[0], texts[1]);
}

TEST_F(PublisherTest, logs_mentioning_a_key_leave_out_others) {
  registry.add(1, {.kind = Kind::kLogs, .commitment = Commitment::kProcessed, .key = key(5)});
  publisher.reached(Commitment::kProcessed, *record(101, {testing::landed(signature(1), {}, {key(4)}),
                                                          testing::landed(signature(2), {}, {key(4), key(5)})}));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_NE(texts[0].find(quote(signature(2))), std::string::npos);
}

TEST_F(PublisherTest, program_filters_hold) {
  registry.add(1,
               {.kind = Kind::kProgram, .commitment = Commitment::kProcessed, .key = key(7), .filters = {DataSize{4}}});
  backend.changes_of[Slot{101}] = {{.key = key(9), .owner = key(7)}, {.key = key(8), .owner = key(7), .deleted = true}};
  backend.accounts[key(9)] = "{}";
  publisher.reached(Commitment::kProcessed, *record(101));
  EXPECT_TRUE(texts.empty());  // the fake's accounts hold no data
}

Checked<Topic> topic_of(std::string_view method, std::string_view params) {
  const auto json = nlohmann::json::parse(params);
  return parse_topic(method, Params(&json));
}

TEST_F(PublisherTest, updates_follow_a_slot_from_its_bank_to_the_root) {
  registry.add(1, {.kind = Kind::kSlotsUpdates});
  publisher.opened(Slot{101}, Slot{100}, Slot{69});
  EXPECT_EQ(last_result(), R"({"slot":101,"timestamp":1700,"type":"createdBank","parent":100})");
  const auto slot = record(101, {testing::landed(signature(1)), testing::landed(signature(2), R"("AccountNotFound")")});
  publisher.reached(Commitment::kProcessed, *slot);
  EXPECT_EQ(last_result(), R"({"slot":101,"timestamp":1700,"type":"frozen","stats":{"maxTransactionsPerEntry":2,)"
                           R"("numFailedTransactions":1,"numSuccessfulTransactions":1,"numTransactionEntries":1}})");
  publisher.reached(Commitment::kConfirmed, *slot);
  EXPECT_EQ(last_result(), R"({"slot":101,"timestamp":1700,"type":"optimisticConfirmation"})");
  publisher.reached(Commitment::kFinalized, *slot);
  EXPECT_EQ(last_result(), R"({"slot":101,"timestamp":1700,"type":"root"})");
  EXPECT_EQ(texts.size(), 5u);  // one more: completed
  EXPECT_EQ(told().front(), "slotsUpdatesNotification");
}

TEST_F(PublisherTest, a_block_is_told_whole_or_as_far_as_it_mentions_a_key) {
  registry.add(1,
               *topic_of("blockSubscribe", R"(["all",{"commitment":"confirmed","transactionDetails":"signatures"}])"));
  registry.add(2, *topic_of("blockSubscribe",
                            R"([{"mentionsAccountOrProgram":"11111111111111111111111111111116"},)"
                            R"({"commitment":"confirmed","transactionDetails":"signatures","showRewards":true}])"));
  const auto one =
      record(101, {testing::landed(signature(1), {}, {key(4)}), testing::landed(signature(2), {}, {key(5)})});
  publisher.reached(Commitment::kProcessed, *one);
  EXPECT_TRUE(texts.empty());
  publisher.reached(Commitment::kConfirmed, *one);
  ASSERT_EQ(texts.size(), 2u);
  EXPECT_NE(texts[0].find(quote(signature(1)) + "," + quote(signature(2))), std::string::npos) << texts[0];
  EXPECT_EQ(texts[0].find("rewards"), std::string::npos);
  EXPECT_EQ(texts[1].find(quote(signature(1))), std::string::npos);
  EXPECT_TRUE(last_result().starts_with(R"({"context":{"slot":101},"value":{"block":{"blockHeight":0,)")) << texts[1];
  EXPECT_TRUE(
      last_result().ends_with(R"("rewards":[],"signatures":[)" + quote(signature(2)) + R"(]},"err":null,"slot":101}})"))
      << texts[1];
  told();
  publisher.reached(Commitment::kConfirmed, *record(102));
  EXPECT_EQ(texts.size(), 1u);  // nothing in it mentions the key
}

TEST(Topic, refusals_are_agaves) {
  const auto refusal = [](std::string_view method, std::string_view params) {
    const auto topic = topic_of(method, params);
    return topic ? std::string("taken") : topic.error().message;
  };
  EXPECT_EQ(refusal("blockSubscribe", R"(["all",{"commitment":"processed"}])"),
            "Method does not support commitment below `confirmed`");
  EXPECT_EQ(refusal("blockSubscribe", R"([{"mentionsAccountOrProgram":"x"}])"),
            "Invalid Request: Invalid mentions_account_or_program provided");
  EXPECT_EQ(refusal("blockSubscribe", "[]"), "`params` should have at least 1 argument(s)");
  EXPECT_EQ(refusal("blockSubscribe", R"(["all"])"), "taken");
  EXPECT_EQ(refusal("slotsUpdatesSubscribe", "[]"), "taken");
  EXPECT_EQ(refusal("slotsUpdatesSubscribe", "[1]"), "Invalid parameters: No parameters were expected");
  EXPECT_EQ(refusal("voteSubscribe", "[]"), "Method not found");
  EXPECT_TRUE(is_unsubscribe("blockUnsubscribe") && is_unsubscribe("slotsUpdatesUnsubscribe"));
  EXPECT_FALSE(is_unsubscribe("voteUnsubscribe"));
}

TEST(Registry, forgets_what_is_removed) {
  Registry registry;
  const auto first = registry.add(1, {.kind = Kind::kAccount, .key = key(1)});
  const auto second = registry.add(2, {.kind = Kind::kAccount, .key = key(1)});
  EXPECT_FALSE(registry.remove(2, *first));
  EXPECT_TRUE(registry.remove(1, *first));
  EXPECT_FALSE(registry.remove(1, *first));
  EXPECT_EQ(registry.of_key(Kind::kAccount, key(1), Commitment::kFinalized).size(), 1u);
  registry.remove_client(2);
  EXPECT_FALSE(registry.any(Kind::kAccount));
  EXPECT_FALSE(registry.remove(2, *second));
}

TEST(Registry, bounds_subscriptions_of_a_client) {
  Registry registry;
  for (std::size_t i = 0; i < Registry::kPerClientMax; ++i) ASSERT_TRUE(registry.add(1, {.kind = Kind::kSlot}));
  EXPECT_FALSE(registry.add(1, {.kind = Kind::kSlot}));
  EXPECT_TRUE(registry.add(2, {.kind = Kind::kSlot}));
}

}  // namespace
}  // namespace zestron::chain_rpc::pubsub
