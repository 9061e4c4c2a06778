// What port 8787 answers until the console exists: a plain status page, and the two probes that supervisors ask. Read-only;
// needs no token. Sits above infra/net; app/ says what to show.
#pragma once

#include "infra/net/server.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace zestron::api {

struct Status {
  bool ready = false;
  std::string trouble;                                     ///< why not, in one line; empty while ready
  std::vector<std::pair<std::string, std::string>> facts;  ///< label and value, in the order shown
};

/// GET / (HTML), /metrics (Prometheus), /healthz (the process answers), /readyz (200, or 503 with the reason). Hosts other than loopback names and
/// plain addresses are refused, so that no rebound name reads the page.
class StatusService final : public net::Service {
 public:
  /// Both are called on an I/O thread for each request and must not block; without `metrics` there is no such page.
  explicit StatusService(std::function<Status()> status, std::function<std::string()> metrics = {})
      : status_(std::move(status)), metrics_(std::move(metrics)) {}
  void handle(net::Request request, net::Respond respond) override;

 private:
  std::function<Status()> status_;
  std::function<std::string()> metrics_;
};

}  // namespace zestron::api
