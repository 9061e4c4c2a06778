#include "transact/pipeline.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>

#include <map>

namespace zestron::transact {
namespace {

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

// A chain that does what the test says, where the real one could not be made to: losing, lying low, failing. The real bank
// is under the pipeline in tests/e2e.
class ScriptedChain final : public ports::Chain {
 public:
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment) override {
    return ports::LatestBlockhash{Hash(codec::sha256(as_bytes("blockhash")).value()), Slot(height), height + 150};
  }
  ports::ChainOutcome<std::uint64_t> block_height(Commitment) override { return height; }
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& name, Commitment) override {
    const auto it = accounts.find(name);
    return it == accounts.end() ? std::nullopt : std::optional(it->second);
  }
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t) override { return 1; }
  ports::ChainOutcome<Signature> send(ByteView wire) override {
    if (full) return fail(ports::ChainError::kBusy, "the queue is full");
    sent.emplace_back(wire.begin(), wire.end());
    return codec::parse_transaction(wire)->signatures[0];
  }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView, std::span<const Pubkey> names) override {
    ports::Simulation out;
    out.error_json = simulation_error;
    for (const auto& name : names) {
      auto state = *account(name, {});
      if (state && name == executor) state->lamports = Lamports(state->lamports.value() - 5'000);
      out.accounts.push_back(state);
    }
    return out;
  }
  ports::ChainOutcome<std::optional<ports::SignatureStatus>> status(const Signature&) override { return known; }

  Pubkey executor;
  std::uint64_t height = 10;
  bool full = false;
  std::optional<std::string> simulation_error;
  std::optional<ports::SignatureStatus> known;
  std::vector<Bytes> sent;
  std::map<Pubkey, ports::AccountState> accounts;
};

class ExecutorSigner final : public ports::Signer {
 public:
  [[nodiscard]] const Pubkey& pubkey() const override { return pair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    return pair_.sign(transaction.message().serialize());
  }

 private:
  codec::Keypair pair_ = codec::Keypair::from_secret(codec::sha256(as_bytes("executor")).value());
};

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    chain_.accounts[signer_.pubkey()] = {Lamports(1'000'000), {}, false, {}};
    chain_.executor = signer_.pubkey();
    chain_.accounts[key("agent")] = {Lamports(1), key("program"), false, {0}};
  }

  Effect propose() {
    const domain::Intent intent{key("agent"), Slot(3), 1, domain::ClaimPerformance{1, 0, 1, 1, {}}};
    const domain::ContextView view{Slot(3), UnixMillis(5), {{}, 1, 0, 0, UnixMillis(5), domain::TickOrigin::kRecorded}};
    return pipeline_.propose(intent, view, policy_, signer_);
  }

  ScriptedChain chain_;
  ExecutorSigner signer_;
  policy::Policy policy_{false, {"claim_performance"}, 1'000, 100, 100, 10, Lamports(10'000)};
  Pipeline pipeline_{chain_, {{key("program")}, [](const domain::Intent& intent, const Pubkey& payer) {
                                return std::vector<codec::Instruction>{
                                    {key("program"), {{intent.agent, false, true}, {payer, true, false}}, {1}}};
                              }}};
};

TEST_F(PipelineTest, sends_once_and_lands) {
  const auto effect = propose();
  EXPECT_EQ(effect.state, State::kSent) << effect.reason;
  EXPECT_TRUE(pipeline_.in_flight(key("agent")));
  chain_.known = ports::SignatureStatus{Slot(4), Commitment::kConfirmed, std::nullopt};
  const auto ended = pipeline_.on_slot();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].state, State::kLanded);
  EXPECT_EQ(ended[0].signature, effect.signature);
  EXPECT_EQ(chain_.sent.size(), 1U);
  EXPECT_FALSE(pipeline_.in_flight(key("agent")));
}

TEST_F(PipelineTest, sends_the_same_bytes_again_and_never_signs_anew) {
  propose();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pipeline_.on_slot().empty());
  ASSERT_EQ(chain_.sent.size(), 4U);
  for (const auto& wire : chain_.sent) EXPECT_EQ(wire, chain_.sent[0]);
}

TEST_F(PipelineTest, expires_only_after_its_last_height) {
  propose();
  chain_.height = 160;
  EXPECT_TRUE(pipeline_.on_slot().empty());
  chain_.height = 161;
  const auto ended = pipeline_.on_slot();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].state, State::kExpired);
}

TEST_F(PipelineTest, a_full_queue_keeps_the_effect_and_tries_again) {
  chain_.full = true;
  EXPECT_EQ(propose().state, State::kBuilt);
  chain_.full = false;
  pipeline_.on_slot();
  EXPECT_EQ(chain_.sent.size(), 1U);
}

TEST_F(PipelineTest, refusals_send_nothing) {
  policy_.killed = true;
  EXPECT_EQ(propose().state, State::kRefused);
  policy_.killed = false;
  chain_.simulation_error = "\"X\"";
  const auto effect = propose();
  EXPECT_EQ(effect.state, State::kRefused);
  EXPECT_NE(effect.reason.find("simulation"), std::string::npos);
  EXPECT_TRUE(chain_.sent.empty());
  EXPECT_FALSE(pipeline_.in_flight(key("agent")));
}

}  // namespace
}  // namespace zestron::transact
