// One HTTP(S) request and its streamed answer, on a connection of its own, with a deadline for each phase and a bound on the bytes. All of
// it runs on one executor; the only part of this adapter that does I/O.
#pragma once

#include "adapters/llm/routing/breaker.hpp"
#include "adapters/llm/transport/url.hpp"
#include "ports/model.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::llm {

struct HttpQuestion {
  Url url;
  std::string path;           ///< behind the URL's own
  std::string body;           ///< empty: GET
  std::string authorization;  ///< value of the header; empty: none
  Millis connect_max{};
  Millis first_max{};         ///< from the end of the request to the first progress
  Millis between_max{};       ///< from progress to progress
  std::size_t bytes_max = 0;  ///< of the body
};

struct HttpHead {
  unsigned status = 0;
  std::string content_type{};  ///< lower case, without parameters
  std::optional<Millis> retry_after{};
};

/// What the receiver of bytes wants: more; more, and this was progress; no more (the call then ends without further words).
enum class HttpNext : std::uint8_t { kMore, kProgress, kStop };

struct HttpHandlers {
  std::function<HttpNext(const HttpHead&)> head;
  std::function<HttpNext(std::string_view)> bytes;
  /// Last: nullopt at the regular end of the body. Not called after kStop or cancel().
  std::function<void(std::optional<Failure<ports::ModelError>>)> end;
};

class HttpCall {
 public:
  /// Begins at once. `tls` and the io_context outlive it; handlers run on the io_context.
  static std::shared_ptr<HttpCall> start(const std::shared_ptr<boost::asio::io_context>& io,
                                         boost::asio::ssl::context& tls, HttpQuestion question, HttpHandlers handlers);
  virtual ~HttpCall() = default;
  /// On the io_context's thread. Closes the connection; no handler is called any more.
  virtual void cancel() = 0;
  /// Whether the request has left: from then on it may cost something.
  [[nodiscard]] virtual bool sent() const = 0;
};

}  // namespace zestron::llm
