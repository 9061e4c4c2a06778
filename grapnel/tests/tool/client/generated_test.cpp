// Headers that `grapnel client` wrote: of our own programs against what their own headers say, and of an IDL with every
// feature of the spec.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <agent_factory/program.hpp>
#include <agent_factory_client.hpp>
#include <counter_client.hpp>

#include <type_traits>

#include "instructions.hpp"
#include "values.hpp"

namespace {

using namespace grapnel;

constexpr Pubkey kAnn = {{1, 0, 0, 1}};
constexpr Pubkey kBob = {{2, 0, 0, 2}};

u64 word(const Tag<8>& tag) { return load<u64>(tag.bytes); }

// The same accounts and bytes.
void expect_same(const client::Instruction& ours, const client::Instruction& theirs) {
  EXPECT_EQ(ours.program_id, theirs.program_id);
  EXPECT_EQ(ours.accounts, theirs.accounts);
  EXPECT_EQ(ours.data, theirs.data);
}

namespace cc = counter_client;

static_assert(sizeof(cc::Counter) == sizeof(counter::Counter) && alignof(cc::Counter) == alignof(counter::Counter));
static_assert(cc::kProgramId == counter::kProgramId);
static_assert(static_cast<u32>(cc::CounterError::StepIsZero) == static_cast<u32>(counter::CounterError::StepIsZero));
static_assert(!std::is_default_constructible_v<cc::increment::Accounts>, "a forgotten account does not compile");
static_assert(!std::is_default_constructible_v<cc::increment::Views>);
static_assert(AccountFormat<counter::Counter>::kSizeMin == AccountFormat<cc::Counter>::kSizeMin);

TEST(GeneratedCounter, has_the_discriminators_of_the_program) {
  EXPECT_EQ(word(cc::initialize::kDiscriminator), kInstructionDiscriminator<counter::initialize>);
  EXPECT_EQ(word(cc::increment::kDiscriminator), kInstructionDiscriminator<counter::increment>);
  EXPECT_EQ(word(cc::set_authority::kDiscriminator), kInstructionDiscriminator<counter::set_authority>);
  EXPECT_EQ(word(cc::destroy::kDiscriminator), kInstructionDiscriminator<counter::destroy>);
  EXPECT_EQ(word(client::AccountTag<cc::Counter>::kTag), kAccountDiscriminator<counter::Counter>);
  EXPECT_EQ(word(client::EventTag<cc::Destroyed>::kTag), kEventDiscriminator<counter::Destroyed>);
}

TEST(GeneratedCounter, makes_the_same_instructions) {
  constexpr Pubkey kCounter = find_program_address(counter::kProgramId, "counter").address;
  expect_same(cc::initialize::instruction({.authority = kAnn}),
              client::instruction<counter::initialize>(counter::kProgramId, {kAnn, kCounter, System::kId}));
  expect_same(cc::increment::instruction({.authority = kAnn}, {.step = 5}),
              client::instruction<counter::increment>(counter::kProgramId, {kCounter, kAnn}, {.step = 5}));
  expect_same(cc::set_authority::instruction({.counter = kBob, .authority = kAnn}, {.new_authority = kBob}),
              client::instruction<counter::set_authority>(counter::kProgramId, {kBob, kAnn}, {.new_authority = kBob}));
  expect_same(cc::destroy::instruction({.counter = kBob, .authority = kAnn}),
              client::instruction<counter::destroy>(counter::kProgramId, {kBob, kAnn}));
}

TEST(GeneratedCounter, reads_what_the_program_writes) {
  const auto state = client::decode_account<cc::Counter>(client::account_data(counter::Counter{kAnn, 9}));
  ASSERT_TRUE(state);
  EXPECT_EQ(*state, (cc::Counter{kAnn, 9}));
  auto other = client::account_data(counter::Counter{kAnn, 9});
  other[0] ^= 1;
  EXPECT_EQ(client::decode_account<cc::Counter>(other).error(), client::DecodeError::WrongDiscriminator);
  other.resize(5);
  EXPECT_EQ(client::decode_account<cc::Counter>(other).error(), client::DecodeError::Truncated);
}

TEST(GeneratedCounter, knows_its_errors) {
  const auto text = [](Text t) { return std::string(t.data, t.size); };
  EXPECT_EQ(text(message(static_cast<cc::CounterError>(6000))), text(message(counter::CounterError::Overflow)));
  EXPECT_EQ(text(name(cc::CounterError::StepIsZero)), "StepIsZero");
  EXPECT_EQ(text(name(static_cast<cc::CounterError>(1))), "");
}

namespace af = agent_factory_client;

TEST(GeneratedAgentFactory, derives_and_encodes_as_the_program) {
  const Pda mine = af::create_agent::find_agent(kAnn, 7);
  const Pda theirs = find_program_address(agent_factory::kProgramId, "agent", kAnn, u64{7});
  EXPECT_EQ(mine.address, theirs.address);
  EXPECT_EQ(mine.bump, theirs.bump);
  const auto instruction =
      af::create_agent::instruction({.creator = kAnn}, {.agent_id = 7, .config = {.quote_mint = kBob}});
  EXPECT_EQ(instruction.accounts[1], (client::Meta{theirs.address, false, true}));
  EXPECT_EQ(instruction.accounts[2].key, find_program_address(zestron::kGovernance, "mint", kBob).address)
      << "derived by another program, from inside an argument";
  EXPECT_EQ(instruction.accounts[3].key, System::kId);
}

using namespace everything;

template <class T>
void expect_round_trip(const T& value) {
  client::Bytes bytes;
  client::borsh::encode(bytes, value);
  const auto back = client::borsh::decode<T>(bytes);
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == value);
  for (usize size = 0; size < bytes.size(); ++size) {
    const auto cut = client::borsh::decode<T>(std::span(bytes).first(size));
    EXPECT_FALSE(cut) << size;
  }
}

