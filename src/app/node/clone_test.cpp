#include "app/node/clone.hpp"

#include "codec/base58.hpp"

#include <gtest/gtest.h>

#include <map>

namespace zestron::node {
namespace {

/// A cluster that has accounts and nothing else.
class Accounts final : public ports::Chain {
 public:
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment) override { return none(); }
  ports::ChainOutcome<ports::Tip> tip(Commitment) override { return none(); }
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment) override {
    const auto found = accounts.find(key);
    return found == accounts.end() ? std::nullopt : std::optional(found->second);
  }
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t) override { return none(); }
  ports::ChainOutcome<Signature> send(ByteView) override { return none(); }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView, std::span<const Pubkey>) override { return none(); }
  ports::ChainOutcome<ports::Sighting> sight(const Signature&) override { return none(); }
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey>) override {
    return none();
  }

  std::map<Pubkey, ports::AccountState> accounts;

 private:
  static std::unexpected<Failure<ports::ChainError>> none() {
    return fail(ports::ChainError::kUnavailable, "not asked for");
  }
};

Pubkey key(std::uint8_t byte) {
  Pubkey key;
  key.value().fill(byte);
  return key;
}

const Pubkey kLoader = *codec::from_base58<Pubkey>("BPFLoaderUpgradeab1e11111111111111111111111");

TEST(Clone, takes_an_account_as_it_is) {
  Accounts cluster;
  cluster.accounts[key(1)] = {.lamports = Lamports(7), .owner = key(2), .executable = false, .data = {1, 2}};
  const auto writes = clone_accounts(cluster, std::array{key(1)});
  ASSERT_TRUE(writes) << writes.error();
  ASSERT_EQ(writes->size(), 1u);
  EXPECT_EQ(writes->front(),
            (chain::HostWrite{.key = key(1), .lamports = Lamports(7), .owner = key(2), .data = {1, 2}}));
}

TEST(Clone, a_program_brings_its_code_as_if_deployed_in_slot_0) {
  Accounts cluster;
  Bytes program{2, 0, 0, 0};
  program.insert(program.end(), 32, 9);
  Bytes code{3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1};
  code.insert(code.end(), 32 + 4, 5);
  cluster.accounts[key(1)] = {.lamports = Lamports(7), .owner = kLoader, .executable = true, .data = program};
  cluster.accounts[key(9)] = {.lamports = Lamports(8), .owner = kLoader, .executable = false, .data = code};
  const auto writes = clone_accounts(cluster, std::array{key(1)});
  ASSERT_TRUE(writes) << writes.error();
  ASSERT_EQ(writes->size(), 2u);
  EXPECT_EQ(writes->front().key, key(9));
  EXPECT_EQ(Bytes(writes->front().data.begin() + 4, writes->front().data.begin() + 12), Bytes(8, 0));
  EXPECT_EQ(Bytes(writes->front().data.begin() + 12, writes->front().data.end()), Bytes(code.begin() + 12, code.end()));
  EXPECT_TRUE(writes->back().executable);
  EXPECT_EQ(writes->back().data, program);
}

TEST(Clone, says_which_address_cannot_be_taken) {
  Accounts cluster;
  EXPECT_EQ(clone_accounts(cluster, std::array{Pubkey{}}).error(),
            "cannot clone 11111111111111111111111111111111: the cluster has no such account");
  cluster.accounts[Pubkey{}] = {.lamports = Lamports(1),
                                .owner = *codec::from_base58<Pubkey>("NativeLoader1111111111111111111111111111111"),
                                .executable = true,
                                .data = {}};
  EXPECT_EQ(
      clone_accounts(cluster, std::array{Pubkey{}}).error(),
      "cannot clone 11111111111111111111111111111111: a sysvar or built-in program, which each chain has its own of");
}

}  // namespace
}  // namespace zestron::node
