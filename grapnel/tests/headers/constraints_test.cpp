// One program with every constraint that counter doesn't use, run natively.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

namespace zoo {
using namespace grapnel;

constexpr Pubkey kProgramId = "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP"_pubkey;
constexpr Pubkey kAdmin = grapnel::testing::key(100);
constexpr Pubkey kOracle = grapnel::testing::key(101);

struct Home {
  Pubkey keeper;
  u64 number;
  u32 animals;
  u8 bump;
  Array<u8, 3> reserved;
};

enum class ZooError : u32 { TooMany = 6000 };
constexpr Text message(ZooError) { return "Too many animals"; }

struct Open {
  struct Args {
    u64 number;
    String<8> name;
  };
  Mut<Signer> keeper;
  Init<Home, Payer<&Open::keeper>, Seeds<"home", &Open::keeper, &Args::number, &Args::name>> home;
  Program<System> system_program;
};
Result<> open(Context<Open>& ctx, const Open::Args& args) {
  ctx.home->keeper = ctx.keeper.key();
  ctx.home->number = args.number;
  ctx.home->bump = ctx.home.bump();
  return ok;
}

bool has_room(const Home& home) { return home.animals < 2; }

struct Admit {
  Mut<Account<Home, Seeds<"simple", &Home::keeper, &Home::number>, Bump<&Home::bump>,
              Constraint<has_room, ZooError::TooMany>>>
      home;
};
Result<u64> admit(Context<Admit>& ctx) {
  ctx.home->animals += 1;
  return u64{ctx.home->animals};
}

struct OpenSimple {
  struct Args {
    u64 number;
  };
  Init<Home, Payer<"keeper">, Seeds<"simple", Key<"keeper">, &Args::number>> home;
  Mut<Signer> keeper;
  Program<System> system_program;
};
Result<> open_simple(Context<OpenSimple>& ctx, const OpenSimple::Args& args) {
  *ctx.home = {ctx.keeper.key(), args.number, 0, ctx.home.bump(), {}};
  return ok;
}

struct OpenAnywhere {
  Mut<Signer> keeper;
  Init<Home, Payer<&OpenAnywhere::keeper>, Space<256>> home;
  Program<System> system_program;
};
Result<> open_anywhere(Context<OpenAnywhere>& ctx) {
  ctx.home->keeper = ctx.keeper.key();
  return ok;
}

struct Visit {
  With<Signer, Address<kAdmin>> admin;
  With<Unchecked, Owner<kOracle>> feed;
  Optional<Mut<Account<Home>>> home;
  Optional<Account<Home>> other;
};
Result<u64> visit(Context<Visit>& ctx) {
  u64 sum = 0;
  if (ctx.home) {
    (*ctx.home)->animals += 10;
    sum += (*ctx.home)->animals;
  }
  if (ctx.other) sum += 1000;
  for (const AccountView account : ctx.remaining()) sum += 100'000 * account.size();
  return sum;
}

struct Pair {
  Mut<Account<Home>> first;
  Mut<Account<Home>, Duplicate> second;
};
Result<> pair(Context<Pair>& ctx) {
  ctx.first->animals += 1;
  ctx.second->animals += 1;
  return ok;
}

struct Steal {
  Mut<Unchecked> from;
  Mut<Unchecked> to;
};
Result<> steal(Context<Steal>& ctx) {
  return move_lamports(ctx.from, ctx.to, Lamports{1}) ? ok : Result<>{Failure{u64{6} << 32}};
}

struct Pay {
  struct Args {
    u64 lamports;
  };
  Mut<Signer> from;
  Mut<Unchecked> to;
  Program<System> system_program;
};
Result<> pay(Context<Pay>& ctx, const Pay::Args& args) {
  return system::transfer(ctx.from, ctx.to, Lamports{args.lamports});
}

struct ZooProgram : Module<"zoo", kProgramId, open, open_simple, open_anywhere, admit, visit, pair, steal, pay> {
  using Errors = ZooError;
};

namespace {

using grapnel::testing::code;
using grapnel::testing::key;

constexpr Pubkey kKeeper = key(1);
constexpr Pubkey kFeed = key(2);

class ZooTest : public ::testing::Test {
 protected:
  ZooTest() {
    runtime_.add<ZooProgram>();
    runtime_.fund(kKeeper, Lamports{1'000'000'000});
    runtime_.set_account(kFeed, {Lamports{1}, {}, kOracle, false});
    runtime_.set_account(kOracle, {Lamports{1}, {}, {}, false});
  }

  Pubkey make_home(u64 number) {
    const Pubkey home = find_program_address(kProgramId, "simple", kKeeper, number).address;
    const auto outcome =
        runtime_.run(client::instruction<open_simple>(kProgramId, {home, kKeeper, System::kId}, {number}));
    EXPECT_TRUE(outcome.ok()) << outcome.error;
    return home;
  }
  u64 returned(const native::Outcome& outcome) {
    EXPECT_TRUE(outcome.ok()) << outcome.error;
    u64 value = 0;
    if (outcome.return_data.size() == sizeof value) std::memcpy(&value, outcome.return_data.data(), sizeof value);
    return value;
  }

  native::Runtime runtime_;
};

TEST_F(ZooTest, dynamic_seeds_find_the_canonical_bump_whatever_it_is) {
  int below_255 = 0;
  for (u64 number = 0; number < 24; ++number) {
    const Pda home = find_program_address(kProgramId, "home", kKeeper, number, Array<u8, 3>{{'a', 'b', 'c'}});
    const auto outcome =
        runtime_.run(client::instruction<open>(kProgramId, {kKeeper, home.address, System::kId}, {number, "abc"}));
    ASSERT_TRUE(outcome.ok()) << outcome.error;
    EXPECT_EQ(runtime_.state<Home>(home.address)->bump, home.bump);
    below_255 += home.bump < 255;
  }
  EXPECT_GT(below_255, 3) << "the slow way was taken";
}

TEST_F(ZooTest, dynamic_seeds_refuse_a_lower_bump) {
  for (u64 number = 0; number < 8; ++number) {
    const Pda home = find_program_address(kProgramId, "simple", kKeeper, number);
    // The next bump below that is off the curve signs just as well, but isn't canonical.
    for (u32 bump = home.bump - 1u; bump > 0; --bump) {
      const Pubkey other = derive_program_address(kProgramId, static_cast<u8>(bump), "simple", kKeeper, number);
      if (grapnel::detail::is_on_curve(other.data())) continue;
      EXPECT_EQ(
          runtime_.run(client::instruction<open_simple>(kProgramId, {other, kKeeper, System::kId}, {number})).code,
          code(ErrorCode::ConstraintSeeds));
      break;
    }
  }
}

TEST_F(ZooTest, a_stored_bump_is_proven) {
  const Pubkey home = make_home(3);
  EXPECT_EQ(returned(runtime_.run(client::instruction<admit>(kProgramId, {home}))), 1u);
  native::Account account = runtime_.account(home);
  account.data[8 + 44] ^= 1;
  runtime_.set_account(home, account);
  EXPECT_EQ(runtime_.run(client::instruction<admit>(kProgramId, {home})).code, code(ErrorCode::ConstraintSeeds));
}

TEST_F(ZooTest, a_custom_constraint_names_account_and_error) {
  const Pubkey home = make_home(1);
  EXPECT_EQ(returned(runtime_.run(client::instruction<admit>(kProgramId, {home}))), 1u);
  EXPECT_EQ(returned(runtime_.run(client::instruction<admit>(kProgramId, {home}))), 2u);
  const auto outcome = runtime_.run(client::instruction<admit>(kProgramId, {home}));
  EXPECT_EQ(outcome.code, code(ZooError::TooMany));
  EXPECT_TRUE(grapnel::testing::has_log(outcome,
                                        "AnchorError caused by account: home. Error Code: TooMany. Error Number: 6000. "
                                        "Error Message: Too many animals."));
}

TEST_F(ZooTest, init_without_seeds_needs_the_new_keys_signature) {
  auto instruction = client::instruction<open_anywhere>(kProgramId, {kKeeper, key(7), System::kId});
  ASSERT_TRUE(instruction.accounts[1].is_signer);
  const auto outcome = runtime_.run(instruction);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(runtime_.account(key(7)).data.size(), 256u);
  instruction.accounts[1] = {key(8), false, true};
  EXPECT_EQ(runtime_.run(instruction).code, code(ErrorCode::AccountNotSigner));
}

TEST_F(ZooTest, address_and_owner) {
  const auto visit_with = [&](const Pubkey& admin, const Pubkey& feed) {
    return runtime_.run(client::instruction<visit>(kProgramId, {admin, feed, kProgramId, kProgramId}));
  };
  EXPECT_TRUE(visit_with(kAdmin, kFeed).ok());
  EXPECT_EQ(visit_with(kKeeper, kFeed).code, code(ErrorCode::ConstraintAddress));
  EXPECT_EQ(visit_with(kAdmin, kKeeper).code, code(ErrorCode::ConstraintOwner));
}

TEST_F(ZooTest, optional_accounts_are_absent_or_checked) {
  const Pubkey home = make_home(1);
  const auto visit_with = [&](const Pubkey& first, const Pubkey& second) {
    return runtime_.run(client::instruction<visit>(kProgramId, {kAdmin, kFeed, first, second}));
  };
  EXPECT_EQ(returned(visit_with(kProgramId, kProgramId)), 0u);
  EXPECT_EQ(returned(visit_with(home, kProgramId)), 10u);
  EXPECT_EQ(returned(visit_with(kProgramId, home)), 1000u);
  EXPECT_EQ(visit_with(kFeed, kProgramId).code, code(ErrorCode::AccountOwnedByWrongProgram));
  auto readonly = client::instruction<visit>(kProgramId, {kAdmin, kFeed, home, kProgramId});
  readonly.accounts[2].is_writable = false;
  EXPECT_EQ(runtime_.run(readonly).code, code(ErrorCode::ConstraintMut));
}

TEST_F(ZooTest, remaining_accounts_are_walked_with_duplicates) {
  runtime_.set_account(key(50), {Lamports{1}, std::vector<u8>(3), {}, false});
  runtime_.set_account(key(51), {Lamports{1}, std::vector<u8>(17), {}, false});
  auto instruction = client::instruction<visit>(kProgramId, {kAdmin, kFeed, kProgramId, kProgramId});
  for (const u64 number : {50u, 51u, 50u}) instruction.accounts.push_back({key(number), false, false});
  EXPECT_EQ(returned(runtime_.run(instruction)), 100'000u * (3 + 17 + 3));
}

TEST_F(ZooTest, duplicates_only_where_they_are_allowed) {
  const Pubkey home = make_home(1);
  ASSERT_TRUE(runtime_.run(client::instruction<pair>(kProgramId, {home, home})).ok());
  EXPECT_EQ(runtime_.state<Home>(home)->animals, 2u);
  EXPECT_EQ(runtime_.run(client::instruction<steal>(kProgramId, {home, home})).code,
            code(ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_F(ZooTest, the_native_runtime_refuses_what_the_real_one_refuses) {
  const auto outcome = runtime_.run(client::instruction<steal>(kProgramId, {kKeeper, key(9)}));
  EXPECT_EQ(outcome.error, "instruction spent from the balance of an account it does not own");
  EXPECT_EQ(runtime_.account(kKeeper).lamports, Lamports{1'000'000'000});
}

TEST_F(ZooTest, a_transfer_by_cpi_moves_lamports) {
  constexpr u64 kEnough = 1'000'000;  // for the rent of an account without data
  ASSERT_TRUE(
      runtime_.run(client::instruction<pay>(kProgramId, {kKeeper, key(9), System::kId}, {.lamports = kEnough})).ok());
  EXPECT_EQ(runtime_.account(key(9)).lamports, Lamports{kEnough});
  const auto too_much =
      runtime_.run(client::instruction<pay>(kProgramId, {key(9), kKeeper, System::kId}, {.lamports = kEnough + 1}));
  EXPECT_EQ(too_much.code, 1u) << too_much.error;
  EXPECT_EQ(runtime_.account(key(9)).lamports, Lamports{kEnough});
}

}  // namespace
}  // namespace zoo
