#include "transact/failover/failover_chain.hpp"

#include <gtest/gtest.h>

#include <array>

namespace zestron::transact {
namespace {

// An endpoint that answers what the test says.
class Told final : public ports::Chain {
 public:
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment) override {
    return answer(ports::LatestBlockhash{{}, Slot(height), height + 150});
  }
  ports::ChainOutcome<ports::Tip> tip(Commitment) override { return answer(ports::Tip{Slot(height), height}); }
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey&, Commitment) override {
    if (blind) return fail(ports::ChainError::kUnavailable, "blind");
    return answer(std::optional(ports::AccountState{Lamports(height), {}, false, {}}));
  }
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t) override { return answer(height); }
  ports::ChainOutcome<Signature> send(ByteView) override {
    sent += 1;
    return answer(Signature{});
  }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView, std::span<const Pubkey>) override {
    return answer(ports::Simulation{{}, {}, height, {}});
  }
  ports::ChainOutcome<ports::Sighting> sight(const Signature&) override {
    return answer(ports::Sighting{status, Slot(height)});
  }
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey>) override {
    return answer(std::vector{height});
  }

  std::uint64_t height = 100;
  bool away = false, blind = false;
  int sent = 0;
  std::optional<ports::SignatureStatus> status;

 private:
  template <class T>
  ports::ChainOutcome<T> answer(T value) const {
    if (away) return fail(ports::ChainError::kUnavailable, "away");
    return value;
  }
};

class FailoverChainTest : public ::testing::Test {
 protected:
  void heights(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    told_[0].height = a;
    told_[1].height = b;
    told_[2].height = c;
  }
  static ports::SignatureStatus landed(Commitment commitment) { return {Slot(7), commitment, std::nullopt}; }

  std::array<Told, 3> told_;
  FailoverChain chain_{{{"a", &told_[0]}, {"b", &told_[1]}, {"c", &told_[2]}}, 2};
};

TEST_F(FailoverChainTest, the_tip_is_what_a_quorum_has_reached) {
  heights(100, 1'000'000, 110);
  EXPECT_EQ(chain_.tip(Commitment::kFinalized)->block_height, 110U);
  told_[1].away = true;
  EXPECT_EQ(chain_.tip(Commitment::kFinalized)->block_height, 100U);
  told_[2].away = true;
  EXPECT_FALSE(chain_.tip(Commitment::kFinalized)) << "one alone is not believed";
}

TEST_F(FailoverChainTest, reads_come_from_the_furthest) {
  heights(100, 120, 110);
  EXPECT_EQ((*chain_.account({}, Commitment::kFinalized))->lamports, Lamports(120));
  EXPECT_EQ(chain_.simulate({}, {})->compute_units, 120U);
  told_[1].away = true;
  EXPECT_EQ((*chain_.account({}, Commitment::kFinalized))->lamports, Lamports(110));
  EXPECT_EQ(chain_.latest_blockhash(Commitment::kConfirmed)->slot, Slot(110));
  told_[2].away = true;
  EXPECT_FALSE(chain_.account({}, Commitment::kFinalized));
  EXPECT_TRUE(chain_.simulate({}, {})) << "a simulation decides nothing by itself";
}

TEST_F(FailoverChainTest, an_account_is_not_read_from_one_that_lags) {
  heights(100, 120, 110);
  told_[1].blind = true;
  EXPECT_FALSE(chain_.account({}, Commitment::kFinalized));
}

TEST_F(FailoverChainTest, one_that_lies_is_outvoted_and_named) {
  told_[0].status = landed(Commitment::kFinalized);
  const auto seen = chain_.sight({});
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->status);
  EXPECT_EQ(chain_.health()[0].outvoted, 1U);
  EXPECT_EQ(chain_.health()[1].outvoted, 0U);

  told_[1].status = told_[2].status = ports::SignatureStatus{Slot(7), Commitment::kFinalized, "\"X\""};
  EXPECT_TRUE(chain_.sight({})->status->error_json) << "how it ended is outvoted too";
}

TEST_F(FailoverChainTest, is_as_settled_as_a_quorum_says) {
  told_[0].status = landed(Commitment::kFinalized);
  told_[2].status = landed(Commitment::kConfirmed);
  EXPECT_EQ(chain_.sight({})->status->commitment, Commitment::kConfirmed);
}

TEST_F(FailoverChainTest, unknown_is_as_old_as_the_oldest_answer) {
  heights(100, 120, 110);
  EXPECT_EQ(chain_.sight({})->as_of, Slot(100));
}

TEST_F(FailoverChainTest, a_split_decides_nothing) {
  told_[0].status = landed(Commitment::kFinalized);
  told_[1].away = true;
  EXPECT_FALSE(chain_.sight({}));
}

TEST_F(FailoverChainTest, sends_to_all_and_counts_what_is_away) {
  told_[0].away = true;
  EXPECT_TRUE(chain_.send({}));
  for (const auto& endpoint : told_) EXPECT_EQ(endpoint.sent, 1);
  EXPECT_EQ(chain_.health()[0].failures, 1U);
  EXPECT_EQ(chain_.health()[1].answers, 1U);
  heights(100, 120, 90);
  EXPECT_TRUE(chain_.tip(Commitment::kProcessed));
  EXPECT_EQ(chain_.health()[2].behind, 30U);
}

}  // namespace
}  // namespace zestron::transact
