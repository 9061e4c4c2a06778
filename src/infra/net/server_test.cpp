#include "infra/net/server.hpp"

#include "infra/net/detail/asio.hpp"
#include "infra/net/detail/outbox.hpp"
#include "infra/net/testing/certificate.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/asio/connect.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>

#include <array>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace zestron::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

/// Echoes bodies and messages; "flood" sends far more than a client reads, "bye" closes.
class EchoPeer final : public Peer {
 public:
  EchoPeer(std::shared_ptr<WebSocket> socket, std::shared_ptr<std::promise<void>> gone)
      : socket_(std::move(socket)), gone_(std::move(gone)) {}
  void message(std::string_view text) override {
    if (text == "bye") return socket_->close("as you wish");
    if (text == "flood") {
      const auto body = std::make_shared<const std::string>(std::size_t{64} * 1024, 'x');
      for (int i = 0; i < 4'000; ++i) socket_->send({body, {}});
      return;
    }
    socket_->send({std::make_shared<const std::string>(text), "!"});
  }
  void closed() override { gone_->set_value(); }

 private:
  std::shared_ptr<WebSocket> socket_;
  std::shared_ptr<std::promise<void>> gone_;
};

class Echo final : public Service {
 public:
  void handle(Request request, Respond respond) override {
    if (request.path() == "/drop") return;
    if (request.path() == "/slow") return slow.set_value(std::move(respond));
    respond({.status = 200,
             .content_type = "text/plain",
             .body = std::string(request.header("x-test")) + request.body,
             .headers = {}});
  }
  std::shared_ptr<Peer> connect(const Request& request, std::shared_ptr<WebSocket> socket) override {
    if (request.path() == "/refused") return nullptr;
    return std::make_shared<EchoPeer>(std::move(socket), gone);
  }
  std::shared_ptr<std::promise<void>> gone = std::make_shared<std::promise<void>>();
  std::promise<Respond> slow;
};

class ServerTest : public ::testing::Test {
 protected:
  void serve(Options options = {}) {
    auto made = Server::listen(loop, std::move(options), echo);
    ASSERT_TRUE(made) << made.error().message;
    server = std::move(*made);
  }
  tcp::socket dial() {
    tcp::socket socket(client);
    socket.connect({asio::ip::make_address("127.0.0.1"), server->port()});
    return socket;
  }
  http::response<http::string_body> ask(tcp::socket& socket, const http::request<http::string_body>& request) {
    beast::error_code error;
    http::write(socket, request, error);
    http::response<http::string_body> response;
    http::read(socket, buffer, response, error);
    if (error) response.reason(error.message());
    return response;
  }
  static http::request<http::string_body> post(std::string body, std::string target = "/") {
    http::request<http::string_body> request{http::verb::post, target, 11};
    request.set(http::field::host, "localhost");
    request.body() = std::move(body);
    request.prepare_payload();
    return request;
  }
  websocket::stream<tcp::socket> dial_websocket() {
    websocket::stream<tcp::socket> stream(dial());
    stream.handshake("localhost", "/");
    return stream;
  }

