// The calls of Token-2022's extensions, Memo, System, Stake and the loader on Agave's bank: each does what it says.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token.hpp>

#include <cstdio>
#include <cstring>

#include "instructions.hpp"
#include "real_runtime.hpp"

namespace errands {
namespace {

using grapnel::testing::has_log;
using grapnel::testing::key;
using grapnel::testing::put_tokens;
using grapnel::testing::read_file;
using grapnel::testing::RealOutcome;
using grapnel::testing::RealRuntime;
using grapnel::testing::tokens_in;
using namespace grapnel::testing::token_accounts;

constexpr Pubkey kOwner = key(1);
constexpr Pubkey kOther = key(2);
constexpr Pubkey kRent = "SysvarRent111111111111111111111111111111111"_pubkey;
constexpr Pubkey kClock = "SysvarC1ock11111111111111111111111111111111"_pubkey;
constexpr Pubkey kHistory = "SysvarStakeHistory1111111111111111111111111"_pubkey;
constexpr Pubkey kBlockhashes = "SysvarRecentB1ockHashes11111111111111111111"_pubkey;
constexpr Pubkey kStakeConfig = "StakeConfig11111111111111111111111111111111"_pubkey;
constexpr u64 kSol = 1'000'000'000;

Pubkey seeded_address(const Pubkey& base, std::string_view text, const Pubkey& owner) {
  Sha256 hash;
  grapnel::detail::add_seed(hash, base);
  hash.add(Text{text.data(), text.size()});
  grapnel::detail::add_seed(hash, owner);
  return Pubkey::from_bytes(hash.finish().bytes);
}

class Errands : public ::testing::Test {
 protected:
  Errands() {
    runtime_.deploy(kProgramId, read_file(ERRANDS_SO));
    for (const Pubkey& person : {kOwner, kOther}) put(person, {}, {}, 100 * kSol);
  }
  void put(const Pubkey& address, std::vector<u8> data, const Pubkey& owner, u64 lamports = kSol) {
    runtime_.set_account(address, {Lamports{lamports}, std::move(data), owner, false});
  }
  // Each in a slot of its own: a nonce advances, and a program changes, once a slot.
  RealOutcome must(const char* name, const client::Instruction& instruction) {
    runtime_.warp(1, 0);
    const RealOutcome outcome = runtime_.run(instruction);
    std::string logs;
    for (const std::string& line : outcome.logs) logs += "\n" + line;
    EXPECT_TRUE(outcome.ok()) << name << ": " << outcome.error << logs;
    std::printf("%-40s %6llu units\n", name, static_cast<unsigned long long>(outcome.compute_units));
    return outcome;
  }
  u64 amount(const Pubkey& address) const { return tokens_in(runtime_, address); }

