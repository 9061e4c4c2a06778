// A made-up outcome of each kind that no program may have, and of those that it may.
#include <grapnel/testing/balance.hpp>
#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <gtest/gtest.h>

namespace grapnel::testing {
namespace {

using Accounts = std::map<Pubkey, native::Account>;

Outcome outcome_of(const Accounts& before, const Accounts& after, const std::string& error = {}) {
  RunResult result;
  result.error = error;
  return {result,
          std::make_shared<Record>(Record{.programs = {}, .instructions = {}, .before = before, .after = after})};
}

native::Account purse(u64 lamports) { return {Lamports{lamports}, {}, {}, false}; }
native::Account tokens(const Pubkey& mint, u64 amount) {
  return {Lamports{1}, token_accounts::account_data({.mint = mint, .owner = key(9), .amount = amount}), Token::kId,
          false};
}
native::Account mint_of(u64 supply) {
  return {Lamports{1}, token_accounts::mint_data({.authority = key(9), .supply = supply, .decimals = 6}), Token::kId,
          false};
}

TEST(Balance, lamports_move_but_are_not_made) {
  const Accounts before = {{key(1), purse(10)}, {key(2), purse(5)}};
  EXPECT_EQ(out_of_balance(outcome_of(before, {{key(1), purse(3)}, {key(2), purse(12)}})), "");
  EXPECT_EQ(out_of_balance(outcome_of(before, {{key(1), purse(3)}, {key(2), purse(13)}})), "lamports came or went");
}

TEST(Balance, a_failure_changes_nothing) {
  const Accounts before = {{key(1), purse(10)}, {key(2), purse(5)}};
  EXPECT_EQ(out_of_balance(outcome_of(before, before, "no")), "");
  EXPECT_EQ(out_of_balance(outcome_of(before, {{key(1), purse(9)}, {key(2), purse(6)}}, "no")),
            "a failure has changed something");
}

TEST(Balance, tokens_of_a_mint_move_to_its_accounts_only) {
  const Accounts before = {{key(1), tokens(key(3), 10)}, {key(2), tokens(key(4), 5)}, {key(5), tokens(key(3), 0)}};
  Accounts after = before;
  after[key(1)] = tokens(key(3), 4);
  after[key(5)] = tokens(key(3), 6);
  EXPECT_EQ(out_of_balance(outcome_of(before, after)), "");
  after[key(5)] = before.at(key(5));
  after[key(2)] = tokens(key(4), 11);
  EXPECT_EQ(out_of_balance(outcome_of(before, after)), "tokens came or went");
}

TEST(Balance, minting_and_burning_are_the_supplys) {
  const Accounts before = {{key(1), tokens(key(3), 10)}, {key(3), mint_of(100)}};
  EXPECT_EQ(out_of_balance(outcome_of(before, {{key(1), tokens(key(3), 17)}, {key(3), mint_of(107)}})), "");
  EXPECT_EQ(out_of_balance(outcome_of(before, {{key(1), tokens(key(3), 17)}, {key(3), mint_of(106)}})),
            "tokens came or went");
}

}  // namespace
}  // namespace grapnel::testing