  Loop loop{2};
  std::shared_ptr<Echo> echo = std::make_shared<Echo>();
  asio::io_context client;
  beast::flat_buffer buffer;
  std::unique_ptr<Server> server;
};

TEST_F(ServerTest, keeps_the_connection_between_requests) {
  serve();
  auto socket = dial();
  auto request = post("one");
  request.set("X-Test", "header:");
  EXPECT_EQ(ask(socket, request).body(), "header:one");
  EXPECT_EQ(ask(socket, post("two")).body(), "two");
}

TEST_F(ServerTest, refuses_a_body_over_the_limit) {
  serve({.limits = {.body_bytes_max = 1000}});
  auto exact = dial();
  EXPECT_EQ(ask(exact, post(std::string(1000, 'a'))).result_int(), 200u);
  auto over = dial();
  EXPECT_EQ(ask(over, post(std::string(1001, 'a'))).result_int(), 413u);
}

TEST_F(ServerTest, refuses_headers_over_the_limit) {
  serve({.limits = {.header_bytes_max = 500}});
  auto socket = dial();
  auto request = post("");
  request.set("X-Test", std::string(600, 'a'));
  EXPECT_EQ(ask(socket, request).result_int(), 431u);
}

TEST_F(ServerTest, answers_garbage_with_400) {
  serve();
  auto socket = dial();
  asio::write(socket, asio::buffer(std::string_view("\x16\x03\x01 hello\r\n\r\n")));
  http::response<http::string_body> response;
  http::read(socket, buffer, response);
  EXPECT_EQ(response.result_int(), 400u);
}

TEST_F(ServerTest, closes_a_connection_that_stays_half_open) {
  serve({.limits = {.request_timeout = std::chrono::seconds(1)}});
  auto socket = dial();
  asio::write(socket, asio::buffer(std::string_view("POST / HTTP/1.1\r\nContent-Le")));
  char byte = 0;
  beast::error_code error;
  socket.read_some(asio::buffer(&byte, 1), error);
  EXPECT_EQ(error, asio::error::eof);
}

TEST_F(ServerTest, closes_when_the_service_drops_a_request) {
  serve();
  auto socket = dial();
  EXPECT_EQ(ask(socket, post("", "/drop")).body(), "");
  char byte = 0;
  beast::error_code error;
  socket.read_some(asio::buffer(&byte, 1), error);
  EXPECT_EQ(error, asio::error::eof);
}

TEST_F(ServerTest, limits_connections) {
  serve({.limits = {.connections_max = 1}});
  auto first = dial();
  EXPECT_EQ(ask(first, post("in")).body(), "in");
  auto second = dial();
  EXPECT_NE(ask(second, post("out")).body(), "out");
  EXPECT_EQ(ask(first, post("still in")).body(), "still in");
}

TEST_F(ServerTest, lets_pages_of_any_origin_call_when_asked_to) {
  serve({.any_origin = true});
  auto socket = dial();
  http::request<http::string_body> request{http::verb::options, "/", 11};
  request.set(http::field::origin, "https://example.com");
  request.set(http::field::access_control_request_headers, "content-type,solana-client");
  const auto response = ask(socket, request);
  EXPECT_EQ(response.result_int(), 200u);
  EXPECT_EQ(response[http::field::access_control_allow_origin], "*");
  EXPECT_EQ(response[http::field::access_control_allow_headers], "content-type, solana-client");
  EXPECT_EQ(ask(socket, post("x"))[http::field::access_control_allow_origin], "*");
}

TEST_F(ServerTest, a_taken_port_names_its_holder_and_the_flag) {
  serve();
  const auto second = Server::listen(loop, {.port = server->port(), .port_flag = "--rpc-port"}, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, NetCode::kAddressInUse);
  EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos)
      << second.error().message;
  EXPECT_NE(second.error().message.find("--rpc-port"), std::string::npos);
}

TEST_F(ServerTest, what_is_no_address_is_an_error) {
  EXPECT_EQ(Server::listen(loop, {.address = "nonsense"}, echo).error().code, NetCode::kAddress);
}

