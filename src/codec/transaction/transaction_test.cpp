#include "codec/transaction/transaction.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/compact_u16.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace zestron::codec {
namespace {

Keypair keypair(std::string_view label) { return Keypair::from_secret(sha256(as_bytes(label)).value()); }
Pubkey key(std::string_view label) { return Pubkey(sha256(as_bytes(label)).value()); }

TEST(CompactU16, published_vectors) {
  // solana-short-vec's own test table.
  const std::vector<std::pair<std::uint16_t, Bytes>> table{{0x0000, {0x00}},
                                                           {0x007f, {0x7f}},
                                                           {0x0080, {0x80, 0x01}},
                                                           {0x00ff, {0xff, 0x01}},
                                                           {0x0100, {0x80, 0x02}},
                                                           {0x7fff, {0xff, 0xff, 0x01}},
                                                           {0xffff, {0xff, 0xff, 0x03}}};
  for (const auto& [value, bytes] : table) {
    Bytes out;
    put_compact_u16(out, value);
    EXPECT_EQ(out, bytes);
    ByteView view = bytes;
    EXPECT_EQ(take_compact_u16(view), value);
    EXPECT_TRUE(view.empty());
  }
}

TEST(CompactU16, refuses_aliases_and_overflow) {
  for (const Bytes& bytes : {Bytes{}, Bytes{0x80}, Bytes{0x80, 0x00}, Bytes{0xff, 0x80, 0x00}, Bytes{0x80, 0x80, 0x04},
                             Bytes{0x80, 0x80, 0x80, 0x01}}) {
    ByteView view = bytes;
    EXPECT_FALSE(take_compact_u16(view));
  }
}

TEST(CompileMessage, orders_keys_as_solana_does) {
  const auto payer = key("payer");
  const Instruction instruction{key("program"),
                                {{key("a"), false, false},
                                 {key("b"), true, false},
                                 {key("c"), false, true},
                                 {key("d"), true, true},
                                 {payer, true, true}},
                                {1, 2, 3}};
  const auto message = compile_message(payer, std::array{instruction}, Hash{});
  ASSERT_TRUE(message);
  EXPECT_EQ(message->keys[0], payer);
  EXPECT_EQ(message->keys[1], key("d"));
  EXPECT_EQ(message->keys[2], key("b"));
  EXPECT_EQ(message->keys[3], key("c"));
  EXPECT_EQ(message->required_signatures, 3);
  EXPECT_EQ(message->readonly_signed, 1);
  EXPECT_EQ(message->readonly_unsigned, 2);
  EXPECT_LT(message->keys[4], message->keys[5]);
}

TEST(SignTransaction, names_the_missing_signer) {
  const auto payer = keypair("payer");
  const Instruction instruction{key("program"), {{key("other"), true, false}}, {}};
  auto message = compile_message(payer.pubkey(), std::array{instruction}, Hash{});
  const auto signed_ = sign_transaction(*std::move(message), std::array{&payer});
  ASSERT_FALSE(signed_);
  EXPECT_NE(signed_.error().message.find(to_base58(key("other"))), std::string::npos);
}

TEST(ParseTransaction, refuses_every_truncation) {
  const auto payer = keypair("payer");
  const Instruction instruction{key("program"), {{key("a"), false, true}}, {9, 9}};
  auto message = compile_message(payer.pubkey(), std::array{instruction}, Hash{}, MessageVersion::kV0);
  const auto wire = sign_transaction(*std::move(message), std::array{&payer})->serialize();
  ASSERT_TRUE(parse_transaction(wire));
  for (std::size_t size = 0; size < wire.size(); ++size)
    EXPECT_FALSE(parse_transaction(ByteView(wire).first(size))) << size;
  auto longer = wire;
  longer.push_back(0);
  EXPECT_FALSE(parse_transaction(longer));
}

RC_GTEST_PROP(ParseTransaction, undoes_signing,
              (const std::vector<std::tuple<std::uint8_t, bool, bool>>& metas, const Bytes& data)) {
  RC_PRE(metas.size() <= 12 && data.size() <= 300);
  const auto payer = keypair("payer");
  std::vector<Keypair> pairs;
  Instruction instruction{key("program"), {}, data};
  for (const auto& [name, is_signer, writable] : metas) {
    auto pair = keypair("k" + std::to_string(name % 6));
    instruction.accounts.push_back({pair.pubkey(), is_signer && pairs.size() < 4, writable});
    pairs.push_back(std::move(pair));
  }
  std::vector<const Keypair*> signers{&payer};
  for (const auto& pair : pairs) signers.push_back(&pair);
  const auto message = compile_message(payer.pubkey(), std::array{instruction}, Hash(sha256(data).value()));
  RC_ASSERT(message.has_value());
  const auto transaction = sign_transaction(*message, signers);
  if (!transaction) {
    RC_ASSERT(transaction.error().code == TransactionError::kTooLarge);
    return;
  }
  const auto wire = transaction->serialize();
  const auto parsed = parse_transaction(wire);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(*parsed == *transaction);
  for (std::size_t i = 0; i < transaction->signatures.size(); ++i) {
    RC_ASSERT(verify(message->keys[i], message->serialize(), transaction->signatures[i]));
  }
}

TEST(ParseTransaction, agrees_with_mainnet_transactions) {
  const char* folder = std::getenv("ZESTRON_FIXTURES");
  if (folder == nullptr) GTEST_SKIP() << "ZESTRON_FIXTURES is not set";
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with("tx-")) continue;
    std::ifstream stream(entry.path());
    const auto json = nlohmann::json::parse(stream);
    if (!json.contains("wire_base64_derived")) continue;
    const auto wire = base64_decode(json["wire_base64_derived"].get<std::string>());
    ASSERT_TRUE(wire);
    const auto transaction = parse_transaction(*wire);
    ASSERT_TRUE(transaction) << transaction.error().message;
    EXPECT_EQ(transaction->serialize(), *wire);
    EXPECT_TRUE(verify(transaction->message.keys[0], transaction->message.serialize(), transaction->signatures[0]));
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

TEST(Keypair, file_round_trip_keeps_others_out) {
  const auto path =
      std::filesystem::temp_directory_path() / ("zestron-keypair-" + std::to_string(::getpid()) + ".json");
  std::filesystem::remove(path);
  const auto pair = keypair("file");
  ASSERT_TRUE(pair.write_new_file(path));
  struct ::stat info{};
  ::stat(path.c_str(), &info);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_FALSE(pair.write_new_file(path)) << "an existing key must never be overwritten";
  const auto again = Keypair::read_file(path);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->pubkey(), pair.pubkey());
  std::filesystem::remove(path);
}

TEST(Keypair, refuses_what_is_no_keypair) {
  const auto path =
      std::filesystem::temp_directory_path() / ("zestron-bad-keypair-" + std::to_string(::getpid()) + ".json");
  const auto refuses = [&](const std::string& text) {
    std::ofstream(path) << text;
    return !Keypair::read_file(path).has_value();
  };
  std::string zeros = "[0";
  for (int i = 1; i < 64; ++i) zeros += ",0";
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses("{}"));
  EXPECT_TRUE(refuses("[1,2,3]"));
  EXPECT_TRUE(refuses("[256" + zeros.substr(2) + "]"));
  EXPECT_TRUE(refuses(zeros + "]")) << "the halves do not belong together";
  EXPECT_TRUE(refuses(zeros + "] x"));
  EXPECT_FALSE(Keypair::read_file(path.string() + "-missing"));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace zestron::codec
