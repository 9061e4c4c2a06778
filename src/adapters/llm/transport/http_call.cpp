#include "adapters/llm/transport/http_call.hpp"

#include "adapters/llm/transport/lookup.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace zestron::llm {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using ports::ModelError;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
constexpr std::uint32_t kHeadBytesMax = 16 * 1024;
constexpr std::int64_t kRetryAfterSecondsMax = 86'400;

std::string media_type(std::string_view value) {
  std::string out(value.substr(0, value.find(';')));
  while (out.ends_with(' ')) out.pop_back();
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Seconds; the other form, a date, would need this machine's clock to agree with theirs and is passed over.
std::optional<Millis> retry_after(std::string_view value) {
  std::int64_t seconds = 0;
  const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (ec != std::errc() || end != value.data() + value.size() || seconds < 0) return std::nullopt;
  return Millis(std::min(seconds, kRetryAfterSecondsMax) * 1000);
}

template <class Stream>
class Call final : public HttpCall, public std::enable_shared_from_this<Call<Stream>> {
 public:
  template <class... Tls>
  Call(const std::shared_ptr<asio::io_context>& io, HttpQuestion question, HttpHandlers handlers, Tls&... tls)
      : io_(io), question_(std::move(question)), handlers_(std::move(handlers)), stream_(*io, tls...) {}

  static asio::awaitable<void> run(std::shared_ptr<Call> self) {
    auto failure = co_await self->exchange();
    if (self->over_) co_return;
    self->over_ = true;
    self->close();
    self->handlers_.end(std::move(failure));
  }

  void cancel() override {
    // The handlers stay until the coroutine is gone: one of them may be who calls this.
    if (!std::exchange(over_, true)) close();
  }
  [[nodiscard]] bool sent() const override { return sent_; }

 private:
  using Ended = std::optional<Failure<ModelError>>;

  void close() { beast::get_lowest_layer(stream_).close(); }
  void due_in(Millis time) { beast::get_lowest_layer(stream_).expires_after(time); }
  auto catching(error_code& ec) { return asio::redirect_error(asio::use_awaitable, ec); }

  Ended failure(error_code ec, const std::string& what) const {
    const bool late = ec == beast::error::timeout;
    return Failure{late ? ModelError::kTimeout : ModelError::kUnavailable,
                   late ? what + " took too long" : what + " failed (" + ec.message() + ")"};
  }

  asio::awaitable<Ended> connect() {
    const auto due = Clock::now() + question_.connect_max;
    const auto endpoints = co_await look_up(io_, question_.url.host, question_.url.port, due);
    if (over_) co_return std::nullopt;
    if (endpoints.empty()) co_return Failure{ModelError::kUnavailable, "no address for " + question_.url.host};
    error_code ec;
    beast::get_lowest_layer(stream_).expires_at(due);
    co_await beast::get_lowest_layer(stream_).async_connect(endpoints, catching(ec));
    if (ec) co_return failure(ec, "connecting");
    beast::get_lowest_layer(stream_).socket().set_option(asio::ip::tcp::no_delay(true), ec);
    if constexpr (std::is_same_v<Stream, Secure>) {
      stream_.set_verify_mode(asio::ssl::verify_peer);
      stream_.set_verify_callback(asio::ssl::host_name_verification(question_.url.host));
      SSL_set_tlsext_host_name(stream_.native_handle(), question_.url.host.c_str());
      co_await stream_.async_handshake(asio::ssl::stream_base::client, catching(ec));
      if (ec) co_return failure(ec, "the TLS handshake");
    }
    co_return std::nullopt;
  }

  http::request<http::string_body> request() const {
    http::request<http::string_body> out{question_.body.empty() ? http::verb::get : http::verb::post,
                                         question_.url.path + question_.path, 11};
    out.set(http::field::host, question_.url.authority());
    out.set(http::field::user_agent, "zestron");
    out.set(http::field::accept, "text/event-stream, application/json");
    out.set(http::field::connection, "close");
    if (!question_.authorization.empty()) out.set(http::field::authorization, question_.authorization);
    if (!question_.body.empty()) {
      out.set(http::field::content_type, "application/json");
      out.body() = question_.body;
      out.prepare_payload();
    }
    return out;
  }

  // True to go on.
  bool heed(HttpNext next) {
    if (next == HttpNext::kStop) cancel();
    if (over_) return false;
    if (next == HttpNext::kProgress) due_in(question_.between_max);
    return true;
  }

  asio::awaitable<Ended> exchange() {
    if (auto failed = co_await connect(); failed || over_) co_return failed;
    error_code ec;
    {
      auto message = request();
      sent_ = true;
      due_in(question_.first_max);
      co_await http::async_write(stream_, message, catching(ec));
      if (auto field = message.find(http::field::authorization); field != message.end()) message.erase(field);
    }
    OPENSSL_cleanse(question_.authorization.data(), question_.authorization.size());
    if (ec) co_return failure(ec, "sending");
    http::response_parser<http::buffer_body> parser;
    parser.header_limit(kHeadBytesMax);
    parser.body_limit(boost::none);  // counted below, so that a long answer says what it is
    due_in(question_.first_max);
    co_await http::async_read_header(stream_, buffer_, parser, catching(ec));
    if (over_) co_return std::nullopt;
    if (ec) co_return failure(ec, "waiting for the answer");
    const auto& head = parser.get();
    if (!heed(handlers_.head({.status = head.result_int(),
                              .content_type = media_type(head[http::field::content_type]),
                              .retry_after = retry_after(head[http::field::retry_after])})))
      co_return std::nullopt;
    co_return co_await body(parser);
  }

  asio::awaitable<Ended> body(http::response_parser<http::buffer_body>& parser) {
    std::array<char, kReadBytes> bytes{};
    std::size_t total = 0;
    while (!parser.is_done()) {
      parser.get().body().data = bytes.data();
      parser.get().body().size = bytes.size();
      error_code ec;
      co_await http::async_read_some(stream_, buffer_, parser, catching(ec));
      if (over_) co_return std::nullopt;
      if (ec == http::error::need_buffer) ec = {};
      const auto count = bytes.size() - parser.get().body().size;
      total += count;
      if (total > question_.bytes_max)
        co_return Failure{ModelError::kTooLarge,
                          "cut: the provider streamed more than " + std::to_string(question_.bytes_max) + " bytes"};
      if (count != 0 && !heed(handlers_.bytes({bytes.data(), count}))) co_return std::nullopt;
      if (ec) co_return failure(ec, "the stream");
    }
    co_return std::nullopt;
  }

  std::shared_ptr<asio::io_context> io_;
  HttpQuestion question_;
  HttpHandlers handlers_;
  Stream stream_;
  beast::flat_buffer buffer_;
  bool sent_ = false;
  bool over_ = false;
};

template <class Stream, class... Tls>
std::shared_ptr<HttpCall> begin(const std::shared_ptr<asio::io_context>& io, HttpQuestion question,
                                HttpHandlers handlers, Tls&... tls) {
  auto call = std::make_shared<Call<Stream>>(io, std::move(question), std::move(handlers), tls...);
  asio::co_spawn(*io, Call<Stream>::run(call), asio::detached);
  return call;
}

}  // namespace

std::shared_ptr<HttpCall> HttpCall::start(const std::shared_ptr<asio::io_context>& io, asio::ssl::context& tls,
                                          HttpQuestion question, HttpHandlers handlers) {
  if (question.url.tls) return begin<Secure>(io, std::move(question), std::move(handlers), tls);
  return begin<Plain>(io, std::move(question), std::move(handlers));
}

}  // namespace zestron::llm
