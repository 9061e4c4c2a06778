// The token constraints, Init and calls on Agave's bank, with SPL Token (p-token), Token-2022 and the associated token
// program of its genesis: every check with an account that passes and one that doesn't.
#include <gtest/gtest.h>

#include <grapnel/programs/token.hpp>
#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token.hpp>

#include <cstdio>

#include "instructions.hpp"
#include "real_runtime.hpp"

namespace bazaar {
namespace {

using grapnel::testing::code;
using grapnel::testing::key;
using grapnel::testing::put_mint;
using grapnel::testing::put_tokens;
using grapnel::testing::read_file;
using grapnel::testing::RealOutcome;
using grapnel::testing::RealRuntime;
using grapnel::testing::tokens_in;
using namespace grapnel::testing::token_accounts;

constexpr Pubkey kOwner = key(1);
constexpr Pubkey kOther = key(2);
constexpr Pubkey kMint = key(10);
constexpr Pubkey kAccount = key(11);
constexpr Pubkey kDestination = key(12);

class Bazaar : public ::testing::Test {
 protected:
  Bazaar() {
    runtime_.deploy(kProgramId, read_file(BAZAAR_SO));
    runtime_.deploy(till::kProgramId, read_file(TILL_SO));
    for (const Pubkey& person : {kOwner, kOther}) put(person, {}, {}, 10'000'000'000);
    put_mint(runtime_, kMint, {.authority = kOwner, .supply = 1'000'000, .decimals = 6, .freeze_authority = kOwner});
    put_tokens(runtime_, kAccount, {.mint = kMint, .owner = kOwner, .amount = 1'000});
    put_tokens(runtime_, kDestination, {.mint = kMint, .owner = kOther});
  }

  void put(const Pubkey& address, std::vector<u8> data, const Pubkey& owner, u64 lamports = 10'000'000) {
    runtime_.set_account(address, {Lamports{lamports}, std::move(data), owner, false});
  }
  u64 amount(const Pubkey& address) const { return tokens_in(runtime_, address); }
  // Runs what must succeed, and prints what it costs.
  void must(const char* name, const client::Instruction& instruction) {
    const RealOutcome outcome = runtime_.run(instruction);
    std::string logs;
    for (const std::string& line : outcome.logs) logs += "\n" + line;
    EXPECT_TRUE(outcome.ok()) << name << ": " << outcome.error << logs;
    std::printf("%-34s %6llu units\n", name, static_cast<unsigned long long>(outcome.compute_units));
    ::testing::Test::RecordProperty(name, static_cast<int>(outcome.compute_units));
    units_ = outcome.compute_units;
  }
  u64 code_of(const client::Instruction& instruction) {
    const RealOutcome outcome = runtime_.run(instruction);
    EXPECT_FALSE(outcome.ok());
    return outcome.code;
  }

  RealRuntime runtime_;
  u64 units_ = 0;
};

client::Instruction inspect_account_with(const Pubkey& mint, const Pubkey& owner, const Pubkey& account) {
  return client::instruction<inspect_account>(kProgramId, {mint, owner, account});
}
client::Instruction inspect_mint_with(const Pubkey& authority, const Pubkey& mint) {
  return client::instruction<inspect_mint>(kProgramId, {authority, mint});
}

TEST_F(Bazaar, init_of_a_mint) {
  const Pubkey mint = key(20);
  must("make_mint",
       client::instruction<make_mint>(kProgramId, {kOwner, mint, Token::kId, System::kId}, {.decimals = 9}));
  const native::Account made = runtime_.account(mint);
  EXPECT_EQ(made.owner, Token::kId);
  EXPECT_EQ(made.data, mint_data({.authority = kOwner, .supply = 0, .decimals = 9, .freeze_authority = kOwner}));
  EXPECT_EQ(code_of(client::instruction<make_mint>(kProgramId, {kOwner, key(21), Token2022::kId, System::kId}, {9})),
            code(ErrorCode::InvalidProgramId));
  EXPECT_FALSE(
      runtime_.run(client::instruction<make_mint>(kProgramId, {kOwner, mint, Token::kId, System::kId}, {9})).ok())
      << "a mint is made once";
}

TEST_F(Bazaar, init_of_a_mint_of_either_program) {
  const Pubkey share = find_program_address(kProgramId, "share").address;
  const auto make = [&](const Pubkey& program) {
    return client::instruction<make_share>(kProgramId, {kOwner, share, program, System::kId});
  };
  EXPECT_EQ(code_of(make(System::kId)), code(ErrorCode::InvalidProgramId));
  must("make_share (Token-2022)", make(Token2022::kId));
  EXPECT_EQ(runtime_.account(share).owner, Token2022::kId);
  EXPECT_EQ(runtime_.account(share).data, mint_data({.authority = share, .supply = 0, .decimals = 2}));
}

TEST_F(Bazaar, vault_life) {
  const Pubkey vault = find_program_address(kProgramId, "vault", kMint).address;
  must("open_vault", client::instruction<open_vault>(kProgramId, {kOwner, kMint, vault, Token::kId, System::kId}));
  EXPECT_EQ(runtime_.account(vault).data, account_data({.mint = kMint, .owner = vault, .amount = 0}));
  must("deposit (transfer)",
       client::instruction<deposit>(kProgramId, {kOwner, kAccount, vault, Token::kId}, {.amount = 700}));
  EXPECT_EQ(amount(vault), 700u);
  must("withdraw (PDA signer)",
       client::instruction<withdraw>(kProgramId, {kMint, vault, kDestination, Token::kId}, {.amount = 300}));
  EXPECT_EQ(amount(vault), 400u);
  EXPECT_EQ(amount(kDestination), 300u);
  EXPECT_EQ(code_of(client::instruction<withdraw>(kProgramId, {kMint, kAccount, kDestination, Token::kId}, {1})),
            code(ErrorCode::ConstraintSeeds));
  EXPECT_EQ(code_of(client::instruction<deposit>(kProgramId, {kOther, kAccount, vault, Token::kId}, {1})),
            code(ErrorCode::ConstraintTokenOwner));
  EXPECT_EQ(code_of(client::instruction<deposit>(kProgramId, {kOwner, kAccount, vault, Token::kId}, {10'000})), 1u)
      << "insufficient funds is the token program's own error 1";
}

TEST_F(Bazaar, init_reserves_what_the_mint_asks_for) {
  const Pubkey mint = key(30);
  put(mint,
      with_extensions(mint_data({.authority = kOwner, .supply = 0, .decimals = 6}), 1,
                      {{1, std::vector<u8>(108)}, {14, std::vector<u8>(64)}, {9, {}}}),
      Token2022::kId);
  const Pubkey vault = find_program_address(kProgramId, "any", mint).address;
  must("open_any (fee, hook, bound)",
       client::instruction<open_any>(kProgramId, {kOwner, mint, vault, Token2022::kId, System::kId}));
  // Fee amount 4 + 8, hook account 4 + 1, non-transferable account 4, immutable owner 4.
  EXPECT_EQ(runtime_.account(vault).data.size(), 166u + 12 + 5 + 4 + 4);
  const native::Account made = runtime_.account(vault);
  const token_2022::Extensions extensions(made.data.data(), made.data.size());
  EXPECT_NE(token_2022::extension<token_2022::TransferFeeAmount>(extensions), nullptr);
  EXPECT_NE(token_2022::extension<token_2022::TransferHookAccount>(extensions), nullptr);
}

TEST_F(Bazaar, init_of_an_associated_account) {
  const Pubkey mint_2022 = key(31);
  put(mint_2022, mint_data({.authority = kOwner, .supply = 0, .decimals = 6}), Token2022::kId);
  for (const Pubkey& program : {Token::kId, Token2022::kId}) {
    const Pubkey mint = program == Token::kId ? kMint : mint_2022;
    const Pubkey address = associated_token::find_address(kOther, mint, program).address;
    const auto open = [&](const Pubkey& account) {
      return client::instruction<open_associated>(
          kProgramId, {kOwner, kOther, mint, account, program, AssociatedTokenProgram::kId, System::kId});
    };
    EXPECT_FALSE(open(address).accounts[3].is_signer);
    EXPECT_FALSE(runtime_.run(open(key(32))).ok()) << "any other address is refused";
    must(program == Token::kId ? "open_associated (Token)" : "open_associated (Token-2022)", open(address));
    EXPECT_EQ(runtime_.account(address).owner, program);

    must("inspect_associated", client::instruction<inspect_associated>(kProgramId, {mint, kOther, address}));
    must("inspect_associated_of",
         client::instruction<inspect_associated_of>(kProgramId, {mint, kOther, program, address}));
    const Pubkey& wrong = program == Token::kId ? Token2022::kId : Token::kId;
    EXPECT_EQ(code_of(client::instruction<inspect_associated_of>(kProgramId, {mint, kOther, wrong, address})),
              code(ErrorCode::ConstraintAssociatedTokenTokenProgram));
    EXPECT_EQ(code_of(client::instruction<inspect_associated>(kProgramId, {mint, kOwner, address})),
              code(ErrorCode::ConstraintTokenOwner));
    EXPECT_EQ(code_of(client::instruction<inspect_associated>(kProgramId, {key(33), kOther, address})),
              code(ErrorCode::ConstraintAssociated));
  }
  EXPECT_EQ(code_of(client::instruction<inspect_associated>(kProgramId, {kMint, kOwner, kAccount})),
            code(ErrorCode::ConstraintAssociated))
      << "an account of the right mint and owner elsewhere";
}

TEST_F(Bazaar, associated_accounts_whatever_their_bump) {
  int below = 0;
  for (u64 number = 100; number < 116; ++number) {
    const Pda place = associated_token::find_address(key(number), kMint);
    below += place.bump < 255;
    put(place.address, account_data({.mint = kMint, .owner = key(number), .amount = 0}), Token::kId);
    must("inspect_associated",
         client::instruction<inspect_associated>(kProgramId, {kMint, key(number), place.address}));
    // The next bump that derives an address is not the canonical one.
    for (u32 bump = place.bump - 1u; bump > 0; --bump) {
      const Pubkey other =
          derive_program_address(AssociatedTokenProgram::kId, static_cast<u8>(bump), key(number), Token::kId, kMint);
      if (grapnel::detail::is_on_curve(other.data())) continue;
      put(other, account_data({.mint = kMint, .owner = key(number), .amount = 0}), Token::kId);
      EXPECT_EQ(code_of(client::instruction<inspect_associated>(kProgramId, {kMint, key(number), other})),
                code(ErrorCode::ConstraintAssociated));
      break;
    }
  }
  EXPECT_GT(below, 2) << "the slow way was taken";
}

TEST_F(Bazaar, mint_constraints) {
  must("inspect_mint", inspect_mint_with(kOwner, kMint));
  EXPECT_EQ(code_of(inspect_mint_with(kOther, kMint)), code(ErrorCode::ConstraintMintMintAuthority));
  const auto refused = [&](const MintFields& fields) {
    put(key(40), mint_data(fields), Token::kId);
    return code_of(inspect_mint_with(kOwner, key(40)));
  };
  EXPECT_EQ(refused({.authority = kOwner, .supply = 0, .decimals = 7, .freeze_authority = kOwner}),
            code(ErrorCode::ConstraintMintDecimals));
  EXPECT_EQ(refused({.authority = kOwner, .supply = 0, .decimals = 6, .freeze_authority = kOther}),
            code(ErrorCode::ConstraintMintFreezeAuthority));
  EXPECT_EQ(refused({.authority = kOwner, .supply = 0, .decimals = 6}), code(ErrorCode::ConstraintMintFreezeAuthority));
  EXPECT_EQ(refused({.supply = 0, .decimals = 6, .freeze_authority = kOwner}),
            code(ErrorCode::ConstraintMintMintAuthority))
      << "no authority at all; the bytes behind the tag don't count";
}

TEST_F(Bazaar, account_constraints) {
  must("inspect_account", inspect_account_with(kMint, kOwner, kAccount));
  EXPECT_EQ(code_of(inspect_account_with(kOther, kOwner, kAccount)), code(ErrorCode::ConstraintTokenMint));
  EXPECT_EQ(code_of(inspect_account_with(kMint, kOther, kAccount)), code(ErrorCode::ConstraintTokenOwner));
}

TEST_F(Bazaar, what_is_no_token_account) {
  const auto refused = [&](std::vector<u8> data, const Pubkey& program, u64 lamports = 10'000'000) {
    put(key(41), std::move(data), program, lamports);
    return code_of(inspect_account_with(kMint, kOwner, key(41)));
  };
  const std::vector<u8> good = account_data({.mint = kMint, .owner = kOwner, .amount = 1});
  EXPECT_EQ(code_of(inspect_account_with(kMint, kOwner, key(42))), code(ErrorCode::AccountNotInitialized));
  EXPECT_EQ(refused(good, Token2022::kId), code(ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_EQ(refused(good, kProgramId), code(ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_EQ(refused(std::vector<u8>(165), Token::kId), code(ErrorCode::AccountNotInitialized));
  std::vector<u8> longer = good;
  longer.push_back(0);
  EXPECT_EQ(refused(longer, Token::kId), code(ErrorCode::AccountDidNotDeserialize));
  EXPECT_EQ(refused(std::vector<u8>(355, 1), Token::kId), code(ErrorCode::AccountDidNotDeserialize));
  EXPECT_EQ(code_of(inspect_account_with(kMint, kOwner, kMint)), code(ErrorCode::AccountDidNotDeserialize));
}

TEST_F(Bazaar, what_is_no_token_2022_account) {
  const std::vector<u8> mint = mint_data({.authority = kOwner, .supply = 0, .decimals = 6});
  const std::vector<u8> account = account_data({.mint = kMint, .owner = kOwner, .amount = 1});
  const auto run = [&](const std::vector<u8>& mint_bytes, const std::vector<u8>& account_bytes) {
    put(key(43), mint_bytes, Token2022::kId);
    put(key(44), account_bytes, Token2022::kId);
    return client::instruction<inspect_new>(kProgramId, {key(43), key(44)});
  };
  must("inspect_new", run(mint, account));
  must("inspect_new (extensions)",
       run(with_extensions(mint, 1, {{3, std::vector<u8>(32)}}), with_extensions(account, 2, {{7, {}}})));
  EXPECT_EQ(code_of(run(with_extensions(mint, 2, {}), account)), code(ErrorCode::AccountDidNotDeserialize));
  EXPECT_EQ(code_of(run(mint, with_extensions(account, 1, {}))), code(ErrorCode::AccountDidNotDeserialize));
  std::vector<u8> multisig = with_extensions(account, 2, {});
  multisig.resize(355);
  EXPECT_EQ(code_of(run(mint, multisig)), code(ErrorCode::AccountDidNotDeserialize));
  EXPECT_EQ(code_of(client::instruction<inspect_new>(kProgramId, {kMint, kAccount})),
            code(ErrorCode::AccountOwnedByWrongProgram));
}

TEST_F(Bazaar, token_program_constraint) {
  put(key(45), mint_data({.authority = kOwner, .supply = 0, .decimals = 6}), Token2022::kId);
  const auto inspect = [&](const Pubkey& mint, const Pubkey& account, const Pubkey& program) {
    return client::instruction<inspect_programs>(kProgramId, {mint, account, program});
  };
  must("inspect_programs", inspect(kMint, kAccount, Token::kId));
  EXPECT_EQ(code_of(inspect(key(45), kAccount, Token::kId)), code(ErrorCode::ConstraintMintTokenProgram));
  EXPECT_EQ(code_of(inspect(key(45), kAccount, Token2022::kId)), code(ErrorCode::ConstraintTokenTokenProgram));
  EXPECT_EQ(code_of(inspect(kMint, kAccount, System::kId)), code(ErrorCode::InvalidProgramId));
}

TEST_F(Bazaar, payments_in_either_program) {
  must("pay (Token, checked)",
       client::instruction<pay>(kProgramId, {kOwner, kMint, kAccount, kDestination, Token::kId}, {.amount = 5}));
  EXPECT_EQ(amount(kDestination), 5u);
  const Pubkey mint = key(46);
  put(mint, mint_data({.authority = kOwner, .supply = 10, .decimals = 6}), Token2022::kId);
  put(key(47), account_data({.mint = mint, .owner = kOwner, .amount = 10}), Token2022::kId);
  put(key(48), account_data({.mint = mint, .owner = kOther, .amount = 0}), Token2022::kId);
  must("pay (Token-2022, checked)",
       client::instruction<pay>(kProgramId, {kOwner, mint, key(47), key(48), Token2022::kId}, {.amount = 4}));
  EXPECT_EQ(amount(key(48)), 4u);
}

TEST_F(Bazaar, every_other_call_in_either_program) {
  for (const Pubkey& program : {Token::kId, Token2022::kId}) {
    const Pubkey mint = program == Token::kId ? key(50) : key(51);
    const Pubkey account = program == Token::kId ? key(52) : key(53);
    put(mint, mint_data({.authority = kOwner, .supply = 0, .decimals = 1, .freeze_authority = kOwner}), program);
    put(account, account_data({.mint = mint, .owner = kOwner, .amount = 0}), program);
    const auto step = [&](u64 number, u64 amount) {
      return client::instruction<exercise>(kProgramId, {kOwner, mint, account, kOther, program},
                                           {.step = number, .amount = amount});
    };
    const auto returned = [&](const client::Instruction& instruction) {
      const RealOutcome outcome = runtime_.run(instruction);
      EXPECT_TRUE(outcome.ok()) << outcome.error;
      return outcome.ok();
    };
    must("mint_to", step(0, 100));
    EXPECT_EQ(amount(account), 100u);
    must("mint_to_checked", step(1, 50));
    must("burn", step(2, 30));
    must("burn_checked", step(3, 20));
    EXPECT_EQ(amount(account), 100u);
    must("approve", step(4, 10));
    const auto delegated = [&] { return runtime_.account(account).data[72]; };
    EXPECT_EQ(delegated(), 1);
    must("revoke", step(6, 0));
    EXPECT_EQ(delegated(), 0);
    must("approve_checked", step(5, 10));
    EXPECT_EQ(delegated(), 1);
    must("freeze_account", step(7, 0));
    EXPECT_EQ(runtime_.account(account).data[108], 2);
    EXPECT_FALSE(runtime_.run(step(2, 1)).ok()) << "frozen";
    must("thaw_account", step(8, 0));
    EXPECT_EQ(runtime_.account(account).data[108], 1);
    must("set_authority (close, to other)", step(9, 0));
    EXPECT_EQ(runtime_.account(account).data[129], 1);
    must("set_authority (freeze, none)", step(10, 0));
    EXPECT_EQ(runtime_.account(mint).data[46], 0);
    EXPECT_TRUE(returned(step(11, 0)));
    EXPECT_TRUE(returned(step(12, 0)));
    EXPECT_TRUE(returned(step(13, 15)));
    EXPECT_FALSE(runtime_.run(step(14, 0)).ok()) << "sync_native of an account that isn't wrapped SOL";
    EXPECT_FALSE(runtime_.run(step(15, 0)).ok()) << "not empty";
    put(account, account_data({.mint = mint, .owner = kOwner, .amount = 0}), program);
    must("close_account", step(15, 0));
    EXPECT_EQ(runtime_.account(account).data.size(), 0u);
  }
}

// A program of its own, so that LLVM sees one use of everything, as in most programs.
TEST_F(Bazaar, a_deposit_costs_little_more_than_the_call) {
  must("till: take (transfer)",
       client::instruction<till::take>(till::kProgramId, {kOwner, kAccount, kDestination, Token::kId}, {.amount = 5}));
  EXPECT_EQ(amount(kDestination), 5u);
  EXPECT_LE(units_, 1'191u) << "a token transfer by CPI costs 1,023 at least";
}

TEST_F(Bazaar, one_grapnel_program_calls_another) {
  const auto forward_to = [&](const Pubkey& program) {
    auto instruction =
        client::instruction<forward>(kProgramId, {kOwner, kAccount, kDestination, Token::kId, program}, {.amount = 7});
    return instruction;
  };
  must("forward (invoke<till::deposit>)", forward_to(till::kProgramId));
  EXPECT_EQ(amount(kDestination), 7u);
  const RealOutcome outcome = runtime_.run(forward_to(till::kProgramId));
  // 14 in base64, handed on by the caller as its own value.
  EXPECT_TRUE(grapnel::testing::has_log(outcome, "Program return: " + to_base58(kProgramId) + " DgAAAAAAAAA="));
  EXPECT_FALSE(runtime_.run(forward_to(kOther)).ok());
}

TEST_F(Bazaar, what_is_there_already_is_checked) {
  const Pubkey address = associated_token::find_address(kOther, kMint).address;
  const Pubkey kept = find_program_address(kProgramId, "kept").address;
  const auto ensure_with = [&](const Pubkey& wallet, const Pubkey& account) {
    return client::instruction<ensure>(
        kProgramId, {kOwner, wallet, kMint, account, kept, Token::kId, AssociatedTokenProgram::kId, System::kId});
  };
  must("ensure (both made)", ensure_with(kOther, address));
  must("ensure (both there)", ensure_with(kOther, address));
  EXPECT_EQ(code_of(ensure_with(kOther, kDestination)), code(ErrorCode::ConstraintAssociated));
  EXPECT_EQ(code_of(ensure_with(kOwner, address)), code(ErrorCode::ConstraintTokenOwner));
  put(address, account_data({.mint = kMint, .owner = kOwner}), Token::kId);
  EXPECT_EQ(code_of(ensure_with(kOther, address)), code(ErrorCode::ConstraintTokenOwner)) << "given away";
  put(address, account_data({.mint = kMint, .owner = kOther}), Token::kId);
  must("ensure (both there)", ensure_with(kOther, address));
  put(kept, account_data({.mint = kOwner, .owner = kOther}), Token::kId);
  EXPECT_EQ(code_of(ensure_with(kOther, address)), code(ErrorCode::ConstraintTokenMint));
  put(kept, account_data({.mint = kMint, .owner = kOwner}), Token::kId);
  EXPECT_EQ(code_of(ensure_with(kOther, address)), code(ErrorCode::ConstraintTokenOwner));
}

}  // namespace
}  // namespace bazaar