  RealRuntime runtime_;
};

TEST_F(Errands, extensions_of_a_mint) {
  const Pubkey mint = key(10);
  must("extend", client::instruction<extend>(kProgramId, {kOwner, mint, Token2022::kId, System::kId}));
  native::Account account;
  const auto extensions = [&] {
    account = runtime_.account(mint);
    return token_2022::Extensions(account.data.data(), account.data.size());
  };
  using namespace token_2022;
  ASSERT_NE(extension<TransferFeeConfig>(extensions()), nullptr);
  EXPECT_EQ(extension<TransferFeeConfig>(extensions())->newer.basis_points.get(), 100);
  EXPECT_TRUE(extension<MintCloseAuthority>(extensions())->close_authority.is(kOwner));
  EXPECT_TRUE(extension<PermanentDelegate>(extensions())->delegate.is(kOwner));
  EXPECT_TRUE(extension<TransferHook>(extensions())->program.is_zero());
  EXPECT_TRUE(extension<MetadataPointer>(extensions())->metadata.is(mint));
  EXPECT_EQ(extension<DefaultAccountState>(extensions())->state, State::Initialized);
  EXPECT_EQ(extension<InterestBearingConfig>(extensions())->current_rate.get(), 250);
  EXPECT_EQ(extension<Pausable>(extensions())->paused, 0);
  EXPECT_TRUE(extension<GroupPointer>(extensions())->authority.is(kOwner));
  EXPECT_TRUE(extension<GroupMemberPointer>(extensions())->authority.is(kOwner));

  const u64 size = account_size(extensions());
  EXPECT_EQ(size, 166u + 12 + 5 + 4);
  const Pubkey from = key(11);
  const Pubkey to = key(12);
  for (const Pubkey& address : {from, to}) {
    put_tokens(runtime_, address, {.mint = mint, .owner = kOwner});
    EXPECT_EQ(runtime_.account(address).data.size(), size);
  }
  const auto step = [&](const char* name, u64 number) {
    must(name,
         client::instruction<change>(kProgramId, {kOwner, mint, from, to, Token2022::kId, System::kId}, {number}));
  };
  step("mint_to", 0);
  step("transfer_checked_with_fee", 1);
  EXPECT_EQ(amount(to), 4'950u);
  step("harvest_withheld_tokens_to_mint", 2);
  EXPECT_EQ(extension<TransferFeeConfig>(extensions())->withheld_amount.get(), 50u);
  step("withdraw_withheld_tokens_from_mint", 3);
  EXPECT_EQ(amount(from), 5'050u);
  step("transfer_checked_with_fee", 1);
  step("withdraw_withheld_tokens_from_accounts", 4);
  EXPECT_EQ(amount(from), 100u);
  step("set_transfer_fee", 5);
  EXPECT_EQ(extension<TransferFeeConfig>(extensions())->newer.maximum.get(), 10u);
  step("update_default_account_state", 6);
  EXPECT_EQ(extension<DefaultAccountState>(extensions())->state, State::Frozen);
  step("update_interest_rate", 7);
  EXPECT_EQ(extension<InterestBearingConfig>(extensions())->current_rate.get(), -30);
  step("update_transfer_hook", 8);
  EXPECT_TRUE(extension<TransferHook>(extensions())->program.is(Token::kId));
  step("update_metadata_pointer", 9);
  EXPECT_TRUE(extension<MetadataPointer>(extensions())->metadata.is_zero());
  step("pause", 10);
  EXPECT_EQ(extension<Pausable>(extensions())->paused, 1);
  step("resume", 11);
  EXPECT_EQ(extension<Pausable>(extensions())->paused, 0);
  step("reallocate", 12);
  step("enable_required_memos", 13);
  const auto memo_required = [&] {
    const native::Account payer_account = runtime_.account(from);
    return extension<MemoTransfer>(Extensions(payer_account.data.data(), payer_account.data.size()))
        ->require_incoming_memos;
  };
  EXPECT_EQ(memo_required(), 1);
  step("disable_required_memos", 14);
  EXPECT_EQ(memo_required(), 0);
}

TEST_F(Errands, memos) {
  const RealOutcome outcome = must("note", client::instruction<note>(kProgramId, {kOwner, Memo::kId}));
  EXPECT_TRUE(has_log(outcome, "from nobody"));
  EXPECT_TRUE(has_log(outcome, "Signed by " + to_base58(kOwner)));
  EXPECT_TRUE(has_log(outcome, "from the author"));
}

TEST_F(Errands, addresses_made_with_a_text) {
  const Pubkey account = seeded_address(kOwner, "errand", kProgramId);
  const auto step = [&](const Pubkey& at, u64 number) {
    return client::instruction<seeded>(kProgramId, {kOwner, at, kOther, System::kId}, {number});
  };
  must("create_account_with_seed", step(account, 0));
  EXPECT_EQ(runtime_.account(account).owner, kProgramId);
  EXPECT_EQ(runtime_.account(account).data.size(), 3u);
  put(account, {}, System::kId);
  must("allocate_with_seed", step(account, 1));
  EXPECT_EQ(runtime_.account(account).data.size(), 7u);
  put(account, {}, System::kId);
  must("assign_with_seed", step(account, 2));
  EXPECT_EQ(runtime_.account(account).owner, kProgramId);
  const Pubkey purse = seeded_address(kOwner, "purse", System::kId);
  put(purse, {}, System::kId);
  must("transfer_with_seed", step(purse, 3));
  EXPECT_EQ(runtime_.account(purse).lamports, Lamports{kSol - 1'000'000});
  EXPECT_EQ(runtime_.run(step(account, 4)).error, "invalid instruction data");
}

TEST_F(Errands, nonces) {
  const Pubkey account = key(20);
  put(account, {}, System::kId);
  const auto step = [&](u64 number) {
    return client::instruction<nonce>(kProgramId, {kOwner, account, kBlockhashes, kRent, System::kId}, {number});
  };
  must("allocate, initialize_nonce_account", step(0));
  EXPECT_EQ(runtime_.account(account).data.size(), 80u);
  const auto before = runtime_.account(account).data;
  must("advance_nonce_account", step(1));
  EXPECT_NE(runtime_.account(account).data, before);
  must("authorize_nonce_account", step(2));
  must("withdraw_nonce_account", step(3));
  EXPECT_EQ(runtime_.account(account).lamports, Lamports{kSol - 1'000});
  EXPECT_FALSE(runtime_.run(step(5)).ok()) << "it is of the current version already";
  put(account, {}, System::kId);
  must("assign", step(4));
  EXPECT_EQ(runtime_.account(account).owner, kProgramId);
}

TEST_F(Errands, stake_accounts) {
  const Pubkey account = key(30);
  const Pubkey other = key(31);
  const Pubkey vote = key(32);
  put(account, std::vector<u8>(200), StakeProgram::kId, 10 * kSol);
  put(other, std::vector<u8>(200), StakeProgram::kId, 2'282'880);
  std::vector<u8> vote_state(3762);
  vote_state[0] = 2;  // the third version; no votes yet
  put(vote, vote_state, "Vote111111111111111111111111111111111111111"_pubkey, kSol);
  const auto step = [&](const char* name, u64 number) {
    must(name, client::instruction<staking>(kProgramId,
                                            {kOwner, account, other, vote, kClock, kHistory, kStakeConfig, kRent,
                                             StakeProgram::kId, System::kId},
                                            {number}));
  };
  EXPECT_EQ(runtime_.run(client::instruction<stake_view>(kProgramId, {account})).code,
            static_cast<u64>(ErrorCode::AccountNotInitialized));
  step("stake::initialize", 0);
  step("stake::authorize", 1);
  step("stake::split", 2);
  EXPECT_EQ(runtime_.account(account).lamports, Lamports{8 * kSol});
  step("stake::merge", 3);
  EXPECT_EQ(runtime_.account(account).lamports.value(), 10 * kSol + 2'282'880);
  step("stake::withdraw", 6);
  step("stake::delegate", 4);
  const RealOutcome view = must("stake_view", client::instruction<stake_view>(kProgramId, {account}));
  EXPECT_TRUE(has_log(view, "Program return: ")) << "the delegated lamports";
  step("stake::deactivate", 5);
}

TEST_F(Errands, governing_a_program) {
  constexpr Pubkey kGoverned = key(40);
  const Pubkey buffer = key(42);
  const std::vector<u8> elf = read_file(ERRANDS_SO);
  runtime_.deploy(kGoverned, elf);
  const Pubkey data = find_program_address(UpgradeableLoader::kId, kGoverned).address;
  const auto give_authority = [&] {
    native::Account account = runtime_.account(data);
    account.data[12] = 1;
    std::memcpy(account.data.data() + 13, kOwner.data(), 32);
    runtime_.set_account(data, account);
  };
  const auto make_buffer = [&] {
    std::vector<u8> bytes = {1, 0, 0, 0, 1};
    append(bytes, kOwner);
    bytes.insert(bytes.end(), elf.begin(), elf.end());
    put(buffer, bytes, UpgradeableLoader::kId, 10 * kSol);
  };
  const auto step = [&](u64 number) {
    return client::instruction<governing>(
        kProgramId, {kOwner, data, kGoverned, buffer, kOther, kRent, kClock, UpgradeableLoader::kId, System::kId},
        {number});
  };
  make_buffer();
  EXPECT_EQ(runtime_.run(step(2)).code, 77u) << "nobody's";
  give_authority();
  must("loader::upgrade", step(0));
  EXPECT_EQ(runtime_.account(buffer).lamports, Lamports{0});
  make_buffer();
  must("loader::close_buffer", step(1));
  EXPECT_EQ(runtime_.account(buffer).lamports, Lamports{0});
  put(buffer, {}, System::kId);
  must("loader::set_authority", step(2));
  EXPECT_EQ(std::memcmp(runtime_.account(data).data.data() + 13, kOther.data(), 32), 0);
  give_authority();
  must("loader::remove_authority", step(3));
  EXPECT_EQ(runtime_.account(data).data[12], 0);
  give_authority();
  must("loader::close_program", step(4));
}

}  // namespace
}  // namespace errands
