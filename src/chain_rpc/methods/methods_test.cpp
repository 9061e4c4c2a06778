#include "chain_rpc/http.hpp"
#include "chain_rpc/testing/fake_backend.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace zestron::chain_rpc {
namespace {

constexpr std::string_view kKey = "11111111111111111111111111111111";

class Methods : public ::testing::Test {
 protected:
  std::string ask(std::string_view method, std::string_view params, bool foreign = false) {
    return ask(method, params, Caller{.foreign_origin = foreign});
  }
  /// As the developer at the machine that runs the node.
  std::string develop(std::string_view method, std::string_view params, bool foreign = false) {
    return ask(method, params, Caller{.foreign_origin = foreign, .loopback_server = true});
  }
  std::string ask(std::string_view method, std::string_view params, const Caller& caller) {
    const auto text =
        answer_rpc(backend, desk, caller, "127.0.0.1",
                   fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"{}","params":{}}})", method, params));
    const std::string_view head = R"({"jsonrpc":"2.0",)";
    return text.substr(head.size(), text.size() - head.size() - std::string_view(R"(,"id":1})").size());
  }
  static std::string error(int code, std::string_view message, std::string_view data = {}) {
    return fmt::format(R"("error":{{"code":{},"message":{}{}}})", code, quote(message),
                       data.empty() ? "" : fmt::format(R"(,"data":{})", data));
  }
  testing::FakeBackend backend;
  Desk desk{{}};
};

TEST_F(Methods, parameter_errors_to_the_letter) {
  struct Case {
    std::string method, params, message;
  };
  const std::string many_keys = [] {
    std::string list;
    for (int i = 0; i < 101; ++i) list += fmt::format(R"({}"{}")", i == 0 ? "" : ",", kKey);
    return "[[" + list + "]]";
  }();
  for (
      const auto& [method, params, message] : std::vector<Case>{
          {"getBalance", "[]", "`params` should have at least 1 argument(s)"},
          {"getBalance", "{}", "`params` should be an array"},
          {"getBalance", "[12]", "Invalid params: invalid type: integer `12`, expected a string."},
          {"getBalance", "[null]", "Invalid params: invalid type: null, expected a string."},
          {"getBalance", "[true]", "Invalid params: invalid type: boolean `true`, expected a string."},
          {"getBalance", R"([["x"]])", "Invalid params: invalid type: sequence, expected a string."},
          {"getBalance", R"(["abc"])", "Invalid param: WrongSize"},
          {"getBalance", R"(["0OIl"])", "Invalid param: Invalid"},
          {"getTokenSupply", fmt::format(R"(["{}",{{}}])", kKey), "Invalid params: missing field `commitment`."},
          {"getTokenSupply", fmt::format(R"(["{}",{{"commitment":"recent"}}])", kKey),
           "Invalid params: unknown variant `recent`, expected one of `processed`, `confirmed`, `finalized`."},
          {"getSignatureStatuses", "[[],{}]", "Invalid params: missing field `searchTransactionHistory`."},
          {"getBlockTime", "[]", "Invalid params: invalid length 0, expected a tuple of size 1."},
          {"getBlockTime", "{}", "Invalid params: invalid type: map, expected a tuple of size 1."},
          {"getSlotLeaders", "[1]", "Invalid params: invalid length 1, expected a tuple of size 2."},
          {"getSlotLeaders", R"(["x"])", "Invalid params: invalid type: string \"x\", expected u64."},
          {"getSlotLeaders", "[1,2,3]", "Invalid params: invalid length 3, expected fewer elements in array."},
          {"getSlotLeaders", "[2000,1]", "Invalid slot range: leader schedule for epoch 2 is unavailable"},
          {"isBlockhashValid", R"(["x"])", "WrongSize"},
          {"getFeeForMessage", R"(["!"])", "invalid base64 encoding: InvalidByte(0, 33)"},
          {"getBlock", R"([1,"hex"])",
           "Invalid params: data did not match any variant of untagged enum RpcEncodingConfigWrapper."},
          {"getLeaderSchedule", R"(["x"])",
           "Invalid params: data did not match any variant of untagged enum RpcLeaderScheduleConfigWrapper."},
          {"getTokenAccountsByOwner", fmt::format(R"(["{}",{{}}])", kKey),
           "Invalid params: invalid value: map, expected map with a single key."},
          {"getProgramAccounts", fmt::format(R"(["{}",{{"filters":[{{"memcmp":{{"offset":0,"bytes":"0"}}}}]}}])", kKey),
           "Invalid param: Base58DecodeError(InvalidCharacter { character: '0', index: 0 })"},
          {"getMultipleAccounts", many_keys, "Too many inputs provided; max 100"},
          {"getMinimumBalanceForRentExemption", R"(["5"])",
           "Invalid params: invalid type: string \"5\", expected usize."},
          {"getMinimumBalanceForRentExemption", "[-1]", "Invalid params: invalid value: integer `-1`, expected usize."},
          {"getAccountInfo", fmt::format(R"(["{}",{{"encoding":"hex"}}])", kKey),
           "Invalid params: unknown variant `hex`, expected one of `binary`, `base58`, `base64`, `jsonParsed`, "
           "`base64+zstd`."},
          {"getProgramAccounts",
           fmt::format(
               R"(["{}",{{"filters":[{{"dataSize":1}},{{"dataSize":1}},{{"dataSize":1}},{{"dataSize":1}},{{"dataSize":1}}]}}])",
               kKey),
           "Too many filters provided; max 4"},
          {"getSignaturesForAddress", fmt::format(R"(["{}",{{"limit":0}}])", kKey), "Invalid limit; max 1000"},
          {"getSignaturesForAddress", fmt::format(R"(["{}",{{"limit":1001}}])", kKey), "Invalid limit; max 1000"},
          {"getSignaturesForAddress", fmt::format(R"(["{}",{{"commitment":"processed"}}])", kKey),
           "Method does not support commitment below `confirmed`"},
          {"getRecentPerformanceSamples", "[721]", "Invalid limit; max 720"},
          {"getBlocks", R"([0,{"commitment":"processed"}])", "Method does not support commitment below `confirmed`"},
          {"sendTransaction", R"(["AAAA",{"encoding":"json"}])",
           "unsupported encoding: json. Supported encodings: base58, base64"},
          {"sendTransaction", R"(["!AAA",{"encoding":"base64"}])", "invalid base64 encoding: InvalidByte(0, 33)"},
          {"sendTransaction", R"(["10"])", "invalid base58 encoding: InvalidCharacter { character: '0', index: 1 }"},
          {"sendTransaction", fmt::format(R"(["{}",{{"encoding":"base64"}}])", std::string(1648, 'A')),
           "base64 encoded solana_transaction::versioned::VersionedTransaction too large: 1648 bytes (max: encoded/raw "
           "1644/1232)"},
          {"simulateTransaction", R"(["AAAA",{"encoding":"base64","sigVerify":true,"replaceRecentBlockhash":true}])",
           "sigVerify may not be used with replaceRecentBlockhash"},
          {"simulateTransaction", R"(["AAAA",{"encoding":"base64","accounts":{"encoding":"base58","addresses":[]}}])",
           "base58 encoding not supported"},
      })
    EXPECT_EQ(ask(method, params), error(-32602, message)) << method << params.substr(0, 200);
}

