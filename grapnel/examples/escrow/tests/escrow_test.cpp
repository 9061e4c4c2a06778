// The escrow, natively and on the real runtime, with SPL Token, Token-2022 and the associated token program of Agave's
// genesis: every instruction with mints of either program, and everything that money programs must refuse.
#include <grapnel/testing/token.hpp>

#include "baseline.hpp"
#include "instructions.hpp"

namespace escrow {
namespace {

using grapnel::examples::costs;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::put_associated;
using grapnel::testing::put_mint;
using grapnel::testing::put_tokens;
using grapnel::testing::succeeds;
using grapnel::testing::TokenExtensions;
using grapnel::testing::tokens_in;
using grapnel::testing::transfer_fee;

constexpr Pubkey kMaker = key(1);
constexpr Pubkey kTaker = key(2);
constexpr Pubkey kIssuer = key(3);
constexpr Pubkey kMintA = key(10);
constexpr Pubkey kMintB = key(11);
constexpr u64 kNumber = 5;
const Pubkey kOffer = find_program_address(kProgramId, "offer", kMaker, kNumber).address;
const Pubkey kVault = find_program_address(kProgramId, "vault", kOffer).address;
constexpr Pubkey kEvents = find_program_address(kProgramId, "__event_authority").address;
const grapnel::testing::MintFields kMint{
    .authority = kIssuer, .supply = 1'000'000, .decimals = 6, .freeze_authority = kIssuer};
constexpr u8 kFrozen = 2;
constexpr const char* kTokenFrozen = "custom program error: 0x11";
constexpr const char* kTokenInsufficient = "custom program error: 0x1";

class EscrowTest : public grapnel::testing::ProgramTest<EscrowProgram> {
 protected:
  EscrowTest() {
    for (const Pubkey& person : {kMaker, kTaker}) chain.fund(person, Lamports{10'000'000'000});
    use_mints(Token::kId, Token::kId);
    holds(kMaker, kMintA, 1'000);
    holds(kTaker, kMintB, 1'000);
  }

  void use_mints(const Pubkey& program_a, const Pubkey& program_b, const TokenExtensions& extensions_a = {},
                 const TokenExtensions& extensions_b = {}) {
    put_mint(chain, kMintA, kMint, program_a, extensions_a);
    put_mint(chain, kMintB, kMint, program_b, extensions_b);
  }
  Pubkey program_of(const Pubkey& mint) const { return grapnel::testing::token_program_of(chain, mint); }
  Pubkey associated(const Pubkey& wallet, const Pubkey& mint) const {
    return grapnel::testing::associated_address(chain, wallet, mint);
  }
  void holds(const Pubkey& wallet, const Pubkey& mint, u64 amount, u8 state = 1) {
    put_associated(chain, {.mint = mint, .owner = wallet, .amount = amount, .state = state});
  }
  void vault_holds(u64 amount, u8 state = 1) {
    put_tokens(chain, kVault, {.mint = kMintA, .owner = kOffer, .amount = amount, .state = state});
  }
  u64 amount(const Pubkey& account) const { return tokens_in(chain, account); }
  u64 amount(const Pubkey& wallet, const Pubkey& mint) const { return amount(associated(wallet, mint)); }

  client::Instruction making(u64 offered, u64 wanted) {
    return make<escrow::make>({kMaker, kMintA, kMintB, associated(kMaker, kMintA), kOffer, kVault, program_of(kMintA),
                               program_of(kMintB), System::kId, kEvents, kProgramId},
                              {.number = kNumber, .offered = offered, .wanted = wanted});
  }
  client::Instruction taking(u64 pay, u64 receive_min) {
    return make<take>({kTaker, kMaker, kMintA, kMintB, kOffer, kVault, associated(kTaker, kMintA),
                       associated(kTaker, kMintB), associated(kMaker, kMintB), program_of(kMintA), program_of(kMintB),
                       AssociatedTokenProgram::kId, System::kId, kEvents, kProgramId},
                      {.pay = pay, .receive_min = receive_min});
  }
  client::Instruction refunding() {
    return make<refund>({kMaker, kMintA, kOffer, kVault, associated(kMaker, kMintA), program_of(kMintA),
                         AssociatedTokenProgram::kId, System::kId, kEvents, kProgramId});
  }
  Outcome make_offer(u64 offered = 600, u64 wanted = 300) { return run(making(offered, wanted)); }
  Outcome take_offer(u64 pay = 300, u64 receive_min = 600) { return run(taking(pay, receive_min)); }
  void nothing_is_left() {
    EXPECT_EQ(chain.account(kOffer), native::Account{});
    EXPECT_EQ(chain.account(kVault), native::Account{});
  }
};
INSTANTIATE_TEST_SUITE_P(, EscrowTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(EscrowTest, a_swap) {
  ASSERT_TRUE(costs("make", make_offer()));
  EXPECT_TRUE(grapnel::examples::has_size(EscrowProgram::kName));
  const Offer offer = chain.state<Offer>(kOffer).value();
  EXPECT_EQ(offer.maker, kMaker);
  EXPECT_EQ(offer.mint_a, kMintA);
  EXPECT_EQ(offer.mint_b, kMintB);
  EXPECT_EQ(offer.wanted, 300u);
  EXPECT_EQ(amount(kVault), 600u);
  EXPECT_EQ(amount(kMaker, kMintA), 400u);
  const Lamports before = chain.account(kMaker).lamports;

  ASSERT_TRUE(costs("take_making_accounts", take_offer()));
  EXPECT_EQ(amount(kTaker, kMintA), 600u);
  EXPECT_EQ(amount(kTaker, kMintB), 700u);
  EXPECT_EQ(amount(kMaker, kMintB), 300u);
  nothing_is_left();
  EXPECT_EQ(chain.account(kMaker).lamports.value(),
            before.value() + chain.rent(165).value() + chain.rent(8 + sizeof(Offer)).value());
}

TEST_P(EscrowTest, a_swap_between_accounts_that_exist) {
  holds(kTaker, kMintA, 5);
  holds(kMaker, kMintB, 7);
  ASSERT_TRUE(succeeds(make_offer()));
  ASSERT_TRUE(costs("take", take_offer()));
  EXPECT_EQ(amount(kTaker, kMintA), 605u);
  EXPECT_EQ(amount(kMaker, kMintB), 307u);
}

TEST_P(EscrowTest, mints_of_either_program) {
  for (const auto& [a, b] :
       {std::pair{Token2022::kId, Token::kId}, {Token::kId, Token2022::kId}, {Token2022::kId, Token2022::kId}}) {
    use_mints(a, b);
    holds(kMaker, kMintA, 1'000);
    holds(kTaker, kMintB, 1'000);
    chain.set_account(associated(kTaker, kMintA), {});
    chain.set_account(associated(kMaker, kMintB), {});
    ASSERT_TRUE(succeeds(make_offer()));
    ASSERT_TRUE(succeeds(take_offer()));
    EXPECT_EQ(amount(kTaker, kMintA), 600u);
    EXPECT_EQ(amount(kMaker, kMintB), 300u);
    nothing_is_left();
  }
}

TEST_P(EscrowTest, the_maker_takes_it_back) {
  ASSERT_TRUE(succeeds(make_offer()));
  const Lamports before = chain.account(kMaker).lamports;
  ASSERT_TRUE(costs("refund", run(refunding())));
  EXPECT_EQ(amount(kMaker, kMintA), 1'000u);
  nothing_is_left();
  EXPECT_GT(chain.account(kMaker).lamports, before);
}

TEST_P(EscrowTest, back_also_where_the_account_is_gone) {
  ASSERT_TRUE(succeeds(make_offer()));
  chain.set_account(associated(kMaker, kMintA), {});
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(amount(kMaker, kMintA), 600u);
}

TEST_P(EscrowTest, an_offer_ends_once) {
  ASSERT_TRUE(succeeds(make_offer()));
  EXPECT_FALSE(make_offer().ok()) << "nor is it made twice";
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_TRUE(fails(run(refunding()), ErrorCode::AccountNotInitialized));
  EXPECT_TRUE(fails(take_offer(), ErrorCode::AccountNotInitialized));
  ASSERT_TRUE(succeeds(make_offer())) << "its number is free again";
  const Outcome twice = chain.run({taking(300, 600), taking(300, 0)});
  EXPECT_TRUE(fails(twice, ErrorCode::AccountNotInitialized));
  EXPECT_EQ(amount(kVault), 600u);
}

TEST_P(EscrowTest, amounts_of_zero_are_refused) {
  EXPECT_TRUE(fails(make_offer(0, 300), EscrowError::AmountIsZero));
  EXPECT_TRUE(fails(make_offer(600, 0), EscrowError::AmountIsZero));
  EXPECT_TRUE(fails(make_offer(1'001, 1), kTokenInsufficient));
}

TEST_P(EscrowTest, one_token_for_itself_is_refused) {
  auto instruction = making(600, 300);
  instruction.accounts[2].key = kMintA;
  EXPECT_TRUE(fails(run(instruction), EscrowError::SameMint));
}

TEST_P(EscrowTest, the_taker_is_somebody_else) {
  ASSERT_TRUE(succeeds(make_offer()));
  auto instruction = taking(300, 600);
  instruction.accounts[0].key = kMaker;
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_P(EscrowTest, the_price_holds) {
  ASSERT_TRUE(succeeds(make_offer()));
  EXPECT_TRUE(fails(take_offer(299), EscrowError::PaidTooLittle));
  EXPECT_TRUE(fails(take_offer(0), EscrowError::PaidTooLittle));
  EXPECT_TRUE(fails(take_offer(1'001), kTokenInsufficient));
  EXPECT_TRUE(fails(take_offer(300, 601), EscrowError::ReceivedTooLittle));
  EXPECT_EQ(amount(kTaker, kMintB), 1'000u);
  EXPECT_EQ(amount(kVault), 600u);
}

TEST_P(EscrowTest, an_offer_replaced_by_a_worse_one_is_not_taken) {
  ASSERT_TRUE(succeeds(make_offer()));
  ASSERT_TRUE(succeeds(run(refunding())));
  ASSERT_TRUE(succeeds(make_offer(1, 300)));
  EXPECT_TRUE(fails(take_offer(), EscrowError::ReceivedTooLittle));
}

TEST_P(EscrowTest, other_accounts_are_refused) {
  ASSERT_TRUE(succeeds(make_offer()));
  const auto with = [](client::Instruction instruction, usize at, const Pubkey& key) {
    instruction.accounts[at].key = key;
    return instruction;
  };
  put_mint(chain, key(12), kMint);
  put_tokens(chain, key(13), {.mint = kMintA, .owner = kOffer, .amount = 600});
  put_tokens(chain, key(14), {.mint = kMintB, .owner = kMaker});
  const auto take_it = taking(300, 600);
  EXPECT_TRUE(fails(run(with(take_it, 1, key(9))), ErrorCode::ConstraintHasOne)) << "another to be paid";
  EXPECT_TRUE(fails(run(with(take_it, 2, key(12))), ErrorCode::ConstraintHasOne)) << "another mint offered";
  EXPECT_TRUE(fails(run(with(take_it, 3, key(12))), ErrorCode::ConstraintHasOne)) << "another mint paid with";
  EXPECT_TRUE(fails(run(with(take_it, 5, key(13))), ErrorCode::ConstraintSeeds)) << "another vault";
  EXPECT_TRUE(fails(run(with(take_it, 8, key(14))), ErrorCode::ConstraintAssociated)) << "another account of the maker";
  EXPECT_TRUE(fails(run(with(take_it, 9, Token2022::kId)), ErrorCode::ConstraintMintTokenProgram));
  EXPECT_TRUE(fails(run(with(take_it, 9, kTaker)), ErrorCode::InvalidProgramId));
  auto unsigned_one = take_it;
  unsigned_one.accounts[0].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));

  const auto back = refunding();
  EXPECT_TRUE(fails(run(with(back, 0, kTaker)), ErrorCode::ConstraintHasOne)) << "another's refund";
  EXPECT_TRUE(fails(run(with(back, 1, key(12))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(back, 3, key(13))), ErrorCode::ConstraintSeeds));
  unsigned_one = back;
  unsigned_one.accounts[0].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));

  EXPECT_TRUE(fails(run(with(making(1, 1), 3, key(14))), ErrorCode::ConstraintAssociated));
  EXPECT_EQ(amount(kVault), 600u);
}

TEST_P(EscrowTest, frozen_accounts_stop_it_and_nothing_is_lost) {
  holds(kMaker, kMintA, 1'000, kFrozen);
  EXPECT_TRUE(fails(make_offer(), kTokenFrozen));
  holds(kMaker, kMintA, 1'000);
  ASSERT_TRUE(succeeds(make_offer()));
  holds(kTaker, kMintA, 0, kFrozen);
  EXPECT_TRUE(fails(take_offer(), kTokenFrozen));
  holds(kTaker, kMintA, 0);
  vault_holds(600, kFrozen);
  EXPECT_TRUE(fails(take_offer(), kTokenFrozen));
  EXPECT_TRUE(fails(run(refunding()), kTokenFrozen));
  vault_holds(600);
  EXPECT_TRUE(succeeds(take_offer()));
}

TEST_P(EscrowTest, what_others_send_to_the_vault_does_not_block_it) {
  ASSERT_TRUE(succeeds(make_offer()));
  vault_holds(601);
  ASSERT_TRUE(succeeds(take_offer()));
  EXPECT_EQ(amount(kTaker, kMintA), 601u);
  nothing_is_left();
}

TEST_P(EscrowTest, an_offered_token_with_a_fee_is_measured_where_it_arrives) {
  use_mints(Token2022::kId, Token::kId, transfer_fee(100));
  holds(kMaker, kMintA, 1'000);
  ASSERT_TRUE(succeeds(make_offer()));
  EXPECT_EQ(amount(kVault), 594u) << "1 % of 600 is kept";
  EXPECT_TRUE(fails(take_offer(300, 589), EscrowError::ReceivedTooLittle)) << "594 less 1 %";
  ASSERT_TRUE(costs("take_with_fee", take_offer(300, 588)));
  EXPECT_EQ(amount(kTaker, kMintA), 588u);
  nothing_is_left();
}

TEST_P(EscrowTest, a_refund_with_a_fee) {
  use_mints(Token2022::kId, Token::kId, transfer_fee(100));
  holds(kMaker, kMintA, 1'000);
  ASSERT_TRUE(succeeds(make_offer()));
  ASSERT_TRUE(succeeds(run(refunding())));
  EXPECT_EQ(amount(kMaker, kMintA), 400u + 588u);
  nothing_is_left();
}

TEST_P(EscrowTest, a_fee_that_eats_everything) {
  use_mints(Token2022::kId, Token::kId, transfer_fee(100));
  holds(kMaker, kMintA, 1'000);
  EXPECT_TRUE(fails(make_offer(1, 300), EscrowError::NothingArrived)) << "fees are rounded up";
}

TEST_P(EscrowTest, a_wanted_token_with_a_fee_is_the_takers_to_cover) {
  use_mints(Token::kId, Token2022::kId, {}, transfer_fee(100));
  holds(kTaker, kMintB, 1'000);
  ASSERT_TRUE(succeeds(make_offer()));
  EXPECT_TRUE(fails(take_offer(300), EscrowError::PaidTooLittle)) << "297 arrive";
  ASSERT_TRUE(succeeds(take_offer(304)));
  EXPECT_EQ(amount(kMaker, kMintB), 300u);
  EXPECT_EQ(amount(kTaker, kMintB), 696u);
}

TEST_P(EscrowTest, a_mint_with_a_transfer_hook_is_refused_before_anything_is_locked) {
  use_mints(Token2022::kId, Token::kId, grapnel::testing::transfer_hook(kProgramId));
  holds(kMaker, kMintA, 1'000);
  EXPECT_FALSE(make_offer().ok());
  EXPECT_EQ(amount(kMaker, kMintA), 1'000u);
  nothing_is_left();
}

TEST_P(EscrowTest, events_are_calls_that_nobody_else_can_make) {
  auto instruction = making(600, 300);
  instruction.accounts[9].key = key(9);
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintSeeds));
  instruction = making(600, 300);
  instruction.accounts[10].key = key(9);
  EXPECT_TRUE(fails(run(instruction), ErrorCode::InvalidProgramId));
}

}  // namespace
}  // namespace escrow
