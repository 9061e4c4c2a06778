#include "adapters/hermes/message.hpp"

#include "base/testing/fixtures.hpp"
#include "codec/event_stream.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::hermes {
namespace {

constexpr const char* kBtcUsd = "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43";

TEST(ParseUpdate, reads_the_answer_of_the_rest_interface) {
  ZESTRON_FIXTURE_OR_SKIP(path, "hermes-rest-latest.json");
  const auto stored = nlohmann::json::parse(testing::read_text(path));
  const auto ticks = parse_update(stored.at("response").dump());
  ASSERT_TRUE(ticks) << ticks.error().message;
  ASSERT_EQ(ticks->size(), 2U);
  const auto& btc = ticks->at(0);
  EXPECT_EQ(to_hex(btc.feed), kBtcUsd);
  EXPECT_EQ(btc.price, 6140993501000);
  EXPECT_EQ(btc.confidence, 3287868567U);
  EXPECT_EQ(btc.exponent, -8);
  EXPECT_EQ(btc.published, UnixMillis(1714746101000));
  EXPECT_EQ(btc.origin, domain::TickOrigin::kLive);
  EXPECT_EQ(ticks->at(1).price, 4959503);
}

TEST(ParseUpdate, reads_an_event_of_the_stream) {
  ZESTRON_FIXTURE_OR_SKIP(path, "hermes-sse-1.json");
  const auto stored = nlohmann::json::parse(testing::read_text(path));
  codec::EventStream events(kMessageBytesMax);
  ASSERT_TRUE(events.feed("data:" + stored.at("sse_event_data").dump() + "\n\n"));
  const auto event = events.next();
  ASSERT_TRUE(event);
  const auto ticks = parse_update(*event);
  ASSERT_TRUE(ticks) << ticks.error().message;
  ASSERT_EQ(ticks->size(), 1U);
  EXPECT_EQ(ticks->at(0).price, 6163260000000);
  EXPECT_EQ(ticks->at(0).published, UnixMillis(1714748300000));
}

nlohmann::json good() {
  return {
      {"parsed", {{{"id", kBtcUsd}, {"price", {{"price", "100"}, {"conf", "1"}, {"expo", -8}, {"publish_time", 5}}}}}}};
}

TEST(ParseUpdate, names_the_field_that_is_wrong) {
  ASSERT_TRUE(parse_update(good().dump()));
  struct Row {
    const char* pointer;
    nlohmann::json value;
    MessageError code;
    const char* said;
  };
  const Row table[] = {
      {"/parsed", 1, MessageError::kMalformed, "'parsed'"},
      {"/parsed/0", "x", MessageError::kMalformed, "parsed[].id"},
      {"/parsed/0/id", "e62d", MessageError::kMalformed, "parsed[].id"},
      {"/parsed/0/id", std::string(64, 'g'), MessageError::kMalformed, "parsed[].id"},
      {"/parsed/0/price", nullptr, MessageError::kMalformed, "price.price"},
      {"/parsed/0/price/price", 100, MessageError::kMalformed, "price.price"},
      {"/parsed/0/price/price", "1e3", MessageError::kMalformed, "price.price"},
      {"/parsed/0/price/price", "9223372036854775808", MessageError::kMalformed, "price.price"},
      {"/parsed/0/price/price", "0", MessageError::kOutOfRange, "above zero"},
      {"/parsed/0/price/price", "-5", MessageError::kOutOfRange, "above zero"},
      {"/parsed/0/price/conf", "-1", MessageError::kMalformed, "price.conf"},
      {"/parsed/0/price/expo", -8.5, MessageError::kMalformed, "price.expo"},
      {"/parsed/0/price/expo", 1, MessageError::kOutOfRange, "exponent"},
      {"/parsed/0/price/expo", -19, MessageError::kOutOfRange, "exponent"},
      {"/parsed/0/price/publish_time", -1, MessageError::kMalformed, "publish_time"},
      {"/parsed/0/price/publish_time", 18446744073709551615U, MessageError::kMalformed, "publish_time"},
  };
  for (const auto& row : table) {
    auto document = good();
    document[nlohmann::json::json_pointer(row.pointer)] = row.value;
    const auto ticks = parse_update(document.dump());
    ASSERT_FALSE(ticks) << document.dump();
    EXPECT_EQ(ticks.error().code, row.code) << document.dump();
    EXPECT_NE(ticks.error().message.find(row.said), std::string::npos) << ticks.error().message;
  }
  EXPECT_EQ(parse_update("").error().code, MessageError::kNotJson);
  EXPECT_EQ(parse_update(std::string(kMessageBytesMax + 1, ' ')).error().code, MessageError::kNotJson);
}

}  // namespace
}  // namespace zestron::hermes