TEST_F(Methods, unknown_fields_and_commitments_are_ignored) {
  EXPECT_EQ(ask("getSlot", R"([{"commitment":"sooner","x":1}])"), R"("result":68)");
  EXPECT_EQ(ask("getSlot", R"([{"commitment":"confirmed"}])"), R"("result":99)");
  EXPECT_EQ(ask("getSlot", R"([null])"), R"("result":68)");
  EXPECT_EQ(ask("getSlot", "[]"), R"("result":68)");
}

TEST_F(Methods, min_context_slot_tells_the_own_slot) {
  EXPECT_EQ(ask("getSlot", R"([{"minContextSlot":69}])"),
            error(-32016, "Minimum context slot has not been reached", R"({"contextSlot":68})"));
  EXPECT_EQ(ask("getSlot", R"([{"minContextSlot":68}])"), R"("result":68)");
}

TEST_F(Methods, epoch_info_is_of_one_bank) {
  EXPECT_EQ(
      ask("getEpochInfo", R"([{"commitment":"processed"}])"),
      R"("result":{"absoluteSlot":100,"blockHeight":100,"epoch":0,"slotIndex":100,"slotsInEpoch":1000,"transactionCount":0})");
}

TEST_F(Methods, one_validator_leads_every_slot_up_to_the_next_epoch) {
  backend.slots_in_epoch = 40;  // finalized is slot 68, in epoch 1
  std::string indexes = "0";
  for (int index = 1; index < 40; ++index) indexes += fmt::format(",{}", index);
  const std::string schedule = fmt::format(R"("result":{{"{}":[{}]}})", kKey, indexes);
  EXPECT_EQ(ask("getLeaderSchedule", "[]"), schedule);
  EXPECT_EQ(ask("getLeaderSchedule", R"([{"commitment":"processed"}])"), schedule);
  EXPECT_EQ(ask("getLeaderSchedule", "[119]"), schedule);
  EXPECT_EQ(ask("getLeaderSchedule", "[120]"), R"("result":null)");
  EXPECT_EQ(ask("getLeaderSchedule", R"([null,{"identity":"SysvarC1ock11111111111111111111111111111111"}])"),
            R"("result":{})");
  EXPECT_EQ(ask("getLeaderSchedule", R"([1,{"identity":"x"}])"), error(-32602, "Invalid param: WrongSize"));
}

