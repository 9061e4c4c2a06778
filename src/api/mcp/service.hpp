// The Model Context Protocol over streamable HTTP, at /mcp of port 8787: one JSON-RPC message a POST, what the server has to say by itself
// over GET as server-sent events. Above the table of operations; `zestron mcp` carries the same messages over stdio.
//
// A GET is answered as soon as there is something to tell, or after a while with nothing, and comes again with Last-Event-ID: the
// protocol's own polling of event streams, so that a client that is away costs no connection.
#pragma once

#include "api/node_control.hpp"
#include "api/operation.hpp"
#include "api/rest.hpp"
#include "infra/net/server.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace zestron::api::mcp {

/// Of a log message: syslog's (RFC 5424), by rising weight.
enum class Level : std::uint8_t { kDebug, kInfo, kNotice, kWarning, kError, kCritical, kAlert, kEmergency };

/// Puts something before a person, who decides it with `zestron approvals`; the result is the name under which it waits.
using AskPerson =
    std::function<std::expected<std::string, Problem>(const Operation& operation, const nlohmann::json& parameters)>;

struct Options {
  std::string version = "0";
  std::string token{};  ///< asked of whatever changes something; empty: that is refused to all
  std::size_t sessions_max = 256;
  std::size_t waiting_max = 256;               ///< notifications of one session; then the oldest are dropped
  std::size_t logs_max = 64;                   ///< log messages among them; further ones are left out, and counted
  std::chrono::milliseconds look_every{250};   ///< at what a client subscribed to
  std::chrono::milliseconds poll_max{15'000};  ///< how long a GET waits
  std::chrono::minutes idle_max{30};           ///< then a session is forgotten
};

class Service final : public net::Service {
 public:
  /// `node` outlives it and what it submitted.
  Service(NodeControl& node, Submit submit, AskPerson ask_person, Options options);
  ~Service() override;  ///< stop()
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  void handle(net::Request request, net::Respond respond) override;
  /// A log message for every client that wants this level: warnings and what weighs more, unless it asked for another. Any thread; waits for
  /// nobody. Of more than kLogsMax that come at once the rest is left out.
  void log(Level level, std::string_view logger, nlohmann::json data);
  /// Answers what waits and ends the thread. Idempotent.
  void stop();

  static constexpr std::size_t kLogsMax = 1'024;

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace zestron::api::mcp
