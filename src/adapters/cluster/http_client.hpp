// One blocking HTTP(S) exchange at a time, over a kept-alive connection. Serves command-line verbs and tools, which wait for
// their answer anyway; servers use infra/net.
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::cluster {

enum class HttpError : std::uint16_t {
  kBadUrl = 1,
  kUnreachable = 2,  ///< no address, refused, TLS failed, or the deadline passed before an answer
  kTooLarge = 3,
};

struct HttpResponse {
  unsigned status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after = {};  ///< as a number of seconds; a date is not read
  std::string session = {};                              ///< Mcp-Session-Id, where there is one
};

/// `http://host[:port][/path]` or `https://…`; nullopt for anything else.
struct Url {
  bool tls = false;
  std::string host, port, target;
  static Outcome<Url, HttpError> parse(std::string_view text);
};

/// Not thread-safe: one per thread.
class HttpClient {
 public:
  /// `timeout` bounds each exchange as a whole; `body_max` the answer, in bytes.
  explicit HttpClient(Url url, std::chrono::milliseconds timeout = std::chrono::seconds(30),
                      std::uint64_t body_max = 256ULL << 20U);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  /// Sent with every request from now on; may hold secrets, so nothing tells them.
  void set_headers(std::vector<std::pair<std::string, std::string>> headers);

  /// Tries once more on a fresh connection when the kept-alive one turns out to be closed before any byte of the answer.
  Outcome<HttpResponse, HttpError> post_json(std::string_view body);
  Outcome<HttpResponse, HttpError> get(std::string_view target);
  Outcome<HttpResponse, HttpError> remove(std::string_view target);  ///< DELETE

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::cluster
