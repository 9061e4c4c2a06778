#include "infra/otlp/encode.hpp"

#include "codec/hex.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace zestron::otlp {
namespace {

using nlohmann::ordered_json;

// AggregationTemporality of the protocol.
constexpr int kCumulative = 2;

std::string nanos(Instant at) { return std::to_string(at.time_since_epoch().count()); }

ordered_json value_json(const Value& value) {
  struct Visitor {
    ordered_json operator()(const std::string& text) const { return {{"stringValue", text}}; }
    ordered_json operator()(bool flag) const { return {{"boolValue", flag}}; }
    ordered_json operator()(std::int64_t number) const { return {{"intValue", std::to_string(number)}}; }
    ordered_json operator()(double number) const { return {{"doubleValue", number}}; }
    ordered_json operator()(const std::vector<std::string>& texts) const {
      auto values = ordered_json::array();
      for (const auto& text : texts) values.push_back((*this)(text));
      return {{"arrayValue", {{"values", std::move(values)}}}};
    }
  };
  return std::visit(Visitor{}, value);
}

ordered_json attributes_json(const Attributes& attributes) {
  auto out = ordered_json::array();
  for (const auto& [key, value] : attributes) out.push_back({{"key", key}, {"value", value_json(value)}});
  return out;
}

ordered_json span_json(const Span& span) {
  ordered_json out{{"traceId", codec::hex_encode(span.trace.view())}, {"spanId", codec::hex_encode(span.id.view())}};
  if (span.parent != SpanId{}) out["parentSpanId"] = codec::hex_encode(span.parent.view());
  out["flags"] = 1;  // sampled
  out["name"] = span.name;
  out["kind"] = static_cast<int>(span.kind);
  out["startTimeUnixNano"] = nanos(span.start);
  out["endTimeUnixNano"] = nanos(span.end);
  out["attributes"] = attributes_json(span.attributes);
  auto events = ordered_json::array();
  for (const auto& event : span.events)
    events.push_back(
        {{"timeUnixNano", nanos(event.at)}, {"name", event.name}, {"attributes", attributes_json(event.attributes)}});
  if (!events.empty()) out["events"] = std::move(events);
  if (span.status != SpanStatus::kUnset) {
    out["status"] = {{"code", static_cast<int>(span.status)}};
    if (!span.status_message.empty()) out["status"]["message"] = span.status_message;
  }
  return out;
}

ordered_json scope_json(const Source& source) { return {{"name", source.scope}, {"version", source.scope_version}}; }

std::string wrapped(const Source& source, const char* resources, const char* scopes, const char* items,
                    ordered_json list) {
  ordered_json scoped{{"scope", scope_json(source)}, {items, std::move(list)}};
  if (!source.schema_url.empty()) scoped["schemaUrl"] = source.schema_url;
  ordered_json resource{{"resource", {{"attributes", attributes_json(source.resource)}}},
                        {scopes, ordered_json::array({std::move(scoped)})}};
  const ordered_json body{{resources, ordered_json::array({std::move(resource)})}};
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json number_point(const metrics::Sample& sample, Instant start, Instant now) {
  Attributes attributes;
  for (const auto& [name, value] : sample.labels) attributes.emplace_back(name, value);
  ordered_json out{
      {"attributes", attributes_json(attributes)}, {"startTimeUnixNano", nanos(start)}, {"timeUnixNano", nanos(now)}};
  if (const auto* whole = std::get_if<std::uint64_t>(&sample.value)) {
    out["asInt"] = std::to_string(*whole);
  } else {
    out["asDouble"] = std::get<double>(sample.value);
  }
  return out;
}

ordered_json family_json(const metrics::Family& family, Instant start, Instant now) {
  ordered_json out{{"name", family.name}, {"description", family.help}};
  auto points = ordered_json::array();
  for (const auto& sample : family.samples) points.push_back(number_point(sample, start, now));
  switch (family.type) {
    case metrics::Family::Type::kGauge: out["gauge"] = {{"dataPoints", std::move(points)}}; break;
    case metrics::Family::Type::kCounter:
      out["sum"] = {{"dataPoints", std::move(points)}, {"aggregationTemporality", kCumulative}, {"isMonotonic", true}};
      break;
    case metrics::Family::Type::kHistogram: {
      auto counts = ordered_json::array();
      std::uint64_t before = 0;
      for (const auto upto : family.cumulative) counts.push_back(std::to_string(upto - std::exchange(before, upto)));
      out["unit"] = "s";
      out["histogram"] = {{"dataPoints", ordered_json::array({{{"startTimeUnixNano", nanos(start)},
                                                               {"timeUnixNano", nanos(now)},
                                                               {"count", std::to_string(before)},
                                                               {"sum", family.sum},
                                                               {"bucketCounts", std::move(counts)},
                                                               {"explicitBounds", family.bounds}}})},
                          {"aggregationTemporality", kCumulative}};
      break;
    }
  }
  return out;
}

ordered_json distribution_json(const Distribution& distribution, Instant start, Instant now) {
  auto points = ordered_json::array();
  for (const auto& point : distribution.points()) {
    auto counts = ordered_json::array();
    for (const auto count : point.counts) counts.push_back(std::to_string(count));
    points.push_back({{"attributes", attributes_json(point.attributes)},
                      {"startTimeUnixNano", nanos(start)},
                      {"timeUnixNano", nanos(now)},
                      {"count", std::to_string(point.count)},
                      {"sum", point.sum},
                      {"bucketCounts", std::move(counts)},
                      {"explicitBounds", distribution.bounds()},
                      {"min", point.min},
                      {"max", point.max}});
  }
  return {{"name", distribution.name()},
          {"description", distribution.description()},
          {"unit", distribution.unit()},
          {"histogram", {{"dataPoints", std::move(points)}, {"aggregationTemporality", kCumulative}}}};
}

// The protocol's JSON has 64-bit integers as strings; some collectors write numbers.
std::uint64_t count_in(const nlohmann::json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  std::uint64_t out = 0;
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    std::from_chars(text.data(), text.data() + text.size(), out);
  }
  return out;
}

}  // namespace

std::string encode_spans(const Source& source, std::span<const Span> spans) {
  auto list = ordered_json::array();
  for (const auto& span : spans) list.push_back(span_json(span));
  return wrapped(source, "resourceSpans", "scopeSpans", "spans", std::move(list));
}

std::string encode_metrics(const Source& source, std::span<const metrics::Family> families,
                           std::span<const Distribution* const> distributions, Instant start, Instant now) {
  auto list = ordered_json::array();
  for (const auto& family : families) list.push_back(family_json(family, start, now));
  for (const auto* distribution : distributions) list.push_back(distribution_json(*distribution, start, now));
  return wrapped(source, "resourceMetrics", "scopeMetrics", "metrics", std::move(list));
}

std::uint64_t rejected_in(std::string_view answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object()) return 0;
  const auto partial = json.find("partialSuccess");
  if (partial == json.end() || !partial->is_object()) return 0;
  for (const auto* name : {"rejectedSpans", "rejectedDataPoints"}) {
    if (const auto count = partial->find(name); count != partial->end()) return count_in(*count);
  }
  return 0;
}

}  // namespace zestron::otlp
