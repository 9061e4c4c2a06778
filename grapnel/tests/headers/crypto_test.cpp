// Compile-time hashing and addresses against published vectors.
#include <gtest/gtest.h>

#include <grapnel/client/base58.hpp>
#include <grapnel/ed25519.hpp>
#include <grapnel/pda.hpp>
#include <grapnel/sha256.hpp>

#include <string>

namespace grapnel {
namespace {

std::string hex(const Digest& digest) {
  std::string out;
  for (const u8 byte : digest.bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

constexpr Digest sha256(Text text) {
  Sha256 hash;
  hash.add(text);
  return hash.finish();
}

TEST(Sha256, matches_fips_180_4) {
  constexpr Digest empty = sha256("");
  constexpr Digest abc = sha256("abc");
  constexpr Digest two_blocks = sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
  EXPECT_EQ(hex(empty), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(two_blocks), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, a_million_bytes) {
  Sha256 hash;
  for (int i = 0; i < 1'000'000; ++i) hash.add(u8{'a'});
  EXPECT_EQ(hex(hash.finish()), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Discriminator, is_anchors) {
  // Anchor's own: "global:initialize".
  static_assert(discriminator("global:", "initialize") == 0xed9b980d1f6dafaf);
}

TEST(Curve, knows_points_from_others) {
  // The base point of RFC 8032, the neutral element, and System's key (y = 0 is a point).
  constexpr Pubkey kBase = {{0x6666666666666658, 0x6666666666666666, 0x6666666666666666, 0x6666666666666666}};
  constexpr Pubkey kNeutral = {{1, 0, 0, 0}};
  EXPECT_TRUE(detail::is_on_curve(kBase.data()));
  EXPECT_TRUE(detail::is_on_curve(kNeutral.data()));
  EXPECT_TRUE(detail::is_on_curve(Pubkey{}.data()));
  constexpr Pubkey kTwo = {{2, 0, 0, 0}};
  EXPECT_FALSE(detail::is_on_curve(kTwo.data()));
}

TEST(Pda, matches_solana) {
  // Pubkey::find_program_address of solana-pubkey's own tests.
  constexpr Pubkey kLoader = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;
  static_assert(derive_program_address(kLoader, 1, "") == "BwqrghZA2htAcqq8dzP1WDAhTXYTYWj7CHxF5j7TDBAe"_pubkey);
  // The wrapped SOL account of a wallet known on mainnet: derived by the associated token program.
  constexpr Pubkey kCounter =
      find_program_address("B7ihZyoXZ1fwAY3TugkiFJ6SXkzJwMuQrxrekBaSmn32"_pubkey, "counter").address;
  EXPECT_EQ(to_base58(kCounter), "E9D2ze81hd8XieXvhPnH3EzwVcMH89sfo78jnjqGt9Gw");
}

TEST(Pda, integers_are_little_endian_by_width) {
  constexpr Pubkey kProgram = "B7ihZyoXZ1fwAY3TugkiFJ6SXkzJwMuQrxrekBaSmn32"_pubkey;
  static_assert(find_program_address(kProgram, u32{0x01020304}).address ==
                find_program_address(kProgram, Array<u8, 4>{{4, 3, 2, 1}}).address);
}

TEST(Base58, keys_round_trip) {
  EXPECT_EQ(to_base58(Pubkey{}), "11111111111111111111111111111111");
  EXPECT_EQ(to_base58("BPFLoaderUpgradeab1e11111111111111111111111"_pubkey),
            "BPFLoaderUpgradeab1e11111111111111111111111");
  EXPECT_EQ(to_base58("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG"_pubkey),
            "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG");
}

}  // namespace
}  // namespace grapnel
