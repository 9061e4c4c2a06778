#include "adapters/hermes/hermes_market.hpp"

#include "adapters/hermes/message.hpp"
#include "infra/net/testing/fault_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace zestron::hermes {
namespace {

using net::testing::Certificate;
using net::testing::FaultServer;
using net::testing::make_certificate;
using std::chrono::milliseconds;

constexpr std::chrono::seconds kPatience{20};

std::string update(std::int64_t price, std::int64_t seconds) {
  return fmt::format(
      R"({{"binary":{{"encoding":"hex","data":[]}},"parsed":[{{"id":"{}","price":{{"price":"{}","conf":"7","expo":-8,"publish_time":{}}}}}]}})",
      to_hex(kSolUsd), price, seconds);
}

std::string chunk(std::string_view text) { return fmt::format("{:x}\r\n{}\r\n", text.size(), text); }

std::string stream_of(const std::vector<std::string>& chunks) {
  std::string out = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
  for (const auto& text : chunks) out += chunk(text);
  return out;
}

std::string event(std::int64_t price, std::int64_t seconds) { return "data:" + update(price, seconds) + "\n\n"; }

const Certificate& certificate() {
  static const Certificate kCertificate = make_certificate("localhost");
  return kCertificate;
}

HermesOptions options(const FaultServer& server) {
  HermesOptions out;
  out.host = "localhost";
  out.port = server.port();
  out.trusted_pem = certificate().certificate_pem;
  out.backoff_min = milliseconds(1);
  out.backoff_max = milliseconds(5);
  return out;
}

// Asks until `price` comes, as the node asks once a slot.
bool delivers(events::MarketSource& source, std::int64_t price) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto tick = source.next();
    if (tick && *tick && (*tick)->price == price) return true;
    std::this_thread::yield();
  }
  return false;
}

TEST(HermesMarket, delivers_the_prices_of_the_stream) {
  const auto text = event(100, 10);
  FaultServer server({{.answer = stream_of({": hello\n", text.substr(0, 30), text.substr(30)}), .then_hold = true}},
                     certificate());
  auto market = open_market(kSolUsd, options(server));
  ASSERT_TRUE(market);
  EXPECT_TRUE(delivers(**market, 100));
  EXPECT_FALSE((*market)->next()->has_value()) << "each price once";
  EXPECT_FALSE((*market)->ended());
  EXPECT_EQ((*market)->info().origin, domain::TickOrigin::kLive);
}

TEST(HermesMarket, opens_a_broken_stream_again_and_never_goes_back_in_time) {
  FaultServer server({{"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"},
                      {stream_of({event(100, 10)})},
                      {stream_of({"data: nonsense\n\n", event(101, 11)})},
                      {.answer = stream_of({event(102, 9), event(103, 12)}), .then_hold = true}},
                     certificate());
  auto market = open_market(kSolUsd, options(server));
  ASSERT_TRUE(market);
  EXPECT_TRUE(delivers(**market, 103));
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST(HermesMarket, gives_a_silent_stream_up) {
  FaultServer server({{.answer = stream_of({": nothing more\n"}), .then_hold = true},
                      {.answer = stream_of({event(100, 10)}), .then_hold = true}},
                     certificate());
  auto wanted = options(server);
  wanted.silence_max = milliseconds(50);
  auto market = open_market(kSolUsd, wanted);
  ASSERT_TRUE(market);
  EXPECT_TRUE(delivers(**market, 100));
}

TEST(HermesMarket, ends_at_once_while_it_waits) {
  FaultServer server({{.answer = stream_of({event(100, 10)}), .then_hold = true}}, certificate());
  const auto begun = std::chrono::steady_clock::now();
  {
    auto market = open_market(kSolUsd, options(server));
    ASSERT_TRUE(market);
    EXPECT_TRUE(delivers(**market, 100));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, HermesOptions{}.silence_max);
}

TEST(HermesMarket, needs_a_certificate_where_one_is_given) {
  HermesOptions wanted;
  wanted.trusted_pem = "no certificate";
  EXPECT_EQ(open_market(kSolUsd, wanted).error().code, events::MarketError::kUnavailable);
}

std::string answer(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}", body.size(), body);
}

TEST(Answers, yes_when_the_feed_is_there) {
  FaultServer server({{answer(update(100, 10))}}, certificate());
  EXPECT_TRUE(answers(options(server), kSolUsd, kPatience));
  domain::FeedId other;
  EXPECT_FALSE(answers(options(server), other, kPatience));
}

TEST(Answers, no_to_a_stranger) {
  FaultServer server({{answer(update(100, 10))}}, certificate());
  auto wanted = options(server);
  wanted.trusted_pem = make_certificate("localhost").certificate_pem;
  EXPECT_FALSE(answers(wanted, kSolUsd, kPatience)) << "another key";
  EXPECT_EQ(server.requests().size(), 0U);
}

TEST(Answers, no_to_a_certificate_of_another_name) {
  const auto other = make_certificate("example.org");
  FaultServer server({{answer(update(100, 10))}}, other);
  auto wanted = options(server);
  wanted.trusted_pem = other.certificate_pem;
  EXPECT_FALSE(answers(wanted, kSolUsd, kPatience));
  EXPECT_EQ(server.requests().size(), 0U);
}

TEST(Answers, no_to_silence_and_to_nobody) {
  FaultServer server({{.answer = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{", .then_hold = true}},
                     certificate());
  EXPECT_FALSE(answers(options(server), kSolUsd, milliseconds(200)));
  auto nobody = options(server);
  nobody.port = "1";
  EXPECT_FALSE(answers(nobody, kSolUsd, milliseconds(200)));
}

}  // namespace
}  // namespace zestron::hermes