TEST_F(Methods, block_production_is_of_a_range_that_the_bank_knows) {
  backend.slots_in_epoch = 40;
  const auto produced = [](int slots, int first, int last) {
    return fmt::format(
        R"("result":{{"context":{{"apiVersion":"4.2.2","slot":68}},"value":{{"byIdentity":{{"{}":[{},{}]}},"range":{{"firstSlot":{},"lastSlot":{}}}}}}})",
        kKey, slots, slots, first, last);
  };
  EXPECT_EQ(ask("getBlockProduction", "[]"), produced(29, 40, 68));
  EXPECT_EQ(ask("getBlockProduction", R"([{"range":{"firstSlot":3,"lastSlot":5}}])"), produced(3, 3, 5));
  EXPECT_EQ(ask("getBlockProduction", R"([{"range":{"firstSlot":66}}])"), produced(3, 66, 68));
  EXPECT_EQ(ask("getBlockProduction", R"([{"range":{"firstSlot":5,"lastSlot":4}}])"),
            error(-32602, "lastSlot, 4, cannot be less than firstSlot, 5"));
  EXPECT_EQ(ask("getBlockProduction", R"([{"range":{"firstSlot":5,"lastSlot":69}}])"),
            error(-32602, "lastSlot, 69, is too large; max 68"));
}

TEST_F(Methods, shreds_are_as_far_as_execution) {
  EXPECT_EQ(ask("getMaxRetransmitSlot", "[]"), R"("result":100)");
  EXPECT_EQ(ask("getMaxShredInsertSlot", "[]"), R"("result":100)");
}

TEST_F(Methods, account_options_reach_the_bank_checked) {
  ask("getAccountInfo", fmt::format(R"(["{}",{{"encoding":"base64","dataSlice":{{"offset":1,"length":2}}}}])", kKey));
  EXPECT_EQ(backend.last_options, R"({"encoding":"base64","dataSlice":{"offset":1,"length":2}})");
  ask("getAccountInfo", fmt::format(R"(["{}"])", kKey));
  EXPECT_EQ(backend.last_options, "{}");
  ask("getMultipleAccounts", fmt::format(R"([["{}"],{{"dataSlice":{{"offset":0,"length":0}}}}])", kKey));
  EXPECT_EQ(backend.last_options, R"({"encoding":"base64","dataSlice":{"offset":0,"length":0}})");
  ask("getProgramAccounts",
      fmt::format(R"(["{}",{{"filters":[{{"dataSize":165}},{{"memcmp":{{"offset":3,"bytes":"2g"}}}}]}}])", kKey));
  EXPECT_EQ(backend.last_options,
            R"({"filters":[{"dataSize":165},{"memcmp":{"offset":3,"encoding":"base64","bytes":"YQ=="}}]})");
}

TEST_F(Methods, preflight_failures_carry_the_simulation) {
  backend.simulation = R"({"err":"BlockhashNotFound","logs":[],"accounts":null})";
  EXPECT_EQ(ask("sendTransaction", R"(["2g"])"),
            error(-32002, "Transaction simulation failed: Blockhash not found", backend.simulation));
  backend.simulation = R"({"err":{"InstructionError":[0,{"Custom":1}]},"logs":[]})";
  EXPECT_EQ(ask("sendTransaction", R"(["2g"])"),
            error(-32002, "Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1",
                  backend.simulation));
  backend.simulation = R"({"err":{"InsufficientFundsForRent":{"account_index":1}},"logs":[]})";
  EXPECT_EQ(
      ask("sendTransaction", R"(["2g"])"),
      error(-32002,
            "Transaction simulation failed: Transaction results in an account (1) with insufficient funds for rent",
            backend.simulation));
  EXPECT_EQ(backend.submitted, 0);
}

