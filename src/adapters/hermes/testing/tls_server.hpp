// A TLS server on this machine that answers each connection with the next of its scripts, and a certificate of its own making. For
// tests of what a network does: cuts, silence, strangers.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace zestron::hermes::testing {

struct Certificate {
  std::string certificate_pem, key_pem;
};

inline std::string take_pem(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string out(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return out;
}

/// Self-signed, for `host`, valid for an hour.
inline Certificate make_certificate(const std::string& host) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), key.get());
  auto* name = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(cert.get(), name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
  X509_add_ext(cert.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(cert.get(), key.get(), EVP_sha256());
  BIO* cert_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(cert_bio, cert.get());
  BIO* key_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key_bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {take_pem(cert_bio), take_pem(key_bio)};
}

class TlsServer {
 public:
  struct Script {
    std::string answer;      ///< written as it is
    bool then_hold = false;  ///< keeps the connection open and silent until the peer or the server goes
  };

  TlsServer(const Certificate& certificate, std::vector<Script> scripts)
      : scripts_(std::move(scripts)), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    tls_.use_certificate_chain(boost::asio::buffer(certificate.certificate_pem));
    tls_.use_private_key(boost::asio::buffer(certificate.key_pem), boost::asio::ssl::context::pem);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    stopping_ = true;
    boost::system::error_code ec;
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket knock(io);  // a blocking accept returns for a visitor only
    knock.connect(acceptor_.local_endpoint(), ec);
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  /// How many requests were read.
  [[nodiscard]] std::size_t served() const { return served_; }

 private:
  void serve() {
    for (std::size_t next = 0;;) {
      boost::system::error_code ec;
      boost::asio::ip::tcp::socket socket(io_);
      acceptor_.accept(socket, ec);
      if (ec || stopping_) return;
      boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(std::move(socket), tls_);
      stream.handshake(boost::asio::ssl::stream_base::server, ec);
      if (ec) continue;
      std::string request;
      boost::asio::read_until(stream, boost::asio::dynamic_buffer(request), "\r\n\r\n", ec);
      if (ec) continue;
      ++served_;
      const auto& script = scripts_[std::min(next++, scripts_.size() - 1)];
      boost::asio::write(stream, boost::asio::buffer(script.answer), ec);
      // Reading blocks until the peer hangs up.
      char byte = 0;
      if (script.then_hold) stream.read_some(boost::asio::buffer(&byte, 1), ec);
    }
  }

  std::vector<Script> scripts_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> served_ = 0;
  std::thread thread_;
};

}  // namespace zestron::hermes::testing
