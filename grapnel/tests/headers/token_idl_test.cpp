// Token constraints in the IDL: derived addresses of associated accounts with the program that derives, fixed addresses
// of programs, and what a client can't know left out.
#include <gtest/gtest.h>

#include <grapnel/idl/print.hpp>
#include <grapnel/programs/token.hpp>
#include <grapnel/testing/testing.hpp>

namespace shop {
using namespace grapnel;

constexpr Pubkey kProgramId = grapnel::testing::key(300);
constexpr Pubkey kUsdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"_pubkey;

struct Price {
  Pubkey mint;
};

struct Open {
  Mut<Signer> payer;
  Account<token::Mint> mint;
  Init<token::Account, Payer<&Open::payer>, AssociatedToken<&Open::mint, "owner">> account;
  Account<token_interface::Account, AssociatedToken<&Open::mint, &Open::payer, "any_program">> either;
  Account<token_interface::Account, AssociatedToken<kUsdc, &Open::payer>> dollars;
  Account<token::Account, AssociatedToken<&Price::mint, &Open::payer>> priced;
  Account<Price> price;
  Unchecked owner;
  Program<Token> token_program;
  TokenInterface any_program;
  Program<AssociatedTokenProgram> associated_token_program;
  Program<System> system_program;
};
Result<> open(Context<Open>&);

struct Both {
  Signer payer;
  Account<token_interface::Mint> mint;
  Account<token_interface::Account, AssociatedToken<&Both::mint, &Both::payer>> account;
  TokenInterface token_program;
};
Result<> both(Context<Both>&);

struct ShopProgram : Module<"shop", kProgramId, open, both> {};

namespace {

using grapnel::idl::Json;

const Json& idl() {
  static const Json made = grapnel::idl::make<ShopProgram>();
  return made;
}
Json account(usize instruction, const char* name) {
  for (const Json& item : idl()["instructions"][instruction]["accounts"]) {
    if (item["name"] == name) return item;
  }
  return {};
}
Json constant(const Pubkey& key) {
  Json bytes = Json::array();
  for (usize i = 0; i < 32; ++i) bytes.push_back(key.byte(i));
  return {{"kind", "const"}, {"value", bytes}};
}
Json of(const char* name) { return {{"kind", "account"}, {"path", name}}; }

TEST(TokenIdl, associated_accounts_are_derived_by_their_program) {
  const Json made = account(0, "account");
  EXPECT_FALSE(made.contains("signer"));
  EXPECT_EQ(made["writable"], true);
  EXPECT_EQ(made["pda"]["seeds"], Json::array({of("owner"), constant(Token::kId), of("mint")}));
  EXPECT_EQ(made["pda"]["program"], constant(AssociatedTokenProgram::kId));
  EXPECT_EQ(account(0, "either")["pda"]["seeds"], Json::array({of("payer"), of("any_program"), of("mint")}));
  EXPECT_EQ(account(1, "account")["pda"]["seeds"], Json::array({of("payer"), of("token_program"), of("mint")}));
}

TEST(TokenIdl, seeds_that_a_client_cannot_know_leave_the_derivation_out) {
  EXPECT_FALSE(account(0, "dollars").contains("pda")) << "two token programs to choose from";
  EXPECT_FALSE(account(0, "priced").contains("pda")) << "the mint stands in data";
}

TEST(TokenIdl, programs_have_addresses_and_interfaces_none) {
  EXPECT_EQ(account(0, "token_program")["address"], to_base58(Token::kId));
  EXPECT_EQ(account(0, "associated_token_program")["address"], to_base58(AssociatedTokenProgram::kId));
  EXPECT_FALSE(account(0, "any_program").contains("address"));
}

TEST(TokenIdl, accounts_of_other_programs_are_not_listed) {
  ASSERT_EQ(idl()["accounts"].size(), 1u);
  EXPECT_EQ(idl()["accounts"][0]["name"], "Price");
}

}  // namespace
}  // namespace shop