TEST_F(Methods, a_bad_signature_fails_preflight_and_is_dropped_without_it) {
  backend.signatures_good = false;
  const auto refused = ask("sendTransaction", R"(["2g"])");
  EXPECT_TRUE(refused.starts_with(
      R"("error":{"code":-32002,"message":"Transaction simulation failed: Transaction did not pass signature verification","data":{)"))
      << refused;
  EXPECT_NE(refused.find(R"("err":"SignatureFailure")"), std::string::npos);
  EXPECT_TRUE(ask("sendTransaction", R"(["2g",{"skipPreflight":true}])").starts_with(R"("result":"1111)"));
  EXPECT_EQ(backend.submitted, 0);
}

TEST_F(Methods, a_good_transaction_is_queued_with_and_without_preflight) {
  ask("sendTransaction", R"(["2g"])");
  EXPECT_EQ(backend.submitted, 1);
  backend.simulation = R"({"err":"BlockhashNotFound","logs":[]})";
  ask("sendTransaction", R"(["2g",{"skipPreflight":true}])");
  EXPECT_EQ(backend.submitted, 2);
}

TEST_F(Methods, a_stopped_chain_is_unhealthy) {
  EXPECT_EQ(ask("getHealth", "[]"), R"("result":"ok")");
  backend.trouble_text = "disk full";
  EXPECT_EQ(ask("getHealth", "[]"), error(-32005, "Node is unhealthy", R"({"numSlotsBehind":null})"));
  EXPECT_EQ(ask("sendTransaction", R"(["2g"])"), error(-32005, "Node is unhealthy", R"({"numSlotsBehind":null})"));
}

TEST_F(Methods, airdrops_are_not_for_foreign_pages) {
  EXPECT_EQ(ask("requestAirdrop", fmt::format(R"(["{}",5])", kKey), true),
            error(-32600, "requestAirdrop is not for web pages of a foreign origin"));
  EXPECT_EQ(backend.submitted, 0);
  EXPECT_TRUE(ask("requestAirdrop", fmt::format(R"(["{}",5])", kKey)).starts_with(R"("result":")"));
  EXPECT_EQ(backend.submitted, 1);
}

TEST_F(Methods, time_travel_is_told_in_milliseconds_and_answers_the_epoch_info) {
  EXPECT_EQ(develop("surfnet_timeTravel", R"([{"absoluteTimestamp":5999}])"),
            error(-32602, "the clock goes ahead only"));
  EXPECT_EQ(
      develop("surfnet_timeTravel", R"([{"absoluteTimestamp":2000999}])"),
      R"("result":{"absoluteSlot":101,"blockHeight":101,"epoch":0,"slotIndex":101,"slotsInEpoch":1000,"transactionCount":0})");
  EXPECT_EQ(backend.clock, UnixSeconds(2'000));
  EXPECT_TRUE(develop("surfnet_timeTravel", "[]").starts_with(R"("result":)"));
  EXPECT_EQ(backend.clock, UnixSeconds(5'600));  // an hour
  for (const std::string_view other : {"absoluteSlot", "absoluteEpoch"}) {
    EXPECT_EQ(develop("surfnet_timeTravel", fmt::format(R"([{{"{}":9}}])", other)),
              error(-32602, fmt::format("{} is not offered, no slot is skipped here: use absoluteTimestamp", other)));
  }
  EXPECT_EQ(backend.clock, UnixSeconds(5'600));
}

TEST_F(Methods, set_account_changes_what_is_named_and_keeps_the_rest) {
  const auto set = [&](std::string_view changes) {
    return develop("surfnet_setAccount", fmt::format(R"(["{}",{}])", kKey, changes));
  };
  EXPECT_EQ(set(R"({"data":"0aFF"})"), R"("result":{"context":{"apiVersion":"4.2.2","slot":101},"value":null})");
  const chain::HostWrite made{.key = {}, .lamports = Lamports(130 * 6960), .owner = {}, .data = {0x0a, 0xff}};
  EXPECT_EQ(backend.written.back(), made);

  Pubkey owner;
  owner.value().fill(7);
  backend.states[Pubkey{}] = {.lamports = Lamports(50), .owner = owner, .executable = true, .data = {1}};
  set(R"({"lamports":0})");
  EXPECT_EQ(backend.written.back(),
            (chain::HostWrite{.key = {}, .lamports = Lamports(0), .owner = owner, .data = {1}, .executable = true}));
  set(fmt::format(R"({{"owner":"{}","executable":false,"rentEpoch":3}})", kKey));
  EXPECT_EQ(backend.written.back(), (chain::HostWrite{.key = {}, .lamports = Lamports(50), .owner = {}, .data = {1}}));
  EXPECT_EQ(backend.written.size(), 3U);

  EXPECT_EQ(set(R"({"data":"0"})"), error(-32602, "Invalid params: data is hexadecimal, two digits a byte"));
  EXPECT_EQ(set(R"({"data":"zz"})"), error(-32602, "Invalid params: data is hexadecimal, two digits a byte"));
  EXPECT_EQ(set(R"({"owner":"Sysvar1111111111111111111111111111111111111"})"),
            error(-32602, "surfnet_setAccount writes no sysvar and no built-in program"));
  backend.states[Pubkey{}].owner = *Pubkey::from(*codec::base58_decode("NativeLoader1111111111111111111111111111111"));
  EXPECT_EQ(set(fmt::format(R"({{"owner":"{}"}})", kKey)),
            error(-32602, "surfnet_setAccount writes no sysvar and no built-in program"));
  EXPECT_EQ(backend.written.size(), 3U);
}

TEST_F(Methods, what_rewrites_the_chain_is_for_this_machine_and_no_foreign_page) {
  for (const auto& [method, params] : {std::pair{"surfnet_timeTravel", std::string("[]")},
                                       {"surfnet_setAccount", fmt::format(R"(["{}",{{}}])", kKey)},
                                       {"surfnet_setTokenAccount", fmt::format(R"(["{0}","{0}",{{}}])", kKey)},
                                       {"surfnet_pauseClock", std::string("[]")},
                                       {"surfnet_resumeClock", std::string("[]")},
                                       {"surfnet_profileTransaction", std::string(R"(["AAAA"])")}}) {
    EXPECT_EQ(
        ask(method, params),
        error(-32600,
              fmt::format("{} is offered by a node that listens on loopback only: start it without --bind", method)));
    EXPECT_EQ(develop(method, params, true),
              error(-32600, fmt::format("{} is not for web pages of a foreign origin", method)));
  }
  EXPECT_TRUE(backend.written.empty());
  EXPECT_FALSE(backend.paused);
  EXPECT_EQ(backend.clock, UnixSeconds(1'000));
}

TEST_F(Methods, the_clock_is_paused_and_resumed_and_both_tell_the_epoch) {
  const auto info = ask("getEpochInfo", R"([{"commitment":"processed"}])");
  EXPECT_EQ(develop("surfnet_pauseClock", "[]"), info);
  EXPECT_TRUE(backend.paused);
  EXPECT_EQ(develop("surfnet_resumeClock", "[]"), info);
  EXPECT_FALSE(backend.paused);
}

class SetTokenAccount : public Methods {
 protected:
  void SetUp() override {
    mint.value().fill(9);
    backend.states[mint] = {.lamports = Lamports(1), .owner = program, .executable = false, .data = Bytes(82)};
    backend.states[mint].data[45] = 1;  // initialized
  }
  std::string set(std::string_view update) {
    return develop("surfnet_setTokenAccount", fmt::format(R"(["{}",{},{}])", kKey, quote(mint), update));
  }
  /// Field of so many bytes of what was written last.
  [[nodiscard]] Bytes field(std::size_t at, std::size_t size) const {
    const Bytes& data = backend.written.back().data;
    return {data.begin() + static_cast<std::ptrdiff_t>(at), data.begin() + static_cast<std::ptrdiff_t>(at + size)};
  }
  Pubkey mint;
  Pubkey program = *codec::from_base58<Pubkey>("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
};

TEST_F(SetTokenAccount, makes_the_associated_account_and_changes_what_is_named) {
  EXPECT_EQ(set(R"({"amount":258,"state":"frozen"})"),
            R"("result":{"context":{"apiVersion":"4.2.2","slot":101},"value":null})");
  const chain::HostWrite made = backend.written.back();
  EXPECT_EQ(made.data.size(), 165u);
  EXPECT_EQ(made.owner, program);
  EXPECT_EQ(made.lamports, Lamports(backend.rent_exempt_minimum(165)));
  EXPECT_EQ(field(0, 32), Bytes(32, 9));
  EXPECT_EQ(field(64, 8), (Bytes{2, 1, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(field(108, 1), Bytes{2});

  backend.states[made.key] = {.lamports = made.lamports, .owner = program, .executable = false, .data = made.data};
  set(fmt::format(R"({{"delegate":{},"delegatedAmount":5}})", quote(mint)));
  EXPECT_EQ(field(64, 8), (Bytes{2, 1, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(field(72, 4), (Bytes{1, 0, 0, 0}));
  EXPECT_EQ(field(76, 32), Bytes(32, 9));
  EXPECT_EQ(field(121, 1), Bytes{5});
  set(R"({"delegate":"null","state":"initialized"})");
  EXPECT_EQ(field(72, 36), Bytes(36, 0));
  EXPECT_EQ(field(108, 1), Bytes{1});
}

TEST_F(SetTokenAccount, of_wrapped_sol_holds_its_lamports) {
  const auto state = backend.states[mint];
  mint = *codec::from_base58<Pubkey>("So11111111111111111111111111111111111111112");
  backend.states[mint] = state;
  set(R"({"amount":7})");
  const std::uint64_t rent = backend.rent_exempt_minimum(165);
  EXPECT_EQ(backend.written.back().lamports, Lamports(rent + 7));
  EXPECT_EQ(field(109, 1), Bytes{1});
}

TEST_F(SetTokenAccount, refuses_what_is_no_token) {
  EXPECT_EQ(set(R"({"state":"open"})"), error(-32602, "Invalid token account state: open"));
  EXPECT_EQ(develop("surfnet_setTokenAccount", fmt::format(R"(["{0}","{0}",{{}}])", kKey)),
            error(-32602, "Invalid param: could not find mint"));
  EXPECT_EQ(develop("surfnet_setTokenAccount", fmt::format(R"(["{0}",{1},{{}},"{0}"])", kKey, quote(mint))),
            error(-32602, "Invalid param: the mint belongs to another token program"));
  backend.states[mint].owner = *codec::from_base58<Pubkey>("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
  backend.states[mint].data.resize(200);
  backend.states[mint].data[165] = 1;
  EXPECT_EQ(set("{}"),
            error(-32602, "the mint's extensions decide what its accounts hold: create the associated account first"));
  EXPECT_TRUE(backend.written.empty());
}

TEST_F(Methods, a_profile_shows_each_account_before_and_after) {
  // One signature of zeros; a message of three keys (payer, receiver, the system program) and no instruction.
  Bytes wire(1 + 64);
  wire[0] = 1;
  wire.insert(wire.end(), {1, 0, 1, 3});
  for (const std::uint8_t last : Bytes{1, 2, 0}) {
    wire.insert(wire.end(), 31, 0);
    wire.push_back(last);
  }
  wire.insert(wire.end(), 32 + 1, 0);
  Pubkey payer;
  payer.value()[31] = 1;
  backend.accounts[payer] = R"({"lamports":9})";
  backend.accounts[Pubkey{}] = R"({"lamports":1})";
  const auto profile = [&](std::string_view config) {
    return develop("surfnet_profileTransaction", fmt::format(R"(["{}","tag",{}])", codec::base64_encode(wire), config));
  };
  backend.simulation =
      R"({"err":null,"logs":["x"],"unitsConsumed":150,"accounts":[{"lamports":4},{"lamports":5},{"lamports":1}],)"
      R"("loadedAddresses":{"readonly":[],"writable":[]}})";
  const std::string first = "11111111111111111111111111111112", second = "11111111111111111111111111111113";
  EXPECT_EQ(
      profile(R"({"encoding":"base64"})"),
      fmt::format(
          R"("result":{{"context":{{"apiVersion":"4.2.2","slot":100}},"value":{{"key":"{}","readonlyAccountStates":{{"{}":{{"lamports":1}}}},)"
          R"("slot":100,"transactionProfile":{{"accountStates":{{)"
          R"("{}":{{"type":"writable","accountChange":{{"type":"update","data":[{{"lamports":9}},{{"lamports":4}}]}}}},)"
          R"("{}":{{"type":"writable","accountChange":{{"type":"create","data":{{"lamports":5}}}}}},"{}":{{"type":"readonly"}}}},)"
          R"("computeUnitsConsumed":150,"errorMessage":null,"logMessages":["x"]}}}}}})",
          std::string(64, '1'), kKey, first, second, kKey));
  EXPECT_EQ(backend.last_options, R"({"encoding":"base64"})");
  backend.simulation = R"({"err":"AccountNotFound","logs":[],"unitsConsumed":0,"accounts":[null,null,null]})";
  const auto failed = profile("{}");
  EXPECT_NE(failed.find(R"("errorMessage":"Attempt to debit an account but found no record of a prior credit.")"),
            std::string::npos);
  EXPECT_NE(failed.find(R"({"type":"unchanged","data":{"lamports":9}})"), std::string::npos);
  EXPECT_EQ(develop("surfnet_profileTransaction", R"(["AA=="])"),
            error(-32602, "Invalid params: the bytes are no transaction"));
}

TEST_F(Methods, a_profile_shows_what_each_instruction_adds) {
  // Keys: payer, receiver, an account that nobody writes, the system program. One instruction for each of the two in the middle.
  Bytes wire(1 + 64);
  wire[0] = 1;
  wire.insert(wire.end(), {1, 0, 2, 4});
  for (const std::uint8_t last : Bytes{1, 2, 3, 0}) {
    wire.insert(wire.end(), 31, 0);
    wire.push_back(last);
  }
  wire.insert(wire.end(), 32, 0);
  wire.insert(wire.end(), {2, 3, 1, 1, 0, 3, 2, 0, 2, 1, 7});
  const auto accounts = [](int payer, int receiver) {
    return fmt::format(R"("accounts":[{{"lamports":{}}},{{"lamports":{}}},null,null])", payer, receiver);
  };
  const auto answers = [](std::string_view err, std::string_view logs, int units, const std::string& rest) {
    return fmt::format(R"({{"err":{},"logs":[{}],"unitsConsumed":{},{}}})", err, logs, units, rest);
  };
  Pubkey payer;
  payer.value()[31] = 1;
  backend.accounts[payer] = R"({"lamports":9})";
  const std::string whole = answers("null", R"("a","b","c")", 450, accounts(4, 5));
  backend.simulations = {whole, whole, answers("null", R"("a")", 150, accounts(8, 1)), whole};
  const auto profile = [&] {
    return nlohmann::json::parse(
        "{" + develop("surfnet_profileTransaction", fmt::format(R"(["{}",null])", codec::base64_encode(wire))) +
        "}")["result"]["value"];
  };
  const std::string first = "11111111111111111111111111111112", second = "11111111111111111111111111111113",
                    third = "11111111111111111111111111111114";
  auto value = profile();
  EXPECT_EQ(value["transactionProfile"]["computeUnitsConsumed"], 450);
  const auto& each = value["instructionProfiles"];
  ASSERT_EQ(each.size(), 2U);
  EXPECT_EQ(each[0]["computeUnitsConsumed"], 150);
  EXPECT_EQ(each[0]["logMessages"], nlohmann::json::parse(R"(["a"])"));
  EXPECT_EQ(each[0]["accountStates"].size(), 2U);
  EXPECT_EQ(each[0]["accountStates"][second]["accountChange"]["type"], "create");
  EXPECT_EQ(each[1]["computeUnitsConsumed"], 300);
  EXPECT_EQ(each[1]["logMessages"], nlohmann::json::parse(R"(["b","c"])"));
  EXPECT_EQ(each[1]["accountStates"][first]["accountChange"]["data"],
            nlohmann::json::parse(R"([{"lamports":8},{"lamports":4}])"));
  EXPECT_EQ(each[1]["accountStates"][third]["type"], "readonly");

  const std::string failed = answers(R"({"InstructionError":[0,{"Custom":1}]})", R"("a")", 20, R"("accounts":null)");
  backend.simulations = {failed, failed, failed};
  value = profile();
  ASSERT_EQ(value["instructionProfiles"].size(), 1U) << "what comes after a failure is not executed";
  EXPECT_EQ(value["instructionProfiles"][0]["errorMessage"],
            "Error processing Instruction 0: custom program error: 0x1");
  EXPECT_EQ(value["instructionProfiles"][0]["accountStates"][second]["accountChange"]["type"], "unchanged");
}

TEST_F(Methods, block_errors) {
  EXPECT_EQ(ask("getBlock", "[68]"), error(-32004, "Block not available for slot 68"));
  EXPECT_EQ(ask("getBlock", "[67]"),
            error(-32007, "Slot 67 was skipped, or missing due to ledger jump to recent snapshot"));
  EXPECT_EQ(ask("getBlockTime", "[100]"), error(-32004, "Block not available for slot 100"));
  EXPECT_EQ(ask("getBlocks", "[1,600000]"), R"("result":[])");
  backend.bounds_value.finalized = Slot{600'000};
  EXPECT_EQ(ask("getBlocks", "[1]"), error(-32602, "Slot range too large; max 500000"));
}

TEST_F(Methods, questions_about_a_slot_reach_the_bank_as_of_the_commitment) {
  struct Case {
    std::string method, params, query;
    bool context = true;
  };
  for (
      const auto& [method, params, query, context] : std::vector<Case>{
          {"getInflationGovernor", "[]", R"(68 "inflationGovernor")", false},
          {"getInflationGovernor", R"([{"commitment":"processed"}])", R"(100 "inflationGovernor")", false},
          {"getInflationRate", "[]", R"(68 "inflationRate")", false},
          {"getSupply", "[]", R"(68 {"supply":{"excludeNonCirculatingAccountsList":false}})"},
          {"getSupply", R"([{"excludeNonCirculatingAccountsList":true,"commitment":"confirmed"}])",
           R"(99 {"supply":{"excludeNonCirculatingAccountsList":true}})"},
          {"getLargestAccounts", "[]", R"(68 {"largestAccounts":{"filter":null}})"},
          {"getLargestAccounts", R"([{"filter":"nonCirculating"}])",
           R"(68 {"largestAccounts":{"filter":"nonCirculating"}})"},
          {"getTokenAccountBalance", fmt::format(R"(["{}"])", kKey),
           fmt::format(R"(68 {{"tokenAccountBalance":{{"pubkey":"{}"}}}})", kKey)},
          {"getTokenSupply", fmt::format(R"(["{}",{{"commitment":"processed"}}])", kKey),
           fmt::format(R"(100 {{"tokenSupply":{{"pubkey":"{}"}}}})", kKey)},
          {"getTokenLargestAccounts", fmt::format(R"(["{}"])", kKey),
           fmt::format(R"(68 {{"tokenLargestAccounts":{{"pubkey":"{}"}}}})", kKey)},
          {"getVoteAccounts", "[]", R"(68 {"voteAccounts":{"keepUnstakedDelinquents":false}})", false},
          {"getVoteAccounts",
           fmt::format(R"([{{"votePubkey":"{}","keepUnstakedDelinquents":true,"delinquentSlotDistance":5}}])", kKey),
           fmt::format(
               R"(68 {{"voteAccounts":{{"keepUnstakedDelinquents":true,"delinquentSlotDistance":5,"votePubkey":"{}"}}}})",
               kKey),
           false},
      }) {
    const auto answer = ask(method, params);
    EXPECT_EQ(backend.last_query, query) << method;
    if (context) {
      const auto slot = query.substr(0, query.find(' '));
      EXPECT_EQ(answer, fmt::format(R"("result":{{"context":{{"apiVersion":"4.2.2","slot":{}}},"value":7}})", slot));
    } else {
      EXPECT_EQ(answer, R"("result":7)") << method;
    }
  }
}

TEST_F(Methods, what_the_bank_finds_wrong_with_a_token_is_told_in_its_words) {
  backend.query_error = "Invalid param: not a Token mint";
  EXPECT_EQ(ask("getTokenLargestAccounts", fmt::format(R"(["{}"])", kKey)),
            error(-32602, "Invalid param: not a Token mint"));
  EXPECT_EQ(ask("getTokenSupply", R"(["x"])"), error(-32602, "Invalid param: WrongSize"));
  EXPECT_EQ(ask("getInflationRate", R"([1,["x",{"a":null}],true])"),
            error(-32602, "Invalid parameters: No parameters were expected",
                  R"json("Array([Number(1), Array [String(\"x\"), Object {\"a\": Null}], Bool(true)])")json"));
  EXPECT_EQ(ask("getInflationRate", "{}"),
            error(-32602, "Invalid parameters: No parameters were expected", R"json("Map({})")json"));
  EXPECT_EQ(ask("getLargestAccounts", R"([{"filter":"rich"}])"),
            error(-32602, "Invalid params: unknown variant `rich`, expected `circulating` or `nonCirculating`."));
}

TEST_F(Methods, a_scan_that_finds_too_much_has_a_code_of_its_own) {
  backend.scan_aborts = true;
  EXPECT_EQ(ask("getProgramAccounts", fmt::format(R"(["{}"])", kKey)), error(-32012, "scan aborted: too many"));
}

TEST_F(Methods, a_blocks_commitment_is_the_stake_at_its_depth) {
  backend.query_answer = "500";
  const auto stake_at = [](int place) {
    std::string list;
    for (int at = 0; at < 32; ++at) list += fmt::format("{}{}", at == 0 ? "" : ",", at == place ? 500 : 0);
    return fmt::format(R"("result":{{"commitment":[{}],"totalStake":500}})", list);
  };
  const std::string unknown = R"("result":{"commitment":null,"totalStake":500})";
  EXPECT_EQ(ask("getBlockCommitment", "[99]"), stake_at(0));
  EXPECT_EQ(ask("getBlockCommitment", "[90]"), stake_at(9));
  EXPECT_EQ(ask("getBlockCommitment", "[69]"), stake_at(30));
  EXPECT_EQ(ask("getBlockCommitment", "[68]"), stake_at(31));
  EXPECT_EQ(ask("getBlockCommitment", "[100]"), unknown);
  backend.bounds_value = {.processed = Slot{902}, .confirmed = Slot{901}, .finalized = Slot{870}};
  EXPECT_EQ(ask("getBlockCommitment", "[570]"), unknown);
  EXPECT_EQ(ask("getBlockCommitment", "[571]"), stake_at(31));
}

class InflationReward : public Methods {
 protected:
  /// Key 11…1 is paid in the first slot after the epoch's first, as the fake's partitions are.
  void pay(std::uint64_t slot, std::string paid) {
    auto record = std::make_shared<chain::SlotRecord>();
    record->slot = Slot(slot);
    record->block_height = slot;
    record->paid_json = std::move(paid);
    backend.history_value.slots[record->slot] = record;
  }
  std::string reward(std::string_view config = "{}") {
    return ask("getInflationReward", fmt::format(R"([["{}"],{}])", kKey, config));
  }
  void SetUp() override {
    backend.slots_in_epoch = 32;  // slot 68 is in epoch 2, which pays for epoch 1
    pay(64, R"({"rewards":[],"numRewardPartitions":1})");
  }
};

TEST_F(InflationReward, of_a_stake_is_found_in_its_partition) {
  pay(65,
      fmt::format(
          R"({{"rewards":[{{"pubkey":"{0}","lamports":9,"postBalance":1,"rewardType":"Fee","commission":null}},)"
          R"({{"pubkey":"{0}","lamports":40,"postBalance":140,"rewardType":"Staking","commission":5}}],"numRewardPartitions":null}})",
          kKey));
  EXPECT_EQ(reward(), R"("result":[{"amount":40,"commission":5,"effectiveSlot":65,"epoch":1,"postBalance":140}])");
  EXPECT_EQ(reward(R"({"epoch":1})"), reward());
}

TEST_F(InflationReward, of_a_vote_account_is_found_in_the_first_slot) {
  pay(64, fmt::format(
              R"({{"rewards":[{{"pubkey":"{}","lamports":3,"postBalance":8,"rewardType":"Voting","commission":0}}],)"
              R"("numRewardPartitions":1}})",
              kKey));
  EXPECT_EQ(reward(), R"("result":[{"amount":3,"commission":0,"effectiveSlot":64,"epoch":1,"postBalance":8}])");
}

TEST_F(InflationReward, is_null_for_what_earned_nothing_and_an_error_before_it_is_paid) {
  EXPECT_EQ(reward(), error(-32017, "Epoch rewards period still active at slot 68",
                            R"({"currentBlockHeight":68,"rewardsCompleteBlockHeight":66,"slot":68})"));
  pay(65, "");
  EXPECT_EQ(reward(), R"("result":[null])");
  EXPECT_EQ(reward(R"({"epoch":2})"), error(-32004, "Block not available for slot 96"));
  EXPECT_EQ(reward(R"({"epoch":18446744073709551615})"),
            error(-32004, "Block not available for slot 18446744073709551615"));
  EXPECT_EQ(reward(R"({"commitment":"processed"})"),
            error(-32602, "Method does not support commitment below `confirmed`"));
  EXPECT_EQ(reward(R"({"minContextSlot":69})"),
            error(-32016, "Minimum context slot has not been reached", R"({"contextSlot":68})"));
  EXPECT_EQ(ask("getInflationReward", R"([["x"]])"), error(-32602, "Invalid param: WrongSize"));
}

TEST_F(InflationReward, stands_in_the_block_that_paid_it) {
  const auto block = ask("getBlock", R"([64,{"transactionDetails":"none"}])");
  EXPECT_NE(block.find(R"("numRewardPartitions":1,"rewards":[]})"), std::string::npos) << block;
  const auto without = ask("getBlock", R"([64,{"transactionDetails":"none","rewards":false}])");
  EXPECT_NE(without.find(R"("numRewardPartitions":1})"), std::string::npos) << without;
}

TEST_F(Methods, statuses_know_how_settled_a_signature_is) {
  auto record = std::make_shared<chain::SlotRecord>();
  record->slot = Slot{98};
  record->transactions.push_back(testing::landed(Signature{}, R"({"InstructionError":[0,"InvalidAccountData"]})"));
  backend.history_value.slots[record->slot] = record;
  const auto signature = std::string(64, '1');
  EXPECT_EQ(
      ask("getSignatureStatuses", fmt::format(R"([["{}"]])", signature)),
      R"("result":{"context":{"apiVersion":"4.2.2","slot":100},"value":[{"confirmationStatus":"confirmed","confirmations":2,)"
      R"("err":{"InstructionError":[0,"InvalidAccountData"]},"slot":98,"status":{"Err":{"InstructionError":[0,"InvalidAccountData"]}}}]})");
}

}  // namespace
}  // namespace zestron::chain_rpc
