// Every kind of bug on Agave's bank: the attack is refused by the program as it is written with grapnel, with that number
// and no account changed, and succeeds against its twin.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <fstream>
#include <iterator>
#include <memory>

#include "program.hpp"
#include "real_runtime.hpp"

namespace bugs {
namespace {

using grapnel::testing::code;
using grapnel::testing::key;
using grapnel::testing::RealOutcome;
using grapnel::testing::RealRuntime;
namespace token_accounts = grapnel::testing::token_accounts;

constexpr Pubkey kVictim = key(1);
constexpr Pubkey kThief = key(2);
constexpr Pubkey kPurse = key(3);   // the victim's, or where the thief earns
constexpr Pubkey kObject = key(4);  // what the attack is about
constexpr u64 kCoins = 1'000;
constexpr u64 kFunds = 1'000'000'000;
constexpr u64 kRent = 5'000'000;  // above what any account here asks for

// As the runtime counts its own errors from 0, number 0 of a called program is the first above 32 bits.
constexpr u64 kAlreadyInUse = u64{1} << 32;

std::vector<u8> read_binary(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Attack : public ::testing::Test {
 protected:
  // One chain for all: each test writes the accounts that it looks at.
  static RealRuntime& runtime() {
    static const std::unique_ptr<RealRuntime> kChain = [] {
      auto chain = std::make_unique<RealRuntime>();
      chain->deploy(kProgramId, read_binary(BUGS_SO));
      chain->deploy(kAccompliceId, read_binary(ACCOMPLICE_SO));
      return chain;
    }();
    return *kChain;
  }

  Attack() {
    for (const Pubkey& person : {kVictim, kThief}) runtime().set_account(person, {Lamports{kFunds}, {}, {}, false});
    put(kPurse, Purse{kVictim, kCoins});
  }

  void put_bytes(const Pubkey& address, std::vector<u8> data, const Pubkey& owner = kProgramId, u64 lamports = kRent) {
    runtime().set_account(address, {Lamports{lamports}, std::move(data), owner, false});
  }
  template <class T>
  void put(const Pubkey& address, const T& value, const Pubkey& owner = kProgramId, u64 lamports = kRent) {
    put_bytes(address, client::account_data(value), owner, lamports);
  }
  // Nobody's, empty.
  void clear(const Pubkey& address) { runtime().set_account(address, {}); }

  native::Account account(const Pubkey& address) const { return runtime().account(address); }
  u64 coins() const { return client::account<Purse>(account(kPurse).data).value().coins; }

  template <auto Handler, usize N>
  static client::Instruction call(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    return client::instruction<Handler>(kProgramId, keys, args);
  }
  static client::Instruction transfer(const Pubkey& from, const Pubkey& to, u64 lamports) {
    client::Instruction out{System::kId, {{from, true, true}, {to, false, true}}, {2, 0, 0, 0}};
    token_accounts::append(out.data, lamports, 8);
    return out;
  }

  void refused(std::span<const client::Instruction> instructions, u64 number) {
    std::vector<std::pair<Pubkey, native::Account>> before;
    for (const client::Instruction& instruction : instructions) {
      for (const client::Meta& meta : instruction.accounts) before.emplace_back(meta.key, account(meta.key));
    }
    const RealOutcome outcome = runtime().run(instructions);
    EXPECT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.code, number) << outcome.error << ::testing::PrintToString(outcome.logs);
    for (const auto& [address, was] : before) EXPECT_EQ(account(address), was) << to_base58(address);
  }
  template <class E>
  void refused(const client::Instruction& instruction, E error) {
    refused({&instruction, 1}, code(error));
  }
  void refused(const client::Instruction& instruction, u64 number) { refused({&instruction, 1}, number); }

  void succeeds(std::span<const client::Instruction> instructions) {
    const RealOutcome outcome = runtime().run(instructions);
    EXPECT_TRUE(outcome.ok()) << outcome.error << ::testing::PrintToString(outcome.logs);
  }
  void succeeds(const client::Instruction& instruction) { succeeds({&instruction, 1}); }
};

TEST_F(Attack, missing_signer) {
  auto attack = call<missing_signer_safe>({kPurse, kVictim});
  attack.accounts[1].is_signer = false;
  refused(attack, ErrorCode::AccountNotSigner);

  succeeds(call<missing_signer_bug>({kPurse, kVictim}));
  EXPECT_EQ(coins(), 0u);
}

TEST_F(Attack, missing_owner_check) {
  put(kObject, Credit{kThief, 500}, kAccompliceId);
  refused(call<missing_owner_check_safe>({kObject, kPurse, kThief}), ErrorCode::AccountOwnedByWrongProgram);

  succeeds(call<missing_owner_check_bug>({kObject, kPurse, kThief}));
  EXPECT_EQ(coins(), kCoins + 500);
}

TEST_F(Attack, type_confusion) {
  put(kObject, Guest{kThief, 0});
  refused(call<type_confusion_safe>({kObject, kThief, kPurse}), ErrorCode::AccountDiscriminatorMismatch);

  succeeds(call<type_confusion_bug>({kObject, kThief, kPurse}));
  EXPECT_EQ(coins(), kCoins + 1);
}

TEST_F(Attack, any_bump) {
  const Pda canonical = find_program_address(kProgramId, "receipt", kThief);
  Pda other{};
  for (u8 bump = canonical.bump - 1; bump > 0 && other.bump == 0; --bump) {
    const Pubkey address = derive_program_address(kProgramId, bump, "receipt", kThief);
    if (!detail::is_on_curve(address.data())) other = {address, bump};
  }
  clear(canonical.address);
  clear(other.address);
  refused(call<any_bump_safe>({kThief, other.address, kPurse, System::kId}), ErrorCode::ConstraintSeeds);

  succeeds(call<any_bump_bug>({kThief, canonical.address, kPurse, System::kId}, {canonical.bump}));
  succeeds(call<any_bump_bug>({kThief, other.address, kPurse, System::kId}, {other.bump}));
  EXPECT_EQ(coins(), kCoins + 2);
}

TEST_F(Attack, reinitialisation) {
  const Pubkey throne = find_program_address(kProgramId, "throne").address;
  const auto authority = [&] { return client::account<Throne>(account(throne).data).value().authority; };
  clear(throne);
  succeeds(call<reinitialisation_safe>({kVictim, throne, System::kId}));
  EXPECT_EQ(authority(), kVictim);
  refused(call<reinitialisation_safe>({kThief, throne, System::kId}), kAlreadyInUse);
  // Where a second call is meant to be possible, created() tells the two apart.
  succeeds(call<reinitialisation_asked>({kThief, throne, System::kId}));
  EXPECT_EQ(authority(), kVictim);

  succeeds(call<reinitialisation_bug>({kThief, throne, System::kId}));
  EXPECT_EQ(authority(), kThief);
}

TEST_F(Attack, duplicate_mutable) {
  refused(call<duplicate_mutable_safe>({kPurse, kPurse, kVictim}, {400}), ErrorCode::ConstraintDuplicateMutableAccount);

  succeeds(call<duplicate_mutable_bug>({kPurse, kPurse, kVictim}, {400}));
  EXPECT_EQ(coins(), kCoins + 400);
}

TEST_F(Attack, closed_account_revived) {
  put(kObject, Ticket{kThief, 500});
  const client::Instruction rent_again = transfer(kThief, kObject, kRent);
  const auto safe = call<closed_account_revived_safe>({kObject, kPurse, kThief});
  succeeds(std::vector{safe, rent_again});
  EXPECT_EQ(coins(), kCoins + 500);
  refused(safe, ErrorCode::AccountOwnedByWrongProgram);  // it is System's, and empty

  put(kObject, Ticket{kThief, 500});
  const auto bug = call<closed_account_revived_bug>({kObject, kPurse, kThief});
  succeeds(std::vector{bug, rent_again});
  succeeds(bug);
  EXPECT_EQ(coins(), kCoins + 1'500);
}

TEST_F(Attack, overflow) {
  refused(call<overflow_safe>({kPurse, kVictim}, {kCoins + 1}), BugError::NotEnough);

  succeeds(call<overflow_bug>({kPurse, kVictim}, {kCoins + 1}));
  EXPECT_EQ(coins(), ~u64{0});
}

TEST_F(Attack, unchecked_cpi_target) {
  refused(call<unchecked_cpi_target_safe>({kThief, kPurse, kAccompliceId}, {500}), ErrorCode::InvalidProgramId);

  succeeds(call<unchecked_cpi_target_bug>({kThief, kPurse, kAccompliceId}, {500}));
  EXPECT_EQ(coins(), kCoins + 500);
  EXPECT_EQ(account(kThief).lamports, Lamports{kFunds});  // nothing was paid
}

TEST_F(Attack, stale_after_cpi) {
  refused(call<stale_after_cpi_safe>({kThief, kPurse, System::kId}, {200'000'000}), BugError::NotEnough);

  succeeds(call<stale_after_cpi_bug>({kThief, kPurse, System::kId}, {200'000'000}));
  EXPECT_LT(account(kThief).lamports, kDeposit);
}

TEST_F(Attack, wrong_pda_program) {
  const Pubkey badge = derive_program_address(kAccompliceId, 255, "badge", kThief);
  refused(call<wrong_pda_program_safe>({kThief, badge, kPurse}), ErrorCode::ConstraintSeeds);

  succeeds(call<wrong_pda_program_bug>({kThief, badge, kAccompliceId, kPurse}));
  EXPECT_EQ(coins(), kCoins + 1);
}

TEST_F(Attack, colliding_seeds) {
  const Pubkey victims_team = find_program_address(kProgramId, "team", "ab").address;
  const Pubkey thiefs_team = find_program_address(kProgramId, "team", "a").address;
  put(victims_team, Team{kVictim});
  put(thiefs_team, Team{kThief});
  const PageName name = {{"a"}, {"bc"}};

  const Pubkey by_key = find_program_address(kProgramId, "page by key", victims_team, "c").address;
  put(by_key, Page{7});
  refused(call<colliding_seeds_safe>({thiefs_team, by_key, kThief}, name), ErrorCode::ConstraintSeeds);

  const Pubkey page = find_program_address(kProgramId, "page", "ab", "c").address;
  put(page, Page{7});
  succeeds(call<colliding_seeds_bug>({thiefs_team, page, kThief}, name));
  EXPECT_EQ(client::account<Page>(account(page).data)->version, 666u);
}

TEST_F(Attack, spoofed_sysvar) {
  std::vector<u8> clock;
  token_accounts::append(clock, kUnlockSlot, 8);
  clock.resize(40);
  put_bytes(kObject, clock, kAccompliceId);
  auto attack = call<spoofed_sysvar_safe>({kPurse, kVictim});
  attack.accounts.push_back({kObject, false, false});
  refused(attack, BugError::TooEarly);
  // The one sysvar that is still an account.
  refused(call<introspection_index_safe>({kThief, kPurse, kObject}), ErrorCode::AccountSysvarMismatch);

  succeeds(call<spoofed_sysvar_bug>({kPurse, kVictim, kObject}));
  EXPECT_EQ(coins(), 0u);
}

// The thief's tokens are of a mint that he made himself.
class TokenAttack : public Attack {
 protected:
  void put_tokens(const Pubkey& address, const Pubkey& mint, const Pubkey& owner, u64 amount) {
    put_bytes(address, token_accounts::account_data({.mint = mint, .owner = owner, .amount = amount}), Token::kId);
  }
  static constexpr Pubkey kFrom = key(20);
  static constexpr Pubkey kTo = key(21);
};

TEST_F(TokenAttack, wrong_mint) {
  put_tokens(kFrom, key(22), kThief, 500);
  put_tokens(kTo, key(22), kTreasury, 0);
  refused(call<wrong_mint_safe>({kThief, kFrom, kTo, kPurse, Token::kId}, {500}), ErrorCode::ConstraintTokenMint);

  succeeds(call<wrong_mint_bug>({kThief, kFrom, kTo, kPurse, Token::kId}, {500}));
  EXPECT_EQ(coins(), kCoins + 500);
}

TEST_F(TokenAttack, wrong_token_program) {
  put_tokens(kFrom, kMint, kThief, 0);
  put_tokens(kTo, kMint, kTreasury, 0);
  refused(call<wrong_token_program_safe>({kThief, kFrom, kTo, kPurse, kAccompliceId}, {500}),
          ErrorCode::InvalidProgramId);

  succeeds(call<wrong_token_program_bug>({kThief, kFrom, kTo, kPurse, kAccompliceId}, {500}));
  EXPECT_EQ(coins(), kCoins + 500);
}

TEST_F(Attack, unvalidated_remaining_account) {
  put(kObject, Ballot{500}, kAccompliceId);
  const auto with_ballot = [](client::Instruction instruction) {
    instruction.accounts.push_back({kObject, false, false});
    return instruction;
  };
  const auto safe = with_ballot(call<unvalidated_remaining_account_safe>({kThief, kPurse}));
  refused(safe, BugError::NotOurs);

  succeeds(with_ballot(call<unvalidated_remaining_account_bug>({kThief, kPurse})));
  EXPECT_EQ(coins(), kCoins + 500);

  put(kObject, Ballot{1});
  succeeds(safe);  // a true one counts
  EXPECT_EQ(coins(), kCoins + 501);
}

TEST_F(Attack, signer_passed_on) {
  refused(call<signer_passed_on_safe>({kVictim, kPurse, System::kId, kAccompliceId}), ErrorCode::InvalidProgramId);

  succeeds(call<signer_passed_on_bug>({kVictim, kPurse, System::kId, kAccompliceId}));
  EXPECT_EQ(account(kVictim).lamports, Lamports{kFunds / 2});
}

TEST_F(Attack, missing_rent) {
  // Somebody sends a lamport to the address first: what Init leaves is exempt all the same.
  const Pubkey pledge = find_program_address(kProgramId, "pledge", kVictim).address;
  put_bytes(pledge, {}, System::kId, 1);
  succeeds(call<missing_rent_init>({kVictim, pledge, System::kId}));
  EXPECT_EQ(account(pledge).lamports, native::Runtime{}.rent.minimum_balance(8 + sizeof(Pledge)));

  put(kObject, Pledge{kThief, 500}, kProgramId, 1'000);
  refused(call<missing_rent_safe>({kObject, kThief, kPurse}), ErrorCode::ConstraintRentExempt);

  succeeds(call<missing_rent_bug>({kObject, kThief, kPurse}));
  EXPECT_EQ(coins(), kCoins + 500);
}

TEST_F(Attack, drained_without_close) {
  put(kObject, Coupon{kThief, 500});
  const auto safe = call<drained_without_close_safe>({kObject, kPurse, kThief});
  refused(std::vector{safe, safe}, code(ErrorCode::AccountNotInitialized));

  const auto bug = call<drained_without_close_bug>({kObject, kPurse, kThief});
  succeeds(std::vector{bug, bug});
  EXPECT_EQ(coins(), kCoins + 1'000);
}

TEST_F(Attack, introspection_index) {
  const client::Instruction payment = transfer(kThief, kPurse, kPrice);
  const auto safe = call<introspection_index_safe>({kThief, kPurse, Instructions::kFixedAddress});
  refused(std::vector{payment, safe, safe}, code(BugError::NotPaid));

  const auto bug = call<introspection_index_bug>({kThief, kPurse, Instructions::kFixedAddress});
  succeeds(std::vector{payment, bug, bug});
  EXPECT_EQ(coins(), kCoins + 2);
}

}  // namespace
}  // namespace bugs
