// The report of an outcome: what a failed assertion of a program's test prints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <grapnel/testing/add.hpp>
#include <grapnel/testing/testing.hpp>

namespace shop {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "Shop111111111111111111111111111111111111111"_pubkey;

struct Limits {
  u64 max;
};
struct Shelf {
  Pubkey keeper;
  u64 items;
  Limits limits;
};
struct Stocked {
  Pubkey by;
  u64 items;
};
enum class ShopError : u32 { Full = 6000 };
constexpr Text message(ShopError) { return "The shelf is full"; }

struct Stock {
  struct Args {
    u64 items;
  };
  Mut<Account<Shelf, HasOne<&Shelf::keeper>>> shelf;
  Signer keeper;
};
Result<> stock(Context<Stock>& ctx, const Stock::Args& args) {
  emit(Stocked{ctx.keeper.key(), args.items});
  if (ctx.shelf->items + args.items > ctx.shelf->limits.max) return fail(ShopError::Full);
  ctx.shelf->items += args.items;
  return ok;
}
struct Shop : Module<"shop", kProgramId, stock> {
  using Errors = ShopError;
  using Events = List<Stocked>;
};

namespace {

using grapnel::testing::Chain;
using grapnel::testing::key;
using ::testing::HasSubstr;
using ::testing::Not;

const Pubkey kShelf = key(1), kKeeper = key(2), kStranger = key(3);

class ReportTest : public ::testing::Test {
 protected:
  ReportTest() {
    chain.add<Shop>();
    chain.put(kShelf, Shelf{kKeeper, 2, {10}}, kProgramId);
  }
  std::string report(const client::Instruction& instruction) { return chain.run(instruction).report(); }
  static client::Instruction stock_by(const Pubkey& keeper, u64 items) {
    return client::instruction<stock>(kProgramId, {kShelf, keeper}, {.items = items});
  }

  Chain chain;
};

TEST_F(ReportTest, shows_changes_by_field_and_events_by_name) {
  const std::string text = report(stock_by(kKeeper, 3));
  EXPECT_THAT(text, HasSubstr("succeeded"));
  EXPECT_THAT(text, HasSubstr("shelf (" + to_base58(kShelf) + ")\n    items: 2 → 5"));
  EXPECT_THAT(text, HasSubstr("Stocked {by: " + to_base58(kKeeper) + ", items: 3}"));
  EXPECT_THAT(text, Not(HasSubstr("limits.max")));  // has not changed
}

TEST_F(ReportTest, names_the_error_and_says_that_nothing_changed) {
  const std::string text = report(stock_by(kKeeper, 9));
  EXPECT_THAT(text, HasSubstr("shop::stock failed: Full (6000): The shelf is full"));
  EXPECT_THAT(text, HasSubstr("changes: none"));
}

TEST_F(ReportTest, names_errors_of_the_framework) {
  EXPECT_THAT(report(stock_by(kStranger, 1)), HasSubstr("ConstraintHasOne (2001)"));
}

TEST_F(ReportTest, says_which_flags_are_missing) {
  auto instruction = stock_by(kKeeper, 1);
  instruction.accounts[0].is_writable = false;
  instruction.accounts[1].is_signer = false;
  const std::string text = report(instruction);
  EXPECT_THAT(text, HasSubstr("account `shelf` (" + to_base58(kShelf) + "): expected to be writable"));
  EXPECT_THAT(text, HasSubstr("account `keeper` (" + to_base58(kKeeper) + "): expected to have signed"));
}

TEST_F(ReportTest, says_which_account_is_missing_or_holds_something_else) {
  auto instruction = stock_by(kKeeper, 1);
  instruction.accounts.pop_back();
  EXPECT_THAT(report(instruction), HasSubstr("account `keeper`: missing, 1 of 2 are given"));
  chain.fund(kShelf, Lamports{5'000'000});
  EXPECT_THAT(report(stock_by(kKeeper, 1)), HasSubstr("expected a Shelf owned by shop; it is System's, with 0 bytes"));
  chain.fund(kShelf, Lamports{});
  EXPECT_THAT(report(stock_by(kKeeper, 1)), HasSubstr("expected a Shelf owned by shop; it does not exist"));
}

TEST_F(ReportTest, says_nothing_about_accounts_that_are_right) {
  EXPECT_THAT(report(stock_by(kKeeper, 9)), Not(HasSubstr("expected")));
}

}  // namespace
}  // namespace shop
