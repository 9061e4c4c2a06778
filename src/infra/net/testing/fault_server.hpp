// A server that does what it should not: answers each connection with the next of its scripts, over TCP or TLS, with real sockets. For
// tests of what happens between a request and an answer.
#pragma once

#include "infra/net/testing/certificate.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace zestron::net::testing {

class FaultServer {
 public:
  struct Script {
    std::string answer{};    ///< written as it is
    std::string for_ever{};  ///< then this, again and again, until the peer hangs up
    bool then_hold = false;  ///< then silence until the peer hangs up
  };

  explicit FaultServer(std::vector<Script> scripts, std::optional<Certificate> certificate = std::nullopt)
      : scripts_(std::move(scripts)),
        acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}),
        secure_(certificate.has_value()) {
    if (certificate) {
      tls_.use_certificate_chain(boost::asio::buffer(certificate->certificate_pem));
      tls_.use_private_key(boost::asio::buffer(certificate->key_pem), boost::asio::ssl::context::pem);
    }
    thread_ = std::thread([this] { serve(); });
  }
  ~FaultServer() {
    stopping_ = true;
    boost::system::error_code ec;
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket knock(io);  // a blocking accept returns for a visitor only
    knock.connect(acceptor_.local_endpoint(), ec);
    thread_.join();
  }
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  [[nodiscard]] std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  /// As a provider of models gives it.
  [[nodiscard]] std::string url() const {
    return (secure_ ? "https://localhost:" : "http://127.0.0.1:") + port() + "/v1";
  }
  /// The requests read so far, heads and bodies.
  [[nodiscard]] std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    for (std::size_t next = 0;;) {
      boost::system::error_code ec;
      boost::asio::ip::tcp::socket socket(io_);
      acceptor_.accept(socket, ec);
      if (ec || stopping_) return;
      if (!secure_) {
        talk(socket, next);
        continue;
      }
      boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(std::move(socket), tls_);
      stream.handshake(boost::asio::ssl::stream_base::server, ec);
      if (!ec) talk(stream, next);
    }
  }

  template <class Stream>
  void talk(Stream& stream, std::size_t& next) {
    boost::system::error_code ec;
    std::string request;
    const auto head = boost::asio::read_until(stream, boost::asio::dynamic_buffer(request), "\r\n\r\n", ec);
    if (ec) return;
    if (const auto at = request.find("Content-Length: "); at < head) {
      const auto whole = head + std::stoul(request.substr(at + 16));
      if (request.size() < whole)
        boost::asio::read(stream, boost::asio::dynamic_buffer(request),
                          boost::asio::transfer_exactly(whole - request.size()), ec);
    }
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    const auto& script = scripts_[std::min(next++, scripts_.size() - 1)];
    boost::asio::write(stream, boost::asio::buffer(script.answer), ec);
    while (!script.for_ever.empty() && !ec) boost::asio::write(stream, boost::asio::buffer(script.for_ever), ec);
    char byte = 0;
    if (script.then_hold) stream.read_some(boost::asio::buffer(&byte, 1), ec);
  }

  std::vector<Script> scripts_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  bool secure_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace zestron::net::testing