TEST(GeneratedEverything, round_trips_and_refuses_what_is_cut) {
  expect_round_trip(make_everything());
  expect_round_trip(make_config());
  expect_round_trip(make_traded());
  expect_round_trip(make_create_args());
  expect_round_trip(Bare{kWho, 5});
}

TEST(GeneratedEverything, plain_types_are_their_bytes_in_memory) {
  const Config_ config = make_config();
  client::Bytes bytes;
  client::borsh::encode(bytes, config);
  ASSERT_EQ(bytes.size(), sizeof config);
  EXPECT_EQ(std::memcmp(bytes.data(), &config, sizeof config), 0);
  static_assert(AccountFormat<ZeroCopy>::kOffset == 4 && alignof(ZeroCopy) <= 4);
  static_assert(offsetof(ZeroCopy, b) == 4 && offsetof(ZeroCopy, key) == 8 && offsetof(ZeroCopy, big) == 48);
}

TEST(GeneratedEverything, refuses_values_that_a_type_has_not) {
  client::Bytes bytes;
  client::borsh::encode(bytes, make_everything());
  bytes[0] = 2;
  EXPECT_EQ(client::borsh::decode<Everything>(bytes).error(), client::DecodeError::BadBool);
  EXPECT_EQ(client::borsh::decode<Kind>(client::Bytes{3}).error(), client::DecodeError::BadEnum);
  EXPECT_EQ(client::borsh::decode<Shape>(client::Bytes{5}).error(), client::DecodeError::BadEnum);
  EXPECT_EQ(client::borsh::decode<Bare>(client::Bytes(44, 2)).error(), client::DecodeError::BadOption);
  // A vector's count is no promise: nothing is reserved for it.
  EXPECT_EQ(client::borsh::decode<Names>(client::Bytes{255, 255, 255, 255}).error(), client::DecodeError::Truncated);
  client::Bytes deep;
  for (int i = 0; i < 100; ++i) deep.insert(deep.end(), {4, 1, 0, 0, 0});  // a group of one group of one …
  EXPECT_EQ(client::borsh::decode<Shape>(deep).error(), client::DecodeError::TooDeep);
}

RC_GTEST_PROP(GeneratedEverything, arbitrary_bytes_decode_to_what_encodes_to_them, (std::vector<u8> bytes)) {
  if (const auto shape = client::borsh::decode<Shape>(bytes)) {
    client::Bytes again;
    client::borsh::encode(again, *shape);
    RC_ASSERT(again.size() <= bytes.size());
    RC_ASSERT(std::equal(again.begin(), again.end(), bytes.begin()));
  }
}

TEST(GeneratedEverything, fills_in_what_can_be_known) {
  const auto instruction = create_pool::instruction(
      {.payer = kAnn, .named = kBob, .of_owner = kBob, .other_program = kBob, .owner = kBob, .pair = {.first = kAnn}},
      make_create_args());
  const auto& accounts = instruction.accounts;
  ASSERT_EQ(accounts.size(), 13u);
  const Pubkey pool = find_program_address(kProgramId, "pool", kAnn, u64{77}, u16{513}).address;
  constexpr Pubkey kToken = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"_pubkey;
  EXPECT_EQ(accounts[0], (client::Meta{kAnn, true, true}));
  EXPECT_EQ(accounts[1].key, find_program_address(kProgramId, "config").address);
  EXPECT_EQ(accounts[2], (client::Meta{pool, false, true}));
  EXPECT_EQ(accounts[3].key, find_program_address(kToken, pool, Array<u8, 3>{{0, 1, 255}}).address);
  EXPECT_EQ(accounts[7], (client::Meta{kProgramId, false, false})) << "an optional account that is absent";
  EXPECT_EQ(accounts[10].key, find_program_address(kProgramId, kAnn).address);
  EXPECT_EQ(create_pool::find_named("title")->address, find_program_address(kProgramId, "title").address);
  EXPECT_FALSE(create_pool::find_named(std::string(33, 'x')));
  EXPECT_EQ(create_pool::find_of_owner(kAnn, kToken)->address, find_program_address(kToken, kAnn).address);
}

TEST(GeneratedEverything, keeps_custom_serialisation_as_it_stands) {
  const auto blob = client::decode_account<Blob>(client::Bytes{5, 5, 1, 2, 3});
  ASSERT_TRUE(blob);
  EXPECT_EQ(blob->rest.bytes, (client::Bytes{1, 2, 3}));
}

static_assert(kMaxPools == ~u64{0} && kLeast < 0 && kMinus == I128{~u64{0} - 1, -1} && kTable[2] == 3 && kOn);
static_assert(kName == Text("a \"quoted\" name") && kSeed[0] == 'p');

}  // namespace
