// Spans and metrics as the bodies of OTLP/HTTP requests, in the protocol's JSON encoding (opentelemetry-proto 1.x): identifiers in
// hexadecimal, 64-bit integers as strings, enums as numbers. Pure text; the exporter moves it.
#pragma once

#include "infra/metrics/metrics.hpp"
#include "infra/otlp/distribution.hpp"
#include "infra/otlp/span.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace zestron::otlp {

/// Who tells: the attributes of the resource (service.name and so on), and the scope that all of it is told under.
struct Source {
  Attributes resource{};
  std::string scope{};
  std::string scope_version{};
  std::string schema_url{};  ///< of the conventions that names follow; empty: none
};

/// Body for /v1/traces. Text that is not UTF-8 has each wrong byte replaced.
std::string encode_spans(const Source& source, std::span<const Span> spans);

/// Body for /v1/metrics: cumulative since `start`, as of `now`.
std::string encode_metrics(const Source& source, std::span<const metrics::Family> families,
                           std::span<const Distribution* const> distributions, Instant start, Instant now);

/// How many of a request's items a collector refused, as a 200 may say (partialSuccess); 0 for anything else.
std::uint64_t rejected_in(std::string_view answer);

}  // namespace zestron::otlp