TEST_F(ServerTest, websocket_echoes_in_order) {
  serve();
  auto stream = dial_websocket();
  for (int i = 0; i < 50; ++i) stream.write(asio::buffer(std::to_string(i)));
  for (int i = 0; i < 50; ++i) {
    buffer.clear();
    stream.read(buffer);
    EXPECT_EQ(beast::buffers_to_string(buffer.data()), std::to_string(i) + "!");
  }
  stream.close(websocket::close_code::normal);
  EXPECT_EQ(echo->gone->get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

TEST_F(ServerTest, a_refused_upgrade_is_an_ordinary_request) {
  serve();
  websocket::stream<tcp::socket> stream(dial());
  beast::error_code error;
  stream.handshake("localhost", "/refused", error);
  EXPECT_EQ(error, websocket::error::upgrade_declined);
}

TEST_F(ServerTest, websocket_close_gives_the_reason) {
  serve();
  auto stream = dial_websocket();
  stream.write(asio::buffer(std::string_view("bye")));
  beast::error_code error;
  stream.read(buffer, error);
  EXPECT_EQ(error, websocket::error::closed);
  EXPECT_EQ(stream.reason().code, 1008);
  EXPECT_EQ(stream.reason().reason, "as you wish");
}

TEST_F(ServerTest, a_message_over_the_limit_ends_the_websocket) {
  serve({.limits = {.message_bytes_max = 100}});
  auto stream = dial_websocket();
  stream.write(asio::buffer(std::string(101, 'a')));
  beast::error_code error;
  stream.read(buffer, error);
  EXPECT_EQ(error, websocket::error::closed);
  EXPECT_EQ(stream.reason().code, websocket::close_code::too_big);
}

// Its first frame and its last; then comes what would make it whole.
class CutTextTest : public ServerTest,
                    public ::testing::WithParamInterface<std::pair<std::string_view, std::string_view>> {};

TEST_P(CutTextTest, ends_the_websocket) {
  serve();
  auto stream = dial_websocket();
  const auto [first, last] = GetParam();
  stream.write_some(false, asio::buffer(first));
  beast::error_code error;
  stream.write_some(true, asio::buffer(last), error);
  stream.write(asio::buffer(std::string_view("\x80\x80")), error);
  error = {};
  stream.read(buffer, error);
  EXPECT_EQ(error, websocket::error::closed);
  EXPECT_EQ(stream.reason().code, websocket::close_code::bad_payload);
}

INSTANTIATE_TEST_SUITE_P(within_a_character, CutTextTest,
                         ::testing::Values(std::pair("a\xe1", ""), std::pair("\xf0\x9f", ""), std::pair("a\xe1", "a"),
                                           std::pair("", "\xe1")));

TEST_F(ServerTest, a_slow_reader_is_closed_with_a_reason_and_its_memory_is_bounded) {
  serve({.limits = {.outgoing_messages_max = 10}});
  auto stream = dial_websocket();
  stream.read_message_max(0);
  stream.write(asio::buffer(std::string_view("flood")));
  beast::error_code error;
  std::size_t read = 0;
  while (!error) {
    buffer.clear();
    stream.read(buffer, error);
    if (!error) ++read;
  }
  EXPECT_EQ(error, websocket::error::closed);
  EXPECT_EQ(stream.reason().code, 1008);
  EXPECT_TRUE(
      std::string_view(stream.reason().reason.data(), stream.reason().reason.size()).starts_with("slow reader"));
  EXPECT_LT(read, 4'000u);
}

TEST_F(ServerTest, stop_lets_a_request_that_has_come_have_its_answer) {
  serve();
  auto asking = dial(), idle = dial();
  auto answer = std::async(std::launch::async, [&] { return ask(asking, post("late", "/slow")); });
  Respond respond = echo->slow.get_future().get();
  server->stop();
  EXPECT_FALSE(server->wait_ended(std::chrono::milliseconds(20)));
  respond({.status = 200, .content_type = "text/plain", .body = "late", .headers = {}});
  const auto response = answer.get();
  EXPECT_EQ(response.body(), "late");
  EXPECT_EQ(response[http::field::connection], "close");
  respond = nullptr;
  asking.close();
  EXPECT_TRUE(server->wait_ended(std::chrono::seconds(10)));
}

TEST_F(ServerTest, stop_tells_websockets_and_frees_the_port) {
  serve();
  auto stream = dial_websocket();
  stream.write(asio::buffer(std::string_view("hello")));
  stream.read(buffer);
  const auto port = server->port();
  server->stop();
  beast::error_code error;
  stream.read(buffer, error);
  EXPECT_EQ(error, websocket::error::closed);
  EXPECT_EQ(stream.reason().code, websocket::close_code::going_away);
  server.reset();
  loop.stop();
  Loop other(1);
  EXPECT_TRUE(Server::listen(other, {.port = port}, echo));
}

TEST_F(ServerTest, more_than_loopback_wants_tls_and_a_token) {
  for (const auto* address : {"0.0.0.0", "::", "192.0.2.1"}) {
    for (const auto& [token, tls] : {std::pair<std::string, TlsFiles>{"", {}},
                                     {"0123456789abcdef", {}},
                                     {"", {.certificate = "c.pem", .key = "k.pem"}}}) {
      const auto open = Server::listen(loop, {.address = address, .token = token, .tls = tls}, echo);
      ASSERT_FALSE(open) << address;
      EXPECT_EQ(open.error().code, NetCode::kExposed);
      for (const auto* flag : {"--tls-cert", "--tls-key", "--token-file", "127.0.0.1"})
        EXPECT_NE(open.error().message.find(flag), std::string::npos) << open.error().message;
      EXPECT_EQ(open.error().message.find('\n'), std::string::npos);
    }
  }
}

TEST_F(ServerTest, asks_for_the_token_over_http_and_websocket) {
  serve({.token = "0123456789abcdef"});
  auto socket = dial();
  EXPECT_EQ(ask(socket, post("in")).result_int(), 401u);
  auto request = post("in");
  request.set(http::field::authorization, "Bearer 0123456789abcdef");
  EXPECT_EQ(ask(socket, request).body(), "in");
  EXPECT_EQ(ask(socket, post("in", "/0123456789abcdef")).body(), "in");
  beast::error_code error;
  websocket::stream<tcp::socket> without(dial());
  without.handshake("localhost", "/", error);
  EXPECT_EQ(error, websocket::error::upgrade_declined);
  websocket::stream<tcp::socket> with(dial());
  with.handshake("localhost", "/0123456789abcdef", error);
  EXPECT_FALSE(error) << error.message();
}

class TlsServerTest : public ServerTest {
 protected:
  TlsServerTest() {
    std::filesystem::create_directories(folder_);
    testing::write_certificate(files().certificate, files().key);
  }
  ~TlsServerTest() override { std::filesystem::remove_all(folder_); }
  TlsFiles files() const { return {.certificate = folder_ / "cert.pem", .key = folder_ / "key.pem"}; }
  beast::ssl_stream<tcp::socket> dial_tls() {
    beast::ssl_stream<tcp::socket> stream(dial(), context_);
    stream.handshake(asio::ssl::stream_base::client);
    return stream;
  }
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("zestron-tls-" + std::to_string(::getpid()));
  asio::ssl::context context_{asio::ssl::context::tls_client};
};

TEST_F(TlsServerTest, serves_requests_over_one_connection) {
  serve({.tls = files()});
  auto stream = dial_tls();
  for (const auto* body : {"one", "two"}) {
    http::write(stream, post(body));
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    EXPECT_EQ(response.body(), body);
  }
}

TEST_F(TlsServerTest, serves_websockets_and_says_goodbye) {
  serve({.tls = files()});
  websocket::stream<beast::ssl_stream<tcp::socket>> stream(dial_tls());
  stream.handshake("localhost", "/");
  stream.write(asio::buffer(std::string_view("hello")));
  stream.read(buffer);
  EXPECT_EQ(beast::buffers_to_string(buffer.data()), "hello!");
  server->stop();
  beast::error_code error;
  stream.read(buffer, error);
  EXPECT_EQ(stream.reason().code, websocket::close_code::going_away);
}

TEST_F(TlsServerTest, closes_who_speaks_no_tls_or_nothing) {
  serve({.limits = {.request_timeout = std::chrono::seconds(1)}, .tls = files()});
  auto plain = dial();
  asio::write(plain, asio::buffer(std::string_view("GET / HTTP/1.1\r\n\r\n")));
  auto silent = dial();
  for (auto* socket : {&plain, &silent}) {
    std::array<char, 64> bytes{};
    beast::error_code error;
    while (!error) socket->read_some(asio::buffer(bytes), error);
    EXPECT_NE(error, beast::error_code{});
  }
}

TEST_F(TlsServerTest, an_address_that_is_not_ours_is_an_error) {
  const auto open = Server::listen(loop, {.address = "8.8.8.8", .token = "0123456789abcdef", .tls = files()}, echo);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().code, NetCode::kAddress);
}

TEST_F(TlsServerTest, names_the_file_that_cannot_be_used) {
  const auto missing = Server::listen(loop, {.tls = {.certificate = "no.pem", .key = files().key}}, echo);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, NetCode::kTls);
  EXPECT_NE(missing.error().message.find("no.pem"), std::string::npos);
  const auto swapped =
      Server::listen(loop, {.tls = {.certificate = files().certificate, .key = files().certificate}}, echo);
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().code, NetCode::kTls);
}

TEST(Outbox, keeps_count_of_bytes_and_messages) {
  detail::Outbox box(2, 10);
  box.send({nullptr, "12345"});
  box.send({std::make_shared<const std::string>("123"), "45"});
  EXPECT_FALSE(box.closing());
  EXPECT_EQ(box.take()->tail, "12345");
  box.send({nullptr, "12345"});
  EXPECT_FALSE(box.closing());
  box.send({nullptr, ""});
  EXPECT_TRUE(box.closing());
  EXPECT_FALSE(box.take());
  EXPECT_EQ(box.close_reason().second, "slow reader: 2 messages were waiting");
}

TEST(Outbox, wakes_its_session_once_per_pause) {
  detail::Outbox box(10, 100);
  int woken = 0;
  box.send({nullptr, "early"});
  box.on_work([&] { ++woken; });
  EXPECT_EQ(woken, 1);
  box.send({nullptr, "second"});
  EXPECT_EQ(woken, 1);
  EXPECT_TRUE(box.take());
  EXPECT_TRUE(box.take());
  EXPECT_FALSE(box.take());
  box.send({nullptr, "third"});
  EXPECT_EQ(woken, 2);
}

}  // namespace
}  // namespace zestron::net
