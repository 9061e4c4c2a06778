#include "app/node/open_telemetry.hpp"

#include "adapters/cluster/http_client.hpp"
#include "codec/hex.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace zestron::node {
namespace {

constexpr std::string_view kScope = "zestron.node";
// The conventions are in development: this is the version whose names the spans have.
constexpr std::string_view kSchema = "https://opentelemetry.io/schemas/1.38.0";
constexpr std::chrono::seconds kPostMax{5};
constexpr std::uint64_t kAnswerBytesMax = std::uint64_t{64} * 1024;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? codec::hex_decode(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) {
      out += static_cast<char>(byte->front());
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// "key=value,key=value", percent-encoded, as W3C's baggage has it.
std::vector<std::pair<std::string, std::string>> pairs_in(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto entry = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto equals = entry.find('=');
    if (equals == std::string_view::npos || trimmed(entry.substr(0, equals)).empty()) continue;
    out.emplace_back(trimmed(entry.substr(0, equals)), unescaped(trimmed(entry.substr(equals + 1))));
  }
  return out;
}

// Kept beside what it names, so that effects which land after a restart find their traces.
std::expected<std::array<std::uint8_t, 16>, std::string> run_id(const DataFolder& folder) {
  std::array<std::uint8_t, 16> id{};
  if (const auto kept = infra::read_file(folder.trace_run()); kept && kept->size() == id.size()) {
    std::ranges::copy(*kept, id.begin());
    return id;
  }
  randombytes_buf(id.data(), id.size());
  if (auto written = infra::write_file_atomically(folder.trace_run(), id, 0600); !written)
    return std::unexpected(written.error().message);
  return id;
}

otlp::Posted post_by(cluster::HttpClient& client, std::string_view body) {
  auto answer = client.post_json(body);
  if (!answer) return {0, std::move(answer.error().message), {}};
  return {answer->status, std::move(answer->body), answer->retry_after};
}

}  // namespace

OpenTelemetryOptions open_telemetry_from(const std::function<const char*(const char*)>& read) {
  const auto text = [&](const char* name) {
    const char* value = read(name);
    return value != nullptr ? std::string(value) : std::string();
  };
  OpenTelemetryOptions out;
  if (text("OTEL_SDK_DISABLED") == "true") return out;
  out.endpoint = text("OTEL_EXPORTER_OTLP_ENDPOINT");
  out.traces_endpoint = text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  out.metrics_endpoint = text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");
  out.headers = pairs_in(text("OTEL_EXPORTER_OTLP_HEADERS"));
  for (auto& [name, value] : pairs_in(text("OTEL_RESOURCE_ATTRIBUTES"))) {
    if (name == "service.name") {
      out.service_name = value;
    } else {
      out.resource.emplace_back(name, value);
    }
  }
  if (auto name = text("OTEL_SERVICE_NAME"); !name.empty()) out.service_name = std::move(name);
  const auto every = text("OTEL_METRIC_EXPORT_INTERVAL");
  std::uint32_t milliseconds = 0;
  const auto [end, error] = std::from_chars(every.data(), every.data() + every.size(), milliseconds);
  if (error == std::errc() && end == every.data() + every.size() && milliseconds > 0)
    out.metrics_every = std::chrono::milliseconds(milliseconds);
  return out;
}

std::string url_of(const OpenTelemetryOptions& options, otlp::Signal signal) {
  const bool traces = signal == otlp::Signal::kTraces;
  const auto& whole = traces ? options.traces_endpoint : options.metrics_endpoint;
  if (!whole.empty() || options.endpoint.empty()) return whole;
  auto base = options.endpoint;
  while (base.ends_with('/')) base.pop_back();
  return base + (traces ? "/v1/traces" : "/v1/metrics");
}

std::expected<std::unique_ptr<OpenTelemetry>, std::string> OpenTelemetry::open(const OpenTelemetryOptions& options,
                                                                               const DataFolder& folder,
                                                                               Narrator& narrator, Sources sources) {
  std::array<std::shared_ptr<cluster::HttpClient>, 2> clients;
  for (const auto signal : {otlp::Signal::kTraces, otlp::Signal::kMetrics}) {
    const auto text = url_of(options, signal);
    if (text.empty()) continue;
    auto url = cluster::Url::parse(text);
    if (!url) return std::unexpected("the OTLP collector: " + url.error().message);
    auto& client = clients.at(static_cast<std::size_t>(signal));
    client = std::make_shared<cluster::HttpClient>(*std::move(url), kPostMax, kAnswerBytesMax);
    client->set_headers(options.headers);
  }
  const auto run = run_id(folder);
  if (!run) return std::unexpected(run.error());

  otlp::ExporterOptions exporting{.source = {.scope = std::string(kScope), .schema_url = std::string(kSchema)},
                                  .metrics_every = options.metrics_every};
  exporting.source.resource = {{"service.name", options.service_name},
                               {"service.instance.id", sources.instance},
                               {"zestron.run", codec::hex_encode(*run)}};
  exporting.source.resource.insert(exporting.source.resource.end(), options.resource.begin(), options.resource.end());

  std::unique_ptr<OpenTelemetry> out(new OpenTelemetry);
  auto* raw = out.get();
  out->tracer_ = std::make_unique<AgentTracer>(TracerOptions{
      .run = *run,
      .sink = [raw](otlp::Span span) { raw->exporter_->add(std::move(span)); },
      .now = [] { return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now()); },
      .landing = std::move(sources.landing),
      .content = options.content});
  const bool metrics = clients[1] != nullptr;
  out->exporter_ = std::make_unique<otlp::Exporter>(
      std::move(exporting),
      [clients](otlp::Signal signal, std::string_view body) {
        const auto& client = clients.at(static_cast<std::size_t>(signal));
        return client ? post_by(*client, body) : otlp::Posted{200, {}, {}};
      },
      metrics ? std::move(sources.families) : otlp::Exporter::Families(),
      metrics ? out->tracer_->distributions() : std::vector<const otlp::Distribution*>(),
      [&narrator](const std::string& line) { narrator.notice(line); });
  return out;
}

void OpenTelemetry::write(metrics::Page& page) const {
  const auto tally = exporter_->tally();
  page.counter("zestron_otlp_spans_total", "Spans by what became of them.");
  page.sample({{"outcome", "exported"}}, tally.exported);
  page.sample({{"outcome", "dropped"}}, tally.dropped);
  page.sample({{"outcome", "rejected"}}, tally.rejected);
  page.counter("zestron_otlp_failures_total", "Requests that the collector did not take.");
  page.sample({}, tally.failures);
}

}  // namespace zestron::node
