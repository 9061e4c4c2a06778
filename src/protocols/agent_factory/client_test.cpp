#include "protocols/agent_factory/client.hpp"

#include <gtest/gtest.h>

#include <grapnel/client/client.hpp>

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/keypair.hpp"

namespace zestron::protocols::agent_factory {
namespace {

Pubkey key(std::uint8_t fill) {
  Pubkey result;
  result.value().fill(fill);
  return result;
}

Hash hash(std::uint8_t fill) {
  Hash result;
  result.value().fill(fill);
  return result;
}

AgentConfig config() { return {.config_hash = hash(3), .config_uri = "ipfs://config", .thresholds = {}}; }

AgentState agent() {
  AgentState state{};
  state.version = 1;
  state.bump = 254;
  state.lifecycle = program::Lifecycle::Active;
  state.resume_to = program::Lifecycle::Licensed;
  state.owner = to_program(key(1));
  state.agent_id = 18'446'744'073'709'551'615U;
  state.executor_count = 1;
  state.executors[0] = to_program(key(4));
  state.allow_count = 1;
  state.allow_list[0].prefix_size = 2;
  state.allow_list[0].instruction_prefix[0] = 0xab;
  state.allow_list[0].rule_count = 1;
  state.allow_list[0].rules[0] = {7, program::AccountRole::Purse};
  state.claimed_performance.gain = 5;
  EXPECT_TRUE(state.config_uri.assign(grapnel::Text{"ipfs://config"}));
  return state;
}

Bytes bytes_of(const AgentState& state) { return grapnel::client::account_data(state); }

TEST(AgentFactoryClient, the_address_follows_from_its_derivation) {
  const auto keypair = codec::Keypair::from_secret(codec::sha256(as_bytes(kProgramKeyDerivation)).value());
  EXPECT_EQ(keypair.pubkey(), program_id());
}

TEST(AgentFactoryClient, derives_addresses_like_the_runtime) {
  const DerivedAddress derived = agent_address(key(1), AgentId{7});
  const Bytes id{7, 0, 0, 0, 0, 0, 0, 0}, bump{derived.bump};
  EXPECT_EQ(derived.address.value(), codec::sha256({as_bytes("agent"), key(1).view(), id, bump, program_id().view(),
                                                    as_bytes("ProgramDerivedAddress")})
                                         .value());
  EXPECT_NE(wallet_address(derived.address, key(1)).address, wallet_address(derived.address, key(2)).address);
  EXPECT_NE(purse_address(key(1)).address, key(1));
}

TEST(AgentFactoryClient, create_agent_is_the_bytes_an_anchor_client_would_send) {
  const auto built = create_agent(
      {.creator = key(1), .id = AgentId{7}, .config = config(), .quote_mint = key(5), .upgrade_authority = key(6)});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->program, program_id());
  const Pubkey quote_entry =
      to_host(grapnel::find_program_address(governance::kProgramId, governance::kMintSeed, to_program(key(5))).address);
  const std::vector<codec::AccountMeta> accounts = {{key(1), true, true},
                                                    {agent_address(key(1), AgentId{7}).address, false, true},
                                                    {quote_entry, false, false},
                                                    {Pubkey{}, false, false}};
  EXPECT_EQ(built->accounts, accounts);

