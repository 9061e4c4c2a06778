#include "infra/otlp/encode.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::otlp {
namespace {

using nlohmann::json;

Instant at(std::int64_t nanoseconds) { return Instant(std::chrono::nanoseconds(nanoseconds)); }

Span span() {
  Span out{.name = "chat m",
           .kind = SpanKind::kClient,
           .start = at(1'700'000'000'000'000'001),
           .end = at(1'700'000'000'000'000'002)};
  out.trace.value()[0] = 0xab;
  out.id.value()[7] = 0x01;
  return out;
}

json first_span(const Span& of) {
  const Source source{.resource = {{"service.name", "zestron"}}, .scope = "node", .scope_version = "1"};
  const auto body = json::parse(encode_spans(source, {&of, 1}));
  return body.at("resourceSpans").at(0).at("scopeSpans").at(0).at("spans").at(0);
}

TEST(OtlpEncode, a_span_has_the_names_and_forms_of_the_protocol) {
  auto of = span();
  of.parent.value()[0] = 0xff;
  of.attributes = {{"text", "a"},
                   {"flag", true},
                   {"whole", std::int64_t{-5}},
                   {"part", 0.5},
                   {"list", std::vector<std::string>{"x", "y"}}};
  of.events = {{"failed", at(7), {{"attempt", std::int64_t{1}}}}};
  of.status = SpanStatus::kError;
  of.status_message = "no";
  EXPECT_EQ(first_span(of), json::parse(R"({
    "traceId": "ab000000000000000000000000000000", "spanId": "0000000000000001", "parentSpanId": "ff00000000000000", "flags": 1,
    "name": "chat m", "kind": 3, "startTimeUnixNano": "1700000000000000001", "endTimeUnixNano": "1700000000000000002",
    "attributes": [
      {"key": "text", "value": {"stringValue": "a"}},
      {"key": "flag", "value": {"boolValue": true}},
      {"key": "whole", "value": {"intValue": "-5"}},
      {"key": "part", "value": {"doubleValue": 0.5}},
      {"key": "list", "value": {"arrayValue": {"values": [{"stringValue": "x"}, {"stringValue": "y"}]}}}],
    "events": [{"timeUnixNano": "7", "name": "failed", "attributes": [{"key": "attempt", "value": {"intValue": "1"}}]}],
    "status": {"code": 2, "message": "no"}})"));
}

TEST(OtlpEncode, a_root_has_no_parent_and_an_unset_status_is_left_out) {
  const auto out = first_span(span());
  EXPECT_FALSE(out.contains("parentSpanId"));
  EXPECT_FALSE(out.contains("status"));
  EXPECT_FALSE(out.contains("events"));
}

TEST(OtlpEncode, names_the_resource_and_the_scope) {
  const auto of = span();
  const Source source{
      .resource = {{"service.name", "zestron"}}, .scope = "node", .scope_version = "1", .schema_url = "https://s"};
  const auto body = json::parse(encode_spans(source, {&of, 1}));
  const auto& resource = body.at("resourceSpans").at(0);
  EXPECT_EQ(resource.at("resource").at("attributes"),
            json::parse(R"([{"key":"service.name","value":{"stringValue":"zestron"}}])"));
  EXPECT_EQ(resource.at("scopeSpans").at(0).at("scope"), json::parse(R"({"name":"node","version":"1"})"));
  EXPECT_EQ(resource.at("scopeSpans").at(0).at("schemaUrl"), "https://s");
}

TEST(OtlpEncode, text_that_is_no_utf8_is_still_sent_as_json) {
  auto of = span();
  of.attributes = {{"text", std::string("a\xff")}};
  EXPECT_EQ(first_span(of).at("attributes").at(0).at("value").at("stringValue"), "a\xef\xbf\xbd");
}

TEST(OtlpEncode, metrics_are_cumulative_and_buckets_are_not) {
  metrics::Page page;
  metrics::Histogram times;
  times.observe(std::chrono::milliseconds(2));
  times.observe(std::chrono::milliseconds(3));
  page.counter("calls_total", "Calls.");
  page.sample({{"method", "x"}}, std::uint64_t{7});
  page.gauge("now", "Now.");
  page.sample({}, 0.5);
  page.histogram("t_seconds", "Time.", times);
  Distribution tokens("gen_ai.client.token.usage", "Tokens.", "{token}", {1, 4});
  tokens.record(4, {{"gen_ai.token.type", "input"}});
  tokens.record(5, {{"gen_ai.token.type", "input"}});
  const Distribution* const all[] = {&tokens};
  const auto body = json::parse(encode_metrics({}, page.families(), all, at(1), at(2)));
  const auto& out = body.at("resourceMetrics").at(0).at("scopeMetrics").at(0).at("metrics");
  EXPECT_EQ(
      out.at(0),
      json::parse(R"({"name":"calls_total","description":"Calls.","sum":{"aggregationTemporality":2,"isMonotonic":true,
    "dataPoints":[{"attributes":[{"key":"method","value":{"stringValue":"x"}}],"startTimeUnixNano":"1","timeUnixNano":"2","asInt":"7"}]}})"));
  EXPECT_EQ(out.at(1).at("gauge").at("dataPoints").at(0).at("asDouble"), 0.5);
  const auto& time = out.at(2).at("histogram").at("dataPoints").at(0);
  EXPECT_EQ(time.at("count"), "2");
  EXPECT_EQ(time.at("bucketCounts").at(3), "1");
  EXPECT_EQ(time.at("bucketCounts").at(4), "1");
  EXPECT_EQ(time.at("bucketCounts").size(), time.at("explicitBounds").size() + 1);
  EXPECT_EQ(out.at(3),
            json::parse(R"({"name":"gen_ai.client.token.usage","description":"Tokens.","unit":"{token}","histogram":{
    "aggregationTemporality":2,"dataPoints":[{"attributes":[{"key":"gen_ai.token.type","value":{"stringValue":"input"}}],
    "startTimeUnixNano":"1","timeUnixNano":"2","count":"2","sum":9.0,"bucketCounts":["0","1","1"],"explicitBounds":[1.0,4.0],"min":4.0,"max":5.0}]}})"));
}

TEST(OtlpEncode, a_distribution_keeps_a_bounded_number_of_series) {
  Distribution many("m", "", "1", {1});
  for (std::size_t i = 0; i < Distribution::kSeriesMax + 10; ++i)
    many.record(1, {{"id", static_cast<std::int64_t>(i)}});
  const auto points = many.points();
  EXPECT_EQ(points.size(), Distribution::kSeriesMax);
  std::uint64_t count = 0;
  for (const auto& point : points) count += point.count;
  EXPECT_EQ(count, Distribution::kSeriesMax + 10);
}

TEST(OtlpEncode, reads_what_a_collector_refused_and_nothing_from_anything_else) {
  EXPECT_EQ(rejected_in(R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}})"), 3u);
  EXPECT_EQ(rejected_in(R"({"partialSuccess":{"rejectedDataPoints":2}})"), 2u);
  for (const auto* other :
       {"", "{}", "garbage", "[1]", R"({"partialSuccess":{}})", R"({"partialSuccess":7})",
        R"({"partialSuccess":{"rejectedSpans":"-1"}})", R"({"partialSuccess":{"rejectedSpans":[]}})"})
    EXPECT_EQ(rejected_in(other), 0u) << other;
}

}  // namespace
}  // namespace zestron::otlp
