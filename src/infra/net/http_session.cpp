#include "infra/net/detail/http_session.hpp"

#include "infra/net/detail/loop.hpp"
#include "infra/net/detail/token.hpp"
#include "infra/net/detail/websocket_session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <type_traits>
#include <utility>

namespace zestron::net::detail {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

Method to_method(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::kGet;
    case http::verb::head: return Method::kHead;
    case http::verb::post: return Method::kPost;
    case http::verb::put: return Method::kPut;
    case http::verb::patch: return Method::kPatch;
    case http::verb::delete_: return Method::kDelete;
    case http::verb::options: return Method::kOptions;
    default: return Method::kOther;
  }
}

Request to_request(http::request<http::string_body> message, const std::string& client) {
  Request request{.client = client};
  request.method = to_method(message.method());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  request.body = std::move(message.body());
  return request;
}

/// What a browser asks before it lets a page call us (Fetch standard, CORS-preflight). The two headers are the ones that
/// Solana clients send.
Response preflight() {
  return {.status = 200,
          .content_type = {},
          .body = {},
          .headers = {{"access-control-allow-methods", "OPTIONS, GET, POST"},
                      {"access-control-allow-headers", "content-type, solana-client"},
                      {"access-control-max-age", "86400"}}};
}

Response plain(unsigned status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text), .headers = {}};
}

Response unauthorized() {
  return {.status = 401,
          .content_type = "text/plain; charset=utf-8",
          .body = "this node asks for its token: `Authorization: Bearer TOKEN`, or TOKEN as the path of the URL\n",
          .headers = {{"www-authenticate", "Bearer"}}};
}

constexpr std::chrono::seconds kLinger{2};

template <class Stream>
class HttpSession : public std::enable_shared_from_this<HttpSession<Stream>> {
 public:
  HttpSession(Stream stream, std::shared_ptr<Shared> shared, Sessions::Place place)
      : shared_(std::move(shared)), place_(std::move(place)), stream_(std::move(stream)) {
    beast::error_code error;
    const auto peer = beast::get_lowest_layer(stream_).socket().remote_endpoint(error);
    if (!error) client_ = peer.address().to_string();
  }