  Bytes expected = {7, 0, 0, 0, 0, 0, 0, 0};
  const auto append = [&](ByteView part) { expected.insert(expected.end(), part.begin(), part.end()); };
  append(hash(3).view());
  append(key(5).view());
  append(key(6).view());
  append(Bytes(16));
  append(Bytes{13, 0, 0, 0});
  append(as_bytes("ipfs://config"));
  const Hash name = codec::sha256(as_bytes("global:create_agent"));
  expected.insert(expected.begin(), name.value().begin(), name.value().begin() + 8);
  EXPECT_EQ(built->data, expected);
}

TEST(AgentFactoryClient, says_before_signing_what_the_program_would_refuse) {
  const CreateAgent good{
      .creator = key(1), .id = AgentId{7}, .config = config(), .quote_mint = key(5), .upgrade_authority = key(6)};
  const auto error = [&](auto change) {
    CreateAgent request = good;
    change(request);
    return create_agent(request).error().code;
  };
  EXPECT_EQ(error([](auto& r) { r.config.config_hash = {}; }), program::AgentError::ConfigHashMissing);
  EXPECT_EQ(error([](auto& r) { r.config.config_uri = ""; }), program::AgentError::ConfigUriInvalid);
  EXPECT_EQ(error([](auto& r) { r.config.config_uri = std::string(197, 'x'); }), program::AgentError::ConfigUriInvalid);
  EXPECT_EQ(error([](auto& r) { r.config.config_uri = "\xc3\xa4"; }), program::AgentError::ConfigUriInvalid);
  EXPECT_EQ(error([](auto& r) { r.quote_mint = {}; }), program::AgentError::QuoteMintMissing);
  EXPECT_EQ(error([](auto& r) { r.upgrade_authority = {}; }), program::AgentError::UpgradeAuthorityMissing);

  const ByOwner owner{.agent = key(2), .owner = key(1)};
  EXPECT_EQ(set_executors(owner, std::vector(9, key(9))).error().code, program::AgentError::TooManyExecutors);
  EXPECT_EQ(set_executors(owner, std::vector{Pubkey{}}).error().code, program::AgentError::ExecutorMissing);
  EXPECT_EQ(set_executors(owner, std::vector{key(8), key(9), key(8)}).error().code,
            program::AgentError::ExecutorRepeated);
  EXPECT_TRUE(set_executors(owner, {}));
  EXPECT_EQ(
      claim_performance({.agent = key(2), .executor = key(4), .gain = {}, .loss = {}, .trades = 0, .root = hash(1)})
          .error()
          .code,
      program::AgentError::ClaimWithoutTrades);
  EXPECT_EQ(claim_performance({.agent = key(2), .executor = key(4), .gain = {}, .loss = {}, .trades = 1, .root = {}})
                .error()
                .code,
            program::AgentError::ClaimRootMissing);
  EXPECT_EQ(update_performance(key(2), {}).error().code, program::AgentError::NoWallets);
}

TEST(AgentFactoryClient, names_signers_and_writable_accounts) {
  const std::vector<codec::AccountMeta> by_owner = {{key(2), false, true}, {key(1), true, false}};
  EXPECT_EQ(publish_agent({key(2), key(1)}).accounts, by_owner);
  const Pubkey record = creator_record_address(key(1));
  const std::vector<codec::AccountMeta> by_anyone = {
      {key(2), false, true}, {key(3), true, false}, {record, false, true}};
  EXPECT_EQ(retire_agent({.agent = key(2), .caller = key(3), .owner = key(1)}).accounts, by_anyone);
  EXPECT_EQ(suspend_agent({.agent = key(2), .caller = key(3), .owner = key(1)}).accounts, by_anyone);
  const auto activating = activate_agent({key(2), key(1)}).accounts;
  EXPECT_EQ(activating[1], (codec::AccountMeta{key(1), true, true})) << "pays for its record";
  EXPECT_EQ(activating[2], (codec::AccountMeta{record, false, true}));
  EXPECT_EQ(activating[5], (codec::AccountMeta{program_id(), false, false})) << "no stake";
  const auto by_stake = activate_agent({key(2), key(1)}, StakeShown{key(7), key(8), key(9)}).accounts;
  EXPECT_EQ(by_stake[5], (codec::AccountMeta{key(9), false, false}));
  const std::vector<codec::AccountMeta> closing = {{key(2), false, true}, {key(1), true, false}, {key(1), false, true}};
  EXPECT_EQ(close_agent({key(2), key(1), key(1)}).accounts, closing);
  const std::vector<codec::AccountMeta> folding = {{key(2), false, true}, {key(8), false, true}};
  EXPECT_EQ(update_performance(key(2), std::vector{key(8)})->accounts, folding);
}

TEST(AgentFactoryClient, decodes_an_agent_and_refuses_anything_else) {
  const Bytes good = bytes_of(agent());
  ASSERT_TRUE(decode_agent(program_id(), good));
  EXPECT_EQ(config_uri(*decode_agent(program_id(), good)), "ipfs://config");
  EXPECT_EQ(decode_agent(key(1), good).error().code, AccountError::kForeignOwner);
  EXPECT_EQ(decode_agent(program_id(), {}).error().code, AccountError::kOtherType);
  EXPECT_EQ(decode_agent(program_id(), ByteView(good).first(good.size() - 1)).error().code, AccountError::kOtherType);
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Bytes changed = good;
    changed[at] = value;
    return decode_agent(program_id(), changed).error().code;
  };
  EXPECT_EQ(with(0, 0), AccountError::kOtherType);
  EXPECT_EQ(with(8, 2), AccountError::kUnknownLayout);
  for (const std::size_t at : {10U, 11U, 12U, 240U, 504U, 2440U, 640U, 641U, 625U, 2444U}) {
    EXPECT_EQ(with(at, 200), AccountError::kInconsistent) << "offset " << at;
  }
}

