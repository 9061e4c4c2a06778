#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/resolve.hpp"
#include "protocols/client/value.hpp"
#include "protocols/keys.hpp"

#include <gtest/gtest.h>
#include <grapnel/client/client.hpp>
#include <zest_staking/zest_staking.hpp>

#include <set>

namespace zestron::protocols::client {
namespace {

using nlohmann::json;

Pubkey key(std::uint8_t byte) {
  Pubkey out;
  out.value().fill(byte);
  return out;
}

const ReadAccount kEmptyChain = [](const Pubkey&) -> std::expected<std::optional<AccountOnChain>, std::string> {
  return std::nullopt;
};
const Fallback kNobody = [](std::string_view, const Names&) -> std::expected<std::optional<Pubkey>, std::string> {
  return std::nullopt;
};

TEST(Client, every_program_is_known_by_name_and_address) {
  std::set<Pubkey> ids;
  for (const auto& program : programs()) {
    EXPECT_EQ(find(program.name), &program);
    EXPECT_EQ(find(program.id), &program);
    EXPECT_FALSE(program.instructions.empty()) << program.name;
    EXPECT_FALSE(program.errors.empty()) << program.name;
    ids.insert(program.id);
    for (const auto& instruction : program.instructions)
      EXPECT_EQ(program.instruction_of(instruction.tag), &instruction);
  }
  EXPECT_EQ(ids.size(), programs().size());
  EXPECT_EQ(find("nothing"), nullptr);
}

TEST(Client, errors_are_those_of_the_program) {
  const auto& id = find("zest_staking")->id;
  EXPECT_EQ(explain(id, 6017).substr(0, 18), "StakeLocked (6017)");
  EXPECT_EQ(explain(id, 2001).substr(0, 23), "ConstraintHasOne (2001)");
  EXPECT_TRUE(explain(id, 59'999).empty());
  EXPECT_TRUE(explain(Pubkey{}, 6000).empty());
}

// The builder that is typed at compile time, and the one that reads the description, give the same bytes.
TEST(Client, builds_the_instruction_that_the_typed_client_builds) {
  const auto& program = *find("zest_staking");
  const auto& spec = *program.instruction("stake_zest");
  const auto staker = key(1), mint = key(2), vault = key(3), from = key(4), token = key(5);
  const auto built = build({program,
                            spec,
                            {{"mint", mint}, {"vault", vault}, {"from", from}, {"token_program", token}},
                            {{"amount", "77"}},
                            staker},
                           kEmptyChain, kNobody);
  ASSERT_TRUE(built) << built.error();
  const auto pool = grapnel::find_program_address(zest_staking::kProgramId, "pool", to_program(mint)).address;
  const auto record =
      grapnel::find_program_address(zest_staking::kProgramId, "stake", pool, to_program(staker)).address;
  const auto typed = grapnel::client::instruction<zest_staking::stake_zest>(
      zest_staking::kProgramId,
      {to_program(staker), pool, record, to_program(mint), to_program(from), to_program(vault), to_program(token),
       grapnel::System::kId},
      {.amount = 77});
  EXPECT_EQ(built->instruction.data, typed.data);
  ASSERT_EQ(built->instruction.accounts.size(), typed.accounts.size());
  for (std::size_t i = 0; i < typed.accounts.size(); ++i) {
    EXPECT_EQ(built->instruction.accounts[i].key, to_host(typed.accounts[i].key)) << spec.accounts[i].name;
    EXPECT_EQ(built->instruction.accounts[i].signer, typed.accounts[i].is_signer);
    EXPECT_EQ(built->instruction.accounts[i].writable, typed.accounts[i].is_writable);
  }
}

TEST(Client, follows_what_an_accounts_data_names) {
  const auto& program = *find("zest_staking");
  const auto& pool_type = *program.account("StakePool");
  zest_staking::StakePool pool{};
  pool.mint = to_program(key(7));
  pool.vault = to_program(key(8));
  pool.token_program = to_program(key(9));
  auto bytes = pool_type.tag;
  bytes.resize(pool_type.tag.size() + sizeof pool);
  std::memcpy(bytes.data() + pool_type.tag.size(), &pool, sizeof pool);
  const ReadAccount read = [&](const Pubkey& at) -> std::expected<std::optional<AccountOnChain>, std::string> {
    if (at == key(6)) return AccountOnChain{program.id, bytes};
    return std::nullopt;
  };
  const auto built = build({program,
                            *program.instruction("unstake"),
                            {{"pool", key(6)}, {"to", key(10)}, {"stake", key(11)}},
                            json::object(),
                            key(1)},
                           read, kNobody);
  ASSERT_TRUE(built) << built.error();
  EXPECT_EQ(built->accounts.at("mint"), key(7));
  EXPECT_EQ(built->accounts.at("vault"), key(8));
  EXPECT_EQ(built->accounts.at("token_program"), key(9));
  EXPECT_EQ(built->accounts.at("staker"), key(1));
}

TEST(Client, says_which_account_is_missing) {
  const auto& program = *find("zest_staking");
  const auto built = build({program, *program.instruction("unstake"), {{"pool", key(6)}}, json::object(), key(1)},
                           kEmptyChain, kNobody);
  ASSERT_FALSE(built);
  EXPECT_NE(built.error().find("name it with --"), std::string::npos) << built.error();
}

TEST(Values, are_read_as_they_are_written) {
  for (const auto& program : programs()) {
    for (const auto& account : program.accounts) {
      // Zeros are a value of every type; what is written from it has the same bytes as far as the type goes.
      const Bytes zeros(4'096, 0);
      const auto value = decode(*account.type, zeros);
      ASSERT_TRUE(value) << account.name;
      const auto bytes = encode(*account.type, json(*value));
      ASSERT_TRUE(bytes) << account.name << ": " << bytes.error();
      EXPECT_TRUE(std::ranges::all_of(*bytes, [](std::uint8_t byte) { return byte == 0; })) << account.name;
    }
  }
}

TEST(Values, a_short_account_is_none) {
  const auto& type = *find("zest_staking")->account("StakeRecord")->type;
  EXPECT_FALSE(decode(type, Bytes(479, 0)));
  EXPECT_TRUE(decode(type, Bytes(480, 0)));
}

TEST(Values, what_does_not_fit_is_named) {
  const auto& arguments = *find("marketplace")->instruction("license_agent")->arguments;
  json value{{"number", "1"},
             {"kind", "per-use"},
             {"quantity", 5},
             {"max_price", "18446744073709551615"},
             {"expected_terms", std::string(64, 'a')}};
  ASSERT_TRUE(encode(arguments, value));
  const auto wrong = [&](const char* field, const json& with) {
    auto copy = value;
    copy[field] = with;
    return encode(arguments, copy).error();
  };
  EXPECT_NE(wrong("max_price", "18446744073709551616").find("max_price must be"), std::string::npos);
  EXPECT_NE(wrong("quantity", -1).find("quantity must be"), std::string::npos);
  EXPECT_NE(wrong("kind", "forever").find("perpetual, subscription, per-use, locked-stake"), std::string::npos);
  EXPECT_NE(wrong("expected_terms", "aa").find("32 bytes"), std::string::npos);
  EXPECT_NE(wrong("surprise", 1).find("no field surprise"), std::string::npos);
  value.erase("number");
  EXPECT_EQ(encode(arguments, value).error(), "number is missing");
}

}  // namespace
}  // namespace zestron::protocols::client
