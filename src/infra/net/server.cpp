#include "infra/net/server.hpp"

#include "infra/net/detail/asio.hpp"
#include "infra/net/detail/http_session.hpp"
#include "infra/net/detail/loop.hpp"
#include "infra/net/detail/sessions.hpp"
#include "infra/net/origin.hpp"
#include "infra/net/port_holder.hpp"

#include <fmt/format.h>

#include <utility>

namespace zestron::net {
namespace {

std::string in_use_message(const Options& options) {
  const auto holder = find_port_holder(options.port);
  const std::string by =
      holder ? fmt::format("process {} ({})", holder->pid, holder->name) : std::string("another process");
  return fmt::format("{}:{} is in use by {}; stop it or choose another port with {}", options.address, options.port, by,
                     options.port_flag);
}

/// Money is moved over these ports: what another machine can reach is encrypted and asks who calls.
Result<void> check_exposure(const Options& options) {
  if (is_loopback_host(options.address) || (!options.token.empty() && !options.tls.empty())) return {};
  return fail(
      NetCode::kExposed,
      fmt::format("{}:{} can be reached from other machines, so it wants TLS and a token: give --tls-cert FILE, "
                  "--tls-key FILE and --token-file FILE, or listen on 127.0.0.1",
                  options.address, options.port));
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const TlsFiles& files) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1);
  boost::system::error_code error;
  context->use_certificate_chain_file(files.certificate, error);
  if (error)
    return fail(NetCode::kTls,
                fmt::format("no certificate can be read from `{}`: {}", files.certificate, error.message()));
  context->use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error)
    return fail(NetCode::kTls, fmt::format("`{}` is no key of that certificate: {}", files.key, error.message()));
  return context;
}

}  // namespace

Loop::Loop(unsigned threads) : impl_(std::make_shared<Impl>(threads)) {}
Loop::~Loop() { stop(); }
void Loop::stop() { impl_->stop(); }

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(std::shared_ptr<Loop::Impl> loop, Options given, std::shared_ptr<Service> service)
      : acceptor(asio::make_strand(loop->context)),
        retry(acceptor.get_executor()),
        shared(std::make_shared<detail::Shared>(std::move(loop), std::move(given), std::move(service))) {}

  Result<void> open() {
    const Options& options = shared->options;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return fail(NetCode::kAddress, fmt::format("`{}` is not an IP address", options.address));
    if (auto safe = check_exposure(options); !safe) return safe;
    if (!options.tls.empty()) {
      auto tls = make_tls(options.tls);
      if (!tls) return std::unexpected(std::move(tls.error()));
      shared->tls = *std::move(tls);
    }
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) return fail(NetCode::kAddressInUse, in_use_message(options));
    if (error) {
      return fail(NetCode::kAddress, fmt::format("cannot listen on {}:{}: {}; choose another with {}", options.address,
                                                 options.port, error.message(), options.port_flag));
    }
    port = acceptor.local_endpoint(error).port();
    return {};
  }

  void accept() {
    acceptor.async_accept(asio::make_strand(shared->loop->context),
                          [self = shared_from_this()](boost::system::error_code error, tcp::socket socket) {
                            self->accepted(error, std::move(socket));
                          });
  }

  void accepted(boost::system::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (error) {
      // Out of descriptors, most likely: give sessions time to end instead of spinning.
      retry.expires_after(std::chrono::milliseconds(50));
      retry.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
        if (!stopped) self->accept();
      });
      return;
    }
    if (auto place = shared->sessions.enter(shared->options.limits.connections_max)) {
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      detail::start_http_session(std::move(socket), shared, std::move(*place));
    }
    accept();
  }

  void stop() {
    asio::post(acceptor.get_executor(), [self = shared_from_this()] {
      boost::system::error_code ignored;
      self->acceptor.close(ignored);
      self->retry.cancel();
    });
    shared->sessions.close_all();
  }

  tcp::acceptor acceptor;
  asio::steady_timer retry;
  std::shared_ptr<detail::Shared> shared;
  std::uint16_t port = 0;
};

Result<std::unique_ptr<Server>> Server::listen(Loop& loop, Options options, std::shared_ptr<Service> service) {
  auto impl = std::make_shared<Impl>(loop.impl(), std::move(options), std::move(service));
  if (auto opened = impl->open(); !opened) return std::unexpected(std::move(opened.error()));
  impl->accept();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }
std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::connections() const { return impl_->shared->sessions.count(); }
void Server::stop() { impl_->stop(); }
bool Server::wait_ended(std::chrono::milliseconds patience) { return impl_->shared->sessions.wait_ended(patience); }

}  // namespace zestron::net
