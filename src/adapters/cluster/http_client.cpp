#include "adapters/cluster/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <charconv>
#include <optional>
#include <variant>

namespace zestron::cluster {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

Outcome<Url, HttpError> Url::parse(std::string_view text) {
  Url url;
  std::string_view rest = text;
  if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    url.port = "80";
  } else if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
    url.tls = true;
    url.port = "443";
  } else {
    return fail(HttpError::kBadUrl, "'" + std::string(text) + "' is no URL: it must start with http:// or https://");
  }
  const auto slash = rest.find('/');
  url.target = slash == std::string_view::npos ? "/" : std::string(rest.substr(slash));
  std::string_view authority = rest.substr(0, slash);
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    url.port = std::string(authority.substr(colon + 1));
    authority = authority.substr(0, colon);
  }
  if (authority.size() > 2 && authority.front() == '[' && authority.back() == ']') {
    authority = authority.substr(1, authority.size() - 2);
  }
  url.host = std::string(authority);
  const bool port_is_number =
      !url.port.empty() && url.port.find_first_not_of("0123456789") == std::string::npos && url.port.size() <= 5;
  if (url.host.empty() || !port_is_number) {
    return fail(HttpError::kBadUrl, "'" + std::string(text) + "' is no URL: host or port is missing");
  }
  return url;
}

namespace {
using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

std::optional<std::chrono::seconds> seconds_in(std::string_view text) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}
}  // namespace

struct HttpClient::Impl {
  Url url;
  std::chrono::milliseconds timeout;
  std::uint64_t body_max;
  std::vector<std::pair<std::string, std::string>> headers;
  asio::io_context io;
  asio::ssl::context tls{asio::ssl::context::tls_client};
  std::variant<std::monostate, Plain, Tls> stream;
  beast::flat_buffer buffer;

  Plain* lowest() {
    if (auto* plain = std::get_if<Plain>(&stream)) return plain;
    if (auto* secure = std::get_if<Tls>(&stream)) return &secure->next_layer();
    return nullptr;
  }

  // Beast's deadlines act on asynchronous operations only, so each step runs as one and is waited for.
  template <class Start>
  error_code wait(Start&& start) {
    error_code result = asio::error::operation_aborted;
    start([&](error_code ec, auto&&...) { result = ec; });
    io.restart();
    io.run();
    return result;
  }

  error_code connect() {
    buffer.clear();
    error_code ec;
    asio::ip::tcp::resolver resolver(io);
    const auto addresses = resolver.resolve(url.host, url.port, ec);
    if (ec) return ec;
    if (url.tls) {
      tls.set_default_verify_paths(ec);
      auto& secure = stream.emplace<Tls>(io, tls);
      SSL_set_tlsext_host_name(secure.native_handle(), url.host.c_str());
      secure.set_verify_mode(asio::ssl::verify_peer);
      secure.set_verify_callback(asio::ssl::host_name_verification(url.host));
    } else {
      stream.emplace<Plain>(io);
    }
    lowest()->expires_after(timeout);
    ec = wait([&](auto done) { lowest()->async_connect(addresses, std::move(done)); });
    if (ec) return ec;
    lowest()->socket().set_option(asio::ip::tcp::no_delay(true), ec);
    if (auto* secure = std::get_if<Tls>(&stream)) {
      ec = wait([&](auto done) { secure->async_handshake(asio::ssl::stream_base::client, std::move(done)); });
    }
    return ec;
  }

  Outcome<HttpResponse, HttpError> exchange(http::request<http::string_body>& request) {
    for (const auto& [name, value] : headers) request.set(name, value);
    for (bool fresh : {false, true}) {
      if (stream.index() == 0) {
        fresh = true;
        if (const auto ec = connect()) return unreachable(ec);
      }
      lowest()->expires_after(timeout);
      http::response_parser<http::string_body> parser;
      parser.body_limit(body_max);
      error_code ec = wait([&](auto done) {
        std::visit(
            [&](auto& s) {
              if constexpr (!std::is_same_v<std::decay_t<decltype(s)>, std::monostate>) {
                http::async_write(s, request, std::move(done));
              }
            },
            stream);
      });
      if (!ec) {
        ec = wait([&](auto done) {
          std::visit(
              [&](auto& s) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(s)>, std::monostate>) {
                  http::async_read(s, buffer, parser, std::move(done));
                }
              },
              stream);
        });
      }
      if (!ec) {
        const bool keep = parser.keep_alive();
        const auto later = parser.get()[http::field::retry_after];
        HttpResponse response{parser.get().result_int(), std::move(parser.get().body()),
                              seconds_in({later.data(), later.size()}), std::string(parser.get()["Mcp-Session-Id"])};
        if (!keep) stream.emplace<std::monostate>();
        return response;
      }
      stream.emplace<std::monostate>();
      if (ec == http::error::body_limit)
        return fail(HttpError::kTooLarge, url.host + " answered more than this client takes");
      if (fresh || parser.got_some()) return unreachable(ec);
    }
    return fail(HttpError::kUnreachable, "no answer from " + url.host + ":" + url.port);
  }

  [[nodiscard]] std::unexpected<Failure<HttpError>> unreachable(error_code ec) const {
    return fail(HttpError::kUnreachable, "no answer from " + url.host + ":" + url.port + " (" + ec.message() + ")");
  }
};

HttpClient::HttpClient(Url url, std::chrono::milliseconds timeout, std::uint64_t body_max)
    : impl_(std::make_unique<Impl>()) {
  impl_->url = std::move(url);
  impl_->timeout = timeout;
  impl_->body_max = body_max;
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

void HttpClient::set_headers(std::vector<std::pair<std::string, std::string>> headers) {
  impl_->headers = std::move(headers);
}

Outcome<HttpResponse, HttpError> HttpClient::post_json(std::string_view body) {
  http::request<http::string_body> request{http::verb::post, impl_->url.target, 11};
  request.set(http::field::host, impl_->url.host);
  request.set(http::field::content_type, "application/json");
  request.body() = std::string(body);
  request.prepare_payload();
  return impl_->exchange(request);
}

Outcome<HttpResponse, HttpError> HttpClient::get(std::string_view target) {
  http::request<http::string_body> request{http::verb::get, std::string(target), 11};
  request.set(http::field::host, impl_->url.host);
  return impl_->exchange(request);
}

Outcome<HttpResponse, HttpError> HttpClient::remove(std::string_view target) {
  http::request<http::string_body> request{http::verb::delete_, std::string(target), 11};
  request.set(http::field::host, impl_->url.host);
  return impl_->exchange(request);
}

}  // namespace zestron::cluster
