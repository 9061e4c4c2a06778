#include "chain/fork.hpp"

#include "chain/testing/folder.hpp"
#include "chain/testing/transfer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace zestron::chain {
namespace {

using testing::Folder;
using testing::key;

/// Another chain: what it has, and what it was asked.
class Upstream final : public AccountSource {
 public:
  std::expected<std::vector<HostWrite>, std::string> fetch(std::span<const Pubkey> keys) override {
    if (!refusal.empty()) return std::unexpected(refusal);
    std::vector<HostWrite> found;
    for (const Pubkey& asked_for : keys) {
      asked.push_back(asked_for);
      for (const auto& [key, along] : accounts) {
        if (key != asked_for) continue;
        found.push_back({.key = key, .lamports = Lamports(7), .owner = {}, .data = {}});
        if (along) found.push_back({.key = *along, .lamports = Lamports(8), .owner = {}, .data = {}});
      }
    }
    return found;
  }
  std::map<Pubkey, std::optional<Pubkey>> accounts;  ///< and what comes along with each
  std::vector<Pubkey> asked;
  std::string refusal;
};

struct Forked {
  explicit Forked(const std::filesystem::path& folder, Slot tip = Slot(1'000)) {
    fork = std::move(*Fork::open(folder / "fork", tip, upstream,
                                 {.has = [this](const Pubkey& key) { return here.contains(key); },
                                  .table = [this](const Pubkey&) { return listed; },
                                  .take_over =
                                      [this](HostWrite write) {
                                        std::promise<ports::ChainOutcome<Slot>> done;
                                        here.insert(write.key);
                                        done.set_value(slot);
                                        return done.get_future();
                                      }}));
  }
  std::shared_ptr<Upstream> upstream = std::make_shared<Upstream>();
  std::set<Pubkey> here;
  std::vector<Pubkey> listed;
  Slot slot{5};
  std::unique_ptr<Fork> fork;
};

TEST(Fork, takes_over_what_is_asked_for_once) {
  const Folder folder;
  Forked forked(folder.path());
  forked.upstream->accounts[key(1)] = std::nullopt;
  const Pubkey asked[] = {key(1), key(2), key(1)};
  EXPECT_EQ(forked.fork->bring(asked), Slot(5));
  EXPECT_EQ(forked.here, std::set{key(1)});
  EXPECT_EQ(forked.upstream->asked, (std::vector{key(1), key(2)}));
  forked.slot = Slot(9);
  EXPECT_EQ(forked.fork->bring(asked), Slot(5)) << "the slot that it came in, however late it is asked for again";
  EXPECT_EQ(forked.upstream->asked.size(), 2U) << "a miss is remembered too";
}

TEST(Fork, own_accounts_are_never_asked_about_and_what_was_deleted_stays_deleted) {
  const Folder folder;
  {
    Forked forked(folder.path());
    for (std::uint64_t at = 1; at <= 3; ++at) forked.upstream->accounts[key(at)] = std::nullopt;
    forked.here.insert(key(1));
    const Pubkey asked[] = {key(1), key(2)};
    EXPECT_EQ(forked.fork->bring(asked), Slot(5));
    EXPECT_TRUE(forked.fork->claim(key(3)));
    EXPECT_EQ(forked.upstream->asked, std::vector{key(2)});
    forked.here.clear();  // all of them are deleted here
    const Pubkey all[] = {key(1), key(2), key(3)};
    EXPECT_EQ(forked.fork->bring(all), Slot(5));
    EXPECT_TRUE(forked.here.empty());
  }
  // A kill in the middle of an entry.
  std::ofstream(folder.path() / "fork", std::ios::binary | std::ios::app) << "half an entry";
  Forked again(folder.path());
  const Pubkey all[] = {key(1), key(2), key(3)};
  EXPECT_EQ(again.fork->bring(all), Slot(5));
  EXPECT_TRUE(again.upstream->asked.empty());
}

TEST(Fork, what_a_crash_took_back_is_asked_for_again) {
  const Folder folder;
  const Pubkey one[] = {key(1)};
  {
    Forked forked(folder.path());
    forked.upstream->accounts[key(1)] = std::nullopt;
    EXPECT_EQ(forked.fork->bring(one), Slot(5));
  }
  Forked again(folder.path(), Slot(4));
  again.upstream->accounts[key(1)] = std::nullopt;
  EXPECT_EQ(again.fork->bring(one), Slot(5));
  EXPECT_TRUE(again.here.contains(key(1)));
}

TEST(Fork, what_comes_along_does_not_replace_what_is_known) {
  const Folder folder;
  Forked forked(folder.path());
  forked.upstream->accounts[key(1)] = key(2);
  forked.upstream->accounts[key(3)] = key(4);
  EXPECT_TRUE(forked.fork->claim(key(2)));
  const Pubkey asked[] = {key(1), key(3)};
  EXPECT_EQ(forked.fork->bring(asked), Slot(5));
  EXPECT_EQ(forked.here, (std::set{key(1), key(3), key(4)}));
}

TEST(Fork, a_refusal_is_told_and_asked_again) {
  const Folder folder;
  Forked forked(folder.path());
  forked.upstream->accounts[key(1)] = std::nullopt;
  forked.upstream->refusal = "too many requests";
  const Pubkey one[] = {key(1)};
  EXPECT_EQ(forked.fork->bring(one).error(), "too many requests");
  forked.upstream->refusal.clear();
  EXPECT_EQ(forked.fork->bring(one), Slot(5));
}

TEST(Fork, a_transaction_brings_its_accounts_and_those_of_its_tables) {
  const Folder folder;
  Forked forked(folder.path());
  const codec::Keypair payer = testing::faucet();
  const Pubkey table = key(10);
  forked.listed = {key(1), key(2), key(3)};
  const codec::Instruction instruction{
      .program = key(20), .accounts = {{.key = key(2), .signer = false, .writable = true}}, .data = {}};
  const codec::AddressTable tables[] = {{.key = table, .addresses = forked.listed}};
  const auto message = codec::compile_message(payer.pubkey(), {&instruction, 1}, Hash{}, tables);
  ASSERT_TRUE(message);
  const codec::Keypair* signers[] = {&payer};
  const Bytes wire = codec::sign_transaction(*message, signers)->serialize();
  EXPECT_EQ(forked.fork->bring_for(wire), Slot(0));
  const std::set asked(forked.upstream->asked.begin(), forked.upstream->asked.end());
  EXPECT_EQ(asked, (std::set{payer.pubkey(), key(20), table, key(2)}));
  EXPECT_EQ(forked.fork->bring_for(Bytes{1, 2, 3}), Slot(0)) << "no transaction needs nothing";
}

}  // namespace
}  // namespace zestron::chain
