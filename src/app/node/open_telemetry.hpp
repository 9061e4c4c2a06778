// What leaves the node by OTLP/HTTP: the traces of its agents and the numbers of /metrics, to the collector that the operator named. Off
// unless one is named, by --otlp or by OpenTelemetry's own environment variables.
#pragma once

#include "app/node/agent_tracer.hpp"
#include "app/node/data_folder.hpp"
#include "app/node/narrator.hpp"
#include "infra/metrics/metrics.hpp"
#include "infra/otlp/exporter.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace zestron::node {

struct OpenTelemetryOptions {
  std::string endpoint{};                             ///< of the collector, without /v1/…; empty: none
  std::string traces_endpoint{}, metrics_endpoint{};  ///< whole URLs, instead of the above
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string service_name = "zestron";
  otlp::Attributes resource{};  ///< beside those that this node tells of itself
  std::chrono::milliseconds metrics_every{10'000};
  bool content = false;  ///< prompts and answers too

  [[nodiscard]] bool on() const { return !endpoint.empty() || !traces_endpoint.empty() || !metrics_endpoint.empty(); }
};

/// What OTEL_EXPORTER_OTLP_ENDPOINT, _TRACES_ENDPOINT, _METRICS_ENDPOINT, _HEADERS, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES and
/// OTEL_METRIC_EXPORT_INTERVAL say; nothing where OTEL_SDK_DISABLED is true. `read` is as getenv.
OpenTelemetryOptions open_telemetry_from(const std::function<const char*(const char*)>& read);

/// A collector's URL for a signal; empty when it is not to be sent.
std::string url_of(const OpenTelemetryOptions& options, otlp::Signal signal);

class OpenTelemetry {
 public:
  struct Sources {
    std::function<std::vector<metrics::Family>()> families{};  ///< on the exporter's thread
    std::function<std::optional<Landing>(const Signature&)> landing{};
    std::string instance{};  ///< tells this node from others
  };
  /// The error names the URL. Makes no connection. `narrator` outlives it.
  static std::expected<std::unique_ptr<OpenTelemetry>, std::string> open(const OpenTelemetryOptions& options,
                                                                         const DataFolder& folder, Narrator& narrator,
                                                                         Sources sources);

  [[nodiscard]] AgentTracer& tracer() { return *tracer_; }
  /// Sends what waits, for some seconds at most. What `families` reads must still be there.
  void stop() { exporter_->stop(); }
  /// Of /metrics.
  void write(metrics::Page& page) const;

 private:
  OpenTelemetry() = default;
  std::unique_ptr<AgentTracer> tracer_;
  std::unique_ptr<otlp::Exporter> exporter_;
};

}  // namespace zestron::node