  void start() {
    place_->on_close([weak = this->weak_from_this()] {
      if (const auto self = weak.lock()) asio::post(self->stream_.get_executor(), [self] { self->end(); });
    });
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] { self->begin(); });
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  const Limits& limits() const { return shared_->options.limits; }
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void begin() {
    if constexpr (kTls) {
      lowest().expires_after(limits().request_timeout);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](beast::error_code error) {
                                error ? self->shut_down() : self->read_header();
                              });
    } else {
      read_header();
    }
  }

  void read_header() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes_max));
    parser_->body_limit(limits().body_bytes_max);
    // A new connection has to speak at once; a kept one may be idle for longer.
    lowest().expires_after(first_ ? limits().request_timeout : limits().idle_timeout);
    first_ = false;
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](beast::error_code error, std::size_t) { self->header_read(error); });
  }

  void header_read(beast::error_code error) {
    if (error) return refuse(error);
    lowest().expires_after(limits().request_timeout);
    if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) return send_continue();
    // A small request has come with its header: no second operation for what is here already.
    parser_->eager(true);
    while (!parser_->is_done() && buffer_.size() > 0) {
      const std::size_t taken = parser_->put(buffer_.data(), error);
      buffer_.consume(taken);
      if (error == http::error::need_more || (!error && taken == 0)) break;
      if (error) return refuse(error);
    }
    if (parser_->is_done()) return body_read({});
    read_body();
  }

  void send_continue() {
    auto response = std::make_shared<http::response<http::empty_body>>(http::status::continue_, 11);
    http::async_write(stream_, *response,
                      [self = this->shared_from_this(), response](beast::error_code error, std::size_t) {
                        if (!error) self->read_body();
                      });
  }

  void read_body() {
    http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](beast::error_code error, std::size_t) { self->body_read(error); });
  }

  void body_read(beast::error_code error) {
    if (error) return refuse(error);
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    version_ = message.version();
    if (beast::websocket::is_upgrade(message) && upgrade(message)) return;
    Request request = to_request(std::move(message), client_);
    head_only_ = request.method == Method::kHead;
    if (shared_->options.any_origin && request.method == Method::kOptions) return write(preflight());
    if (!take_token(request, shared_->options.token)) return write(unauthorized());
    lowest().expires_never();
    answering_ = true;
    shared_->service->handle(std::move(request), [self = this->shared_from_this()](Response response) {
      asio::post(self->stream_.get_executor(),
                 [self, response = std::move(response)]() mutable { self->write(std::move(response)); });
    });
  }

  /// False when the service does not want this client as a WebSocket.
  bool upgrade(const http::request<http::string_body>& message) {
    Request request = to_request(message, client_);
    if (!take_token(request, shared_->options.token)) return false;  // what follows refuses it as any other request
    auto session = make_websocket_session<Stream>(shared_);
    auto peer = shared_->service->connect(request, session->socket());
    if (!peer) return false;
    lowest().expires_never();
    session->start(std::move(stream_), message, std::move(peer), std::move(*place_));
    place_.reset();
    return true;
  }

  void refuse(beast::error_code error) {
    keep_alive_ = false;
    if (error == http::error::body_limit) {
      return write(plain(413, "request body is larger than " + std::to_string(limits().body_bytes_max) + " bytes\n"));
    }
    if (error == http::error::header_limit) return write(plain(431, "request headers are too large\n"));
    const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category() &&
                           error != http::error::end_of_stream && error != http::error::partial_message;
    if (malformed) return write(plain(400, "not an HTTP request\n"));
    shut_down();
  }

  void write(Response response) {
    if (closed_) return;
    head_ = head_of(response);
    body_ = head_only_ ? std::string() : std::move(response.body);
    std::size_t sent = 0;
    boost::system::error_code error;
    if constexpr (!kTls) sent = write_at_once(error);
    if (error) return written(error);
    if (sent == head_.size() + body_.size()) return written({});
    const std::size_t of_head = std::min(sent, head_.size());
    const std::array<asio::const_buffer, 2> rest{asio::buffer(head_) + of_head, asio::buffer(body_) + (sent - of_head)};
    lowest().expires_after(limits().request_timeout);
    asio::async_write(stream_, rest, [self = this->shared_from_this()](beast::error_code failure, std::size_t) {
      self->written(failure);
    });
  }

  std::size_t write_at_once(boost::system::error_code& error) {
    // Nearly always the socket takes it all, which saves the machinery of an operation: a sixth of the I/O thread's time.
    lowest().socket().non_blocking(true, error);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(body_)};
    const std::size_t sent = error ? 0 : lowest().socket().write_some(parts, error);
    if (error == asio::error::would_block) error = {};
    return sent;
  }

  std::string head_of(const Response& response) const {
    const std::string_view reason = http::obsolete_reason(static_cast<http::status>(response.status));
    std::string head = "HTTP/1." + std::string(version_ == 10 ? "0 " : "1 ") + std::to_string(response.status) + " " +
                       std::string(reason) + "\r\n";
    const auto add = [&head](std::string_view name, std::string_view value) {
      head.append(name).append(": ").append(value).append("\r\n");
    };
    if (!response.content_type.empty()) add("Content-Type", response.content_type);
    for (const auto& [name, value] : response.headers) add(name, value);
    if (shared_->options.any_origin) add("Access-Control-Allow-Origin", "*");
    // RFC 9112 §9.3: what differs from the version's own rule has to be said.
    if (keep_alive_ && version_ == 10) add("Connection", "keep-alive");
    if (!keep_alive_) add("Connection", "close");
    add("Content-Length", std::to_string(response.body.size()));
    return head.append("\r\n");
  }

  void written(beast::error_code error) {
    answering_ = false;
    if (error) return shut_down();
    if (keep_alive_) return read_header();
    beast::error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    lowest().expires_after(kLinger);
    drain();
  }

  /// Closing with unread bytes would reset the connection and could destroy the answer on its way (RFC 9112 §9.6).
  void drain() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(std::size_t{16} * 1024),
                            [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              error ? self->shut_down() : self->drain();
                            });
  }

  /// The server stops: a request that is being answered gets its answer first.
  void end() {
    if (!answering_) return shut_down();
    keep_alive_ = false;
  }

  void shut_down() {
    closed_ = true;
    beast::error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    lowest().close();
  }

  std::shared_ptr<Shared> shared_;
  std::optional<Sessions::Place> place_;
  Stream stream_;
  std::string client_{};  ///< address
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string head_, body_;  ///< of the answer on its way
  unsigned version_ = 11;
  bool first_ = true;
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool answering_ = false;  ///< from a whole request to the last byte of its answer
  bool closed_ = false;
};

}  // namespace

void start_http_session(tcp::socket socket, std::shared_ptr<Shared> shared, Sessions::Place place) {
  PlainStream stream(std::move(socket));
  if (shared->tls) {
    std::make_shared<HttpSession<TlsStream>>(TlsStream(std::move(stream), *shared->tls), shared, std::move(place))
        ->start();
  } else {
    std::make_shared<HttpSession<PlainStream>>(std::move(stream), shared, std::move(place))->start();
  }
}

}  // namespace zestron::net::detail