TEST(AgentFactoryClient, json_has_the_names_of_the_idl) {
  const auto json = to_json(key(2), agent());
  EXPECT_EQ(json["lifecycle"], "active");
  EXPECT_EQ(json["is_active"], true);
  EXPECT_EQ(json["agent_id"], "18446744073709551615");
  EXPECT_EQ(json["owner"], codec::to_base58(key(1)));
  EXPECT_EQ(json["executors"].size(), 1U);
  EXPECT_EQ(json["claimed_performance"]["gain"], "5");
  EXPECT_EQ(json["performance_metrics"]["yield_generated"], "0");
  EXPECT_EQ(json["allow_list"][0]["instruction_prefix"], "ab00");
  EXPECT_EQ(json["allow_list"][0]["rules"][0]["role"], "purse");
  EXPECT_EQ(json["allow_list"][0]["fixed_keys"].size(), 2U);
}

std::string data_line(const program::AgentPublished& event) {
  struct {
    std::uint64_t discriminator;
    program::AgentPublished event;
  } record{grapnel::kEventDiscriminator<program::AgentPublished>, event};
  return "Program data: " + codec::base64_encode({reinterpret_cast<const std::uint8_t*>(&record), sizeof record});
}

TEST(AgentFactoryClient, reads_events_of_its_own_frames_only) {
  const std::string own = "Program " + codec::to_base58(program_id());
  const std::string other = "Program " + codec::to_base58(key(9));
  const std::string line = data_line({to_program(key(2))});
  const auto count = [](const std::vector<std::string>& logs) { return events_in(logs).size(); };

  const std::vector<std::string> good = {own + " invoke [1]", line, own + " success"};
  ASSERT_EQ(count(good), 1U);
  EXPECT_EQ(name_of(events_in(good)[0]), "AgentPublished");
  EXPECT_EQ(to_json(events_in(good)[0])["agent"], codec::to_base58(key(2)));

  EXPECT_EQ(count({line}), 0U);
  EXPECT_EQ(count({other + " invoke [1]", line, other + " success"}), 0U);
  EXPECT_EQ(count({own + " invoke [1]", other + " invoke [2]", line, other + " success", own + " success"}), 0U);
  EXPECT_EQ(count({other + " invoke [1]", own + " invoke [2]", line, own + " success", line, other + " success"}), 1U);
  EXPECT_EQ(count({other + " invoke [1]", "Program log: " + own + " invoke [2]", line}), 0U);
  EXPECT_EQ(count({own + " invoke [1]", "Program data: ****", "Program data: AAAA", line + "AAAA", line}), 1U);
}

TEST(AgentFactoryClient, terms_cover_the_address_and_the_lists) {
  const AgentState state = agent();
  AgentState other = state;
  other.executors[0] = to_program(key(5));
  EXPECT_NE(terms_of(key(2), state), terms_of(key(3), state));
  EXPECT_NE(terms_of(key(2), state), terms_of(key(2), other));
  other = state;
  other.executors[1] = to_program(key(5));
  EXPECT_EQ(terms_of(key(2), state), terms_of(key(2), other)) << "beyond executor_count nothing counts";
}

}  // namespace
}  // namespace zestron::protocols::agent_factory
