// Spans of a trace as OpenTelemetry defines them, as data. Below whoever traces and whoever exports; the names in them are theirs.
#pragma once

#include "base/bytes.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace zestron::otlp {

using TraceId = FixedBytes<16, struct TraceIdTag>;
/// All zeros: none.
using SpanId = FixedBytes<8, struct SpanIdTag>;

/// Nanoseconds since 1970 UTC.
using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

using Value = std::variant<std::string, bool, std::int64_t, double, std::vector<std::string>>;
using Attribute = std::pair<std::string, Value>;
using Attributes = std::vector<Attribute>;

/// Numbers are those of the protocol.
enum class SpanKind : std::uint8_t { kInternal = 1, kServer = 2, kClient = 3 };
enum class SpanStatus : std::uint8_t { kUnset = 0, kOk = 1, kError = 2 };

struct SpanEvent {
  std::string name{};
  Instant at{};
  Attributes attributes{};
};

struct Span {
  TraceId trace{};
  SpanId id{};
  SpanId parent{};
  std::string name{};
  SpanKind kind = SpanKind::kInternal;
  Instant start{}, end{};
  Attributes attributes{};
  std::vector<SpanEvent> events{};
  SpanStatus status = SpanStatus::kUnset;
  std::string status_message{};
};

}  // namespace zestron::otlp
