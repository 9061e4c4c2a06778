#include "codec/little_endian.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"

#include <gtest/gtest.h>

namespace zestron::codec {
namespace {

Pubkey key(std::string_view label) { return Pubkey(sha256(as_bytes(label)).value()); }

Bytes table_data(std::uint64_t deactivated, std::uint64_t extended, std::uint8_t before,
                 const std::vector<Pubkey>& addresses) {
  Bytes data;
  put_le(data, std::uint32_t{1});
  put_le(data, deactivated);
  put_le(data, extended);
  data.push_back(before);
  data.resize(56);
  for (const auto& address : addresses) put_bytes(data, address.view());
  return data;
}

constexpr std::uint64_t kLives = ~0ULL;

TEST(AddressTable, reads_what_can_be_used) {
  const std::vector addresses{key("a"), key("b"), key("c")};
  EXPECT_EQ(parse_address_table(key("t"), table_data(kLives, 9, 1, addresses), Slot(10))->addresses, addresses);
  EXPECT_EQ(parse_address_table(key("t"), table_data(kLives, 10, 1, addresses), Slot(10))->addresses,
            std::vector{key("a")})
      << "appended in this very slot";
  EXPECT_FALSE(parse_address_table(key("t"), table_data(12, 9, 1, addresses), Slot(10))) << "being closed";
  EXPECT_FALSE(parse_address_table(key("t"), Bytes(55), Slot(10)));
  EXPECT_FALSE(parse_address_table(key("t"), Bytes(57), Slot(10)));
  EXPECT_FALSE(parse_address_table(key("t"), Bytes(56), Slot(10))) << "not begun";
}

class Lookups : public ::testing::Test {
 protected:
  const std::vector<AddressTable> tables_{{key("first"), {key("x"), key("pool"), key("program"), key("signer")}},
                                          {key("second"), {key("mint"), key("pool")}},
                                          {key("unused"), {key("nothing")}}};
  const std::vector<Instruction> instructions_{{key("program"),
                                                {{key("pool"), false, true},
                                                 {key("mint"), false, false},
                                                 {key("signer"), true, false},
                                                 {key("vault"), false, true}},
                                                {7}}};
  const Message message_ = *compile_message(key("payer"), instructions_, Hash{}, tables_);
};

TEST_F(Lookups, load_all_but_signers_and_programs) {
  EXPECT_EQ(message_.keys, (std::vector{key("payer"), key("signer"), key("vault"), key("program")}));
  ASSERT_EQ(message_.lookups.size(), 2U);
  EXPECT_EQ(message_.lookups[0], (TableLookup{key("first"), {1}, {}}));
  EXPECT_EQ(message_.lookups[1], (TableLookup{key("second"), {}, {0}}));
  EXPECT_EQ(message_.instructions[0].accounts, (Bytes{4, 5, 1, 2})) << "static, loaded writable, loaded read-only";
  EXPECT_EQ(message_.instructions[0].program_index, 3);
}

TEST_F(Lookups, resolve_to_the_accounts_that_were_meant) {
  const auto accounts = *resolve_accounts(message_, tables_);
  ASSERT_EQ(accounts.size(), 6U);
  const auto& metas = instructions_[0].accounts;
  for (std::size_t i = 0; i < metas.size(); ++i) {
    const auto& account = accounts[message_.instructions[0].accounts[i]];
    EXPECT_EQ(account, (MessageAccount{metas[i].key, metas[i].writable}));
  }
  EXPECT_FALSE(resolve_accounts(message_, std::span(tables_).first(1))) << "a table is missing";
  auto shorter = tables_;
  shorter[0].addresses.resize(1);
  EXPECT_FALSE(resolve_accounts(message_, shorter)) << "an index is outside";
}

TEST_F(Lookups, survive_the_wire) {
  const Transaction transaction{{Signature{}, Signature{}}, message_};
  EXPECT_EQ(*parse_transaction(transaction.serialize()), transaction);
  EXPECT_EQ(message_.version, MessageVersion::kV0);
}

TEST_F(Lookups, without_tables_nothing_is_loaded) {
  const auto plain = *compile_message(key("payer"), instructions_, Hash{}, std::span<const AddressTable>());
  EXPECT_TRUE(plain.lookups.empty());
  EXPECT_EQ(plain.keys.size(), 6U);
}

}  // namespace
}  // namespace zestron::codec
