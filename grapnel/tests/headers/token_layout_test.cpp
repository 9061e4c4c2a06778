// The layouts of other programs' accounts: against real mainnet accounts where the fixtures are there, and the readers of
// variable parts against every kind of damage.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/client/base58.hpp>
#include <grapnel/programs/associated_token.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/metadata.hpp>
#include <grapnel/programs/pyth.hpp>
#include <grapnel/programs/stake.hpp>
#include <grapnel/programs/token.hpp>
#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel {
namespace {

using namespace grapnel::testing::token_accounts;
using grapnel::testing::key;

std::vector<u8> from_base64(std::string_view text) {
  std::vector<u8> out;
  u32 bits = 0;
  int count = 0;
  for (const char c : text) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<u32>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<u8>(bits >> count));
    }
  }
  return out;
}

// Bytes at an 8-byte boundary, as the runtime's input has them.
struct Data {
  explicit Data(const std::vector<u8>& bytes) : words(bytes.size() / 8 + 2), size(bytes.size()) {
    if (!bytes.empty()) std::memcpy(words.data(), bytes.data(), bytes.size());
  }
  const u8* bytes() const { return reinterpret_cast<const u8*>(words.data()); }
  template <class T>
  const T& as() const {
    return *reinterpret_cast<const T*>(words.data());
  }
  template <class T>
  bool valid() const {
    return T::valid(bytes(), size);
  }
  std::vector<u64> words;
  u64 size;
};

std::optional<Data> fixture(const char* name) {
  const char* root = std::getenv("ZESTRON_FIXTURES");
  if (root == nullptr) return std::nullopt;
  std::ifstream in(std::filesystem::path(root) / name);
  if (!in) return std::nullopt;
  return Data{from_base64(nlohmann::json::parse(in)["data"][0].get<std::string>())};
}

