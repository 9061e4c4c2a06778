#include "adapters/hermes/connection.hpp"

#include "adapters/hermes/message.hpp"
#include "adapters/hermes/resolve.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <array>
#include <optional>

namespace zestron::hermes {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
constexpr std::uint32_t kHeadBytesMax = 16 * 1024;
static_assert(kReadBytes < kMessageBytesMax);

}  // namespace

struct Connection::Impl {
  HermesOptions options;
  std::atomic<bool> stopping = false;
  bool usable = true;
  asio::io_context io{1};
  asio::ssl::context tls{asio::ssl::context::tls_client};
  std::array<char, kReadBytes> bytes{};
  std::optional<beast::ssl_stream<beast::tcp_stream>> stream;
  beast::flat_buffer buffer;
  std::optional<http::response_parser<http::buffer_body>> answer;

  explicit Impl(const HermesOptions& wanted) : options(wanted) {
    error_code ec;
    tls.set_default_verify_paths(ec);
    tls.set_verify_mode(asio::ssl::verify_peer, ec);
    tls.set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1,
                    ec);
    if (options.trusted_pem.empty()) return;
    tls.add_certificate_authority(asio::buffer(options.trusted_pem), ec);
    usable = !ec;
  }

  // Runs one asynchronous operation to its end; `start` gets the handler. An operation that stop() cut short counts as failed.
  template <class Start>
  bool run(Start&& start) {
    bool done = false;
    error_code result;
    io.restart();
    // stop() sets the flag before it stops `io`: either it is seen here, or run() below returns at once.
    if (stopping) return false;
    start([&done, &result](error_code ec, auto&&...) {
      done = true;
      result = ec;
    });
    io.run();
    return done && !result;
  }

  // The order undoes the members' dependence on each other. Operations that were cut short are dropped with their handlers.
  void drop() {
    answer.reset();
    stream.reset();
    buffer.clear();
  }

  bool connect(Clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    const auto endpoints = resolve(options.host, options.port, left, stopping);
    if (endpoints.empty()) return false;
    stream.emplace(io, tls);
    auto& socket = beast::get_lowest_layer(*stream);
    socket.expires_at(deadline);
    if (!run([&](auto&& handler) { socket.async_connect(endpoints, std::forward<decltype(handler)>(handler)); }))
      return false;
    stream->set_verify_callback(asio::ssl::host_name_verification(options.host));
    if (SSL_set_tlsext_host_name(stream->native_handle(), options.host.c_str()) != 1) return false;
    return run([&](auto&& handler) {
      stream->async_handshake(asio::ssl::stream_base::client, std::forward<decltype(handler)>(handler));
    });
  }
};

Connection::Connection(const HermesOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Connection::~Connection() { impl_->drop(); }

bool Connection::usable() const { return impl_->usable; }
bool Connection::stopped() const { return impl_->stopping; }

bool Connection::get(const std::string& target, std::string_view accept, std::chrono::milliseconds timeout) {
  auto& self = *impl_;
  self.drop();
  if (!self.connect(Clock::now() + timeout)) return false;
  http::request<http::empty_body> request{http::verb::get, target, 11};
  request.set(http::field::host, self.options.host);
  request.set(http::field::user_agent, "zestron");
  request.set(http::field::accept, accept);
  if (!self.run(
          [&](auto&& handler) { http::async_write(*self.stream, request, std::forward<decltype(handler)>(handler)); }))
    return false;
  self.answer.emplace();
  self.answer->header_limit(kHeadBytesMax);
  self.answer->body_limit(boost::none);
  if (!self.run([&](auto&& handler) {
        http::async_read_header(*self.stream, self.buffer, *self.answer, std::forward<decltype(handler)>(handler));
      })) {
    return false;
  }
  return self.answer->get().result() == http::status::ok;
}

std::string_view Connection::read_some(std::chrono::milliseconds timeout) {
  auto& self = *impl_;
  if (!self.answer || self.answer->is_done()) return {};
  beast::get_lowest_layer(*self.stream).expires_after(timeout);
  auto& body = self.answer->get().body();
  // A read may bring only the frame of a chunk and no byte of the body.
  while (!self.answer->is_done()) {
    body.data = self.bytes.data();
    body.size = self.bytes.size();
    bool full = false;
    const bool read = self.run([&](auto&& handler) {
      http::async_read_some(*self.stream, self.buffer, *self.answer,
                            [&full, handler](error_code ec, std::size_t size) mutable {
                              full = ec == http::error::need_buffer;
                              handler(full ? error_code() : ec, size);
                            });
    });
    const auto count = self.bytes.size() - body.size;
    if (count != 0) return {self.bytes.data(), count};
    if (!read) return {};
  }
  return {};
}

void Connection::stop() {
  impl_->stopping = true;
  impl_->io.stop();
}

}  // namespace zestron::hermes