#define FIXTURE_OR_SKIP(data, name)                                             \
  const auto data##_found = fixture(name);                                      \
  if (!data##_found) GTEST_SKIP() << "ZESTRON_FIXTURES does not lead to " name; \
  const Data& data = *data##_found

std::string text(Text of) { return {of.data, of.size}; }

TEST(TokenLayout, mainnet_mint_of_usdc) {
  FIXTURE_OR_SKIP(data, "spl-mint-usdc.json");
  ASSERT_TRUE(data.valid<token::Mint>());
  const auto& mint = data.as<token::Mint>();
  EXPECT_EQ(mint.decimals, 6);
  EXPECT_TRUE(mint.mint_authority.has_value());
  EXPECT_EQ(to_base58(mint.mint_authority.value()), "BJE5MMbqXjVwjAF7oxwPYXnTXDyspzZyt4vwenNw5ruG");
  EXPECT_EQ(to_base58(mint.freeze_authority.value()), "7dGbd2QZcCKcTndnHcTL8q7SMVXAkp688NTQYwrRCrar");
  EXPECT_GT(mint.supply.get(), 1'000'000'000'000'000u);
}

TEST(TokenLayout, mainnet_token_accounts) {
  FIXTURE_OR_SKIP(coin, "raydium-v4-sol-usdc-coin-vault.json");
  ASSERT_TRUE(coin.valid<token::Account>());
  const auto& account = coin.as<token::Account>();
  EXPECT_EQ(account.amount, 67'661'004'799'950u);
  EXPECT_EQ(to_base58(account.mint), "So11111111111111111111111111111111111111112");
  EXPECT_EQ(to_base58(account.owner), "5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1");
  EXPECT_TRUE(account.is_native());
  EXPECT_FALSE(account.is_frozen());
  EXPECT_FALSE(account.close_authority.has_value());
  EXPECT_EQ(account.delegated_amount.get(), 0u);
}

TEST(TokenLayout, mainnet_mint_of_pyusd_with_its_extensions) {
  FIXTURE_OR_SKIP(data, "token2022-mint-pyusd.json");
  ASSERT_TRUE(data.valid<token_2022::Mint>());
  ASSERT_TRUE(data.valid<token_interface::Mint>());
  EXPECT_FALSE(data.valid<token::Mint>());
  EXPECT_FALSE(data.valid<token_2022::Account>());
  EXPECT_EQ(data.as<token_2022::Mint>().decimals, 6);
  const token_2022::Extensions extensions(data.bytes(), data.size);
  constexpr const char* kPaxos = "2apBGMsS6ti9RyF5TwQTDswXBWskiJP2LD4cUEDqYJjk";
  const auto* fee = token_2022::extension<token_2022::TransferFeeConfig>(extensions);
  ASSERT_NE(fee, nullptr);
  EXPECT_EQ(to_base58(fee->config_authority.get()), kPaxos);
  EXPECT_EQ(fee->at(605).basis_points.get(), 0);
  EXPECT_EQ(fee->at(605).of(1'000'000), 0u);
  const auto* delegate = token_2022::extension<token_2022::PermanentDelegate>(extensions);
  ASSERT_NE(delegate, nullptr);
  EXPECT_EQ(to_base58(delegate->delegate.get()), kPaxos);
  const auto* hook = token_2022::extension<token_2022::TransferHook>(extensions);
  ASSERT_NE(hook, nullptr);
  EXPECT_TRUE(hook->program.is_zero());
  EXPECT_NE(token_2022::extension<token_2022::MintCloseAuthority>(extensions), nullptr);
  EXPECT_NE(token_2022::extension<token_2022::ConfidentialTransferMint>(extensions), nullptr);
  EXPECT_NE(token_2022::extension<token_2022::MetadataPointer>(extensions), nullptr);
  EXPECT_EQ(token_2022::extension<token_2022::Pausable>(extensions), nullptr);
  token_2022::TokenMetadata metadata;
  ASSERT_TRUE(metadata.read(extensions));
  EXPECT_EQ(text(metadata.name), "PayPal USD");
  EXPECT_EQ(text(metadata.symbol), "PYUSD");
  EXPECT_EQ(text(metadata.uri), "https://token-metadata.paxos.com/pyusd_metadata/prod/solana/pyusd_metadata.json");
  EXPECT_EQ(metadata.field_count(), 0u);
  // Its accounts carry a fee amount and a hook flag.
  EXPECT_EQ(token_2022::account_size(extensions), 166u + 12 + 5);
}

TEST(TokenLayout, another_mainnet_mint_with_extensions) {
  FIXTURE_OR_SKIP(data, "token2022-mint-btsl.json");
  ASSERT_TRUE(data.valid<token_interface::Mint>());
  EXPECT_EQ(data.as<token_interface::Mint>().decimals, 9);
  token_2022::Extensions extensions(data.bytes(), data.size);
  token_2022::Entry entry{};
  EXPECT_TRUE(extensions.next(entry));
}

TEST(StakeLayout, a_delegated_account) {
  FIXTURE_OR_SKIP(data, "stake-bbud.json");
  ASSERT_TRUE(data.valid<stake::Account>());
  const auto& account = data.as<stake::Account>();
  EXPECT_TRUE(account.is_delegated());
  EXPECT_EQ(account.rent_exempt_reserve.get(), 2'282'880u);
  EXPECT_EQ(account.deactivation_epoch.get(), ~u64{0});
  EXPECT_GT(account.delegated.get(), 554'000'000'000'000u);
  EXPECT_LT(account.delegated.get(), 555'000'000'000'000u);
}

TEST(PythLayout, mainnet_price_of_sol) {
  FIXTURE_OR_SKIP(data, "pyth-v2-sol-usd.json");
  ASSERT_TRUE(data.valid<pyth::PriceUpdate>());
  const auto& update = data.as<pyth::PriceUpdate>();
  Unaligned<Pubkey> feed{};
  const pyth::Price price = pyth::read_unchecked(update, feed);
  EXPECT_EQ(price.price, 14'061'593'700);
  EXPECT_EQ(price.exponent, -8);
  const i64 now = price.publish_time + 10;
  pyth::Price out;
  EXPECT_EQ(pyth::read(update, {.feed_id = feed.get(), .age_max_s = 10}, now, out), pyth::Verdict::Ok);
  EXPECT_EQ(out.price, price.price);
  EXPECT_EQ(pyth::read(update, {.feed_id = feed.get(), .age_max_s = 9}, now, out), pyth::Verdict::TooOld);
  EXPECT_EQ(pyth::read(update, {.feed_id = key(1), .age_max_s = 10}, now, out), pyth::Verdict::WrongFeed);
  EXPECT_EQ(pyth::read(update, {.feed_id = feed.get(), .age_max_s = 10}, now - 100, out), pyth::Verdict::FromTheFuture);
  EXPECT_EQ(pyth::read(update, {.feed_id = feed.get(), .age_max_s = 10, .confidence_max_bps = 1}, now, out),
            pyth::Verdict::TooUncertain);
}

// A partly verified update is one byte longer before its price.
TEST(PythLayout, verification_level_sign_and_clock_extremes) {
  std::vector<u8> bytes(134);
  const u64 discriminator = pyth::PriceUpdate::kDiscriminator;
  std::memcpy(bytes.data(), &discriminator, 8);
  bytes[40] = 0;
  bytes[41] = 13;
  const Data partial(bytes);
  ASSERT_TRUE(partial.valid<pyth::PriceUpdate>());
  pyth::Price out;
  EXPECT_EQ(partial.as<pyth::PriceUpdate>().signature_count(), 13);
  EXPECT_EQ(pyth::read(partial.as<pyth::PriceUpdate>(), {.feed_id = {}, .age_max_s = 1}, 0, out),
            pyth::Verdict::NotFullyVerified);
  bytes[40] = 1;
  bytes[41] = 0;
  const Data zero(bytes);
  EXPECT_EQ(pyth::read(zero.as<pyth::PriceUpdate>(), {.feed_id = {}, .age_max_s = 1}, 0, out),
            pyth::Verdict::NotPositive);
  const i64 last = INT64_MAX;
  std::memcpy(bytes.data() + 93, &last, 8);
  const Data future(bytes);
  EXPECT_EQ(pyth::read(future.as<pyth::PriceUpdate>(), {.feed_id = {}, .age_max_s = 1}, INT64_MIN, out),
            pyth::Verdict::FromTheFuture);
  bytes[40] = 2;
  EXPECT_FALSE(Data(bytes).valid<pyth::PriceUpdate>());
  bytes[40] = 0;
  bytes.pop_back();
  EXPECT_FALSE(Data(bytes).valid<pyth::PriceUpdate>());
}

TEST(MetadataLayout, reads_what_the_program_writes) {
  std::vector<u8> bytes = {4};
  append(bytes, key(1));
  append(bytes, key(2));
  const auto put_text = [&](std::string value, usize room) {
    value.resize(room);
    append(bytes, room, 4);
    bytes.insert(bytes.end(), value.begin(), value.end());
  };
  put_text("Grape", 32);
  put_text("GRP", 10);
  put_text("https://grape", 200);
  append(bytes, 250, 2);
  bytes.push_back(1);
  append(bytes, 1, 4);
  append(bytes, key(3));
  bytes.insert(bytes.end(), {1, 100, 0, 1});
  bytes.insert(bytes.end(), {1, 255, 1, 2, 1, 1});
  append(bytes, key(4));
  const usize needed = bytes.size();
  bytes.resize(679);
  metadata::Details details;
  ASSERT_TRUE(metadata::read_details(bytes.data(), bytes.size(), details));
  EXPECT_EQ(text(details.name), "Grape");
  EXPECT_EQ(text(details.symbol), "GRP");
  EXPECT_EQ(text(details.uri), "https://grape");
  EXPECT_EQ(details.seller_fee_basis_points, 250);
  ASSERT_EQ(details.creator_count, 1u);
  EXPECT_EQ(details.creators[0].address.get(), key(3));
  EXPECT_EQ(details.creators[0].share, 100);
  EXPECT_TRUE(details.is_mutable);
  EXPECT_FALSE(details.primary_sale_happened);
  ASSERT_NE(details.collection, nullptr);
  EXPECT_EQ(details.collection->get(), key(4));
  EXPECT_TRUE(details.collection_verified);
  for (usize size = 0; size < needed - 38; ++size) {  // all that must be there is cut somewhere
    metadata::Details cut;
    const std::vector<u8> shorter(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(metadata::read_details(shorter.data(), shorter.size(), cut)) << size;
  }
}

TEST(LoaderLayout, tells_its_accounts_apart) {
  std::vector<u8> data = {3, 0, 0, 0};
  append(data, 77, 8);
  data.push_back(1);
  append(data, key(5));
  const Data program_data(data);
  ASSERT_TRUE(program_data.valid<loader::ProgramData>());
  EXPECT_FALSE(program_data.valid<loader::ProgramAccount>());
  EXPECT_EQ(program_data.as<loader::ProgramData>().slot.get(), 77u);
  EXPECT_TRUE(program_data.as<loader::ProgramData>().is_authority(key(5)));
  EXPECT_FALSE(program_data.as<loader::ProgramData>().is_authority(key(6)));
  data[12] = 0;
  EXPECT_FALSE(Data(data).as<loader::ProgramData>().is_authority(key(5)));
}

TEST(TransferFee, is_rounded_up_and_bounded) {
  const auto fee = [](u16 points, u64 maximum) {
    token_2022::TransferFee out{};
    out.maximum = maximum;
    out.basis_points = points;
    return out;
  };
  EXPECT_EQ(fee(100, 1'000).of(1), 1u);
  EXPECT_EQ(fee(100, 1'000).of(100), 1u);
  EXPECT_EQ(fee(100, 1'000).of(101), 2u);
  EXPECT_EQ(fee(100, 1'000).of(1'000'000), 1'000u);
  EXPECT_EQ(fee(10'000, ~u64{0}).of(~u64{0}), ~u64{0});
  EXPECT_TRUE(rc::check("agrees with 128-bit arithmetic", [&](u64 amount) {
    const u16 points = *rc::gen::inRange<u16>(0, 10'001);
    const auto exact = (static_cast<unsigned __int128>(amount) * points + 9'999) / 10'000;
    RC_ASSERT(fee(points, ~u64{0}).of(amount) == static_cast<u64>(exact));
  }));
}

// Whatever the bytes: every entry lies inside them, in order, and what was written is found again.
TEST(Extensions, never_leave_the_data) {
  EXPECT_TRUE(rc::check("random bytes behind a mint", [] {
    auto tail =
        *rc::gen::container<std::vector<u8>>(rc::gen::oneOf(rc::gen::arbitrary<u8>(), rc::gen::inRange<u8>(0, 6)));
    std::vector<u8> bytes = mint_data({.decimals = 1});
    bytes.resize(166);
    bytes[165] = 1;
    bytes.insert(bytes.end(), tail.begin(), tail.end());
    const std::vector<u8> exact(bytes);  // the allocation ends where the data ends
    token_2022::Extensions extensions(exact.data(), exact.size());
    token_2022::Entry entry{};
    const u8* last = exact.data() + 166;
    while (extensions.next(entry)) {
      RC_ASSERT(entry.value >= last + 4);
      RC_ASSERT(entry.value + entry.size <= exact.data() + exact.size());
      last = entry.value + entry.size;
    }
    token_2022::TokenMetadata metadata;
    static_cast<void>(metadata.read(token_2022::Extensions(exact.data(), exact.size())));
    RC_ASSERT(token_2022::account_size(token_2022::Extensions(exact.data(), exact.size())) >= 165);
  }));
  EXPECT_TRUE(rc::check("what was written is read", [] {
    std::vector<std::pair<u16, std::vector<u8>>> written;
    const auto count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i)
      written.emplace_back(*rc::gen::inRange<u16>(1, 40), *rc::gen::arbitrary<std::vector<u8>>());
    const std::vector<u8> bytes = with_extensions(mint_data({}), 1, written);
    RC_PRE(bytes.size() != 355u && bytes.size() > 166u);
    token_2022::Extensions extensions(bytes.data(), bytes.size());
    token_2022::Entry entry{};
    for (const auto& [type, value] : written) {
      RC_ASSERT(extensions.next(entry));
      RC_ASSERT(static_cast<u16>(entry.type) == type);
      RC_ASSERT(std::vector<u8>(entry.value, entry.value + entry.size) == value);
    }
    RC_ASSERT(!extensions.next(entry));
  }));
}

TEST(TokenMetadata, additional_fields_are_found_and_damage_is_refused) {
  std::vector<u8> value(64);
  const auto put_text = [&](std::string_view chars) {
    append(value, chars.size(), 4);
    value.insert(value.end(), chars.begin(), chars.end());
  };
  for (const char* part : {"Grape", "GRP", "https://grape"}) put_text(part);
  append(value, 2, 4);
  for (const char* part : {"colour", "blue", "vine", "north"}) put_text(part);
  const auto read = [&](const std::vector<u8>& bytes, token_2022::TokenMetadata& out) {
    return out.read(token_2022::Extensions(bytes.data(), bytes.size()));
  };
  const std::vector<u8> whole = with_extensions(mint_data({}), 1, {{19, value}});
  token_2022::TokenMetadata metadata;
  ASSERT_TRUE(read(whole, metadata));
  EXPECT_EQ(text(metadata.field("vine")), "north");
  EXPECT_EQ(metadata.field("taste").data, nullptr);
  for (usize size = 0; size < value.size(); ++size) {
    const std::vector<u8> cut(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(size));
    token_2022::TokenMetadata ignored;
    EXPECT_FALSE(read(with_extensions(mint_data({}), 1, {{19, cut}}), ignored)) << size;
  }
}

TEST(AssociatedToken, address_depends_on_the_token_program) {
  constexpr Pubkey kWallet = "GKvqsuNcnwWqPzzuhLmGi4rzzh55FhJtGizkhHaEJqiV"_pubkey;
  constexpr Pubkey kMint = "So11111111111111111111111111111111111111112"_pubkey;
  const Pda place = associated_token::find_address(kWallet, kMint);
  EXPECT_FALSE(grapnel::detail::is_on_curve(place.address.data()));
  EXPECT_EQ(place.address, derive_program_address(AssociatedTokenProgram::kId, place.bump, kWallet, Token::kId, kMint));
  EXPECT_NE(place.address, associated_token::find_address(kWallet, kMint, Token2022::kId).address);
}

}  // namespace
}  // namespace grapnel
