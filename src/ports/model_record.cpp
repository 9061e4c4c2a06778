#include "ports/model_record.hpp"

#include "codec/hex.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace zestron::ports {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 5> kRoles{"system", "user", "data", "assistant", "tool"};
constexpr std::array<const char*, 4> kFinishes{"stop", "length", "tool_calls", "content_filter"};
constexpr std::uint64_t kExactMax = std::uint64_t{1} << 53U;  // beyond it RFC 8785 has no integers
constexpr std::size_t kRecordBytesMax = 4 * kAnswerBytesMax;  // escapes make a text longer
constexpr std::size_t kDepthMax = 8;

json calls_json(const std::vector<ToolCall>& calls) {
  json out = json::array();
  for (const auto& call : calls)
    out.push_back({{"id", call.id}, {"name", call.name}, {"arguments", call.arguments_json}});
  return out;
}

json message_json(const ChatMessage& message) {
  json out{{"role", kRoles.at(static_cast<std::size_t>(message.role))}, {"text", message.text}};
  if (!message.tool_call_id.empty()) out["tool_call_id"] = message.tool_call_id;
  if (!message.tool_calls.empty()) out["tool_calls"] = calls_json(message.tool_calls);
  return out;
}

// Thrown by reading, caught by parse_exchange.
struct Stop {
  std::string message;
};

[[noreturn]] void stop(std::string_view field, std::string_view expected) {
  throw Stop{"'" + std::string(field) + "' is missing or wrong; expected " + std::string(expected)};
}

// Reads the members of one object; each once, and none may be left.
class Fields {
 public:
  explicit Fields(const json& object) : object_(object) {
    if (!object.is_object()) stop("exchange", "an object");
  }
  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
  const json& get(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end()) stop(name, "a value");
    ++taken_;
    return *found;
  }
  std::string text(const char* name) {
    const auto& value = get(name);
    if (!value.is_string()) stop(name, "text");
    return value.get<std::string>();
  }
  std::uint64_t number(const char* name, std::uint64_t max = kExactMax) {
    const auto& value = get(name);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > max) stop(name, "an integer in range");
    return value.get<std::uint64_t>();
  }
  bool boolean(const char* name) {
    const auto& value = get(name);
    if (!value.is_boolean()) stop(name, "true or false");
    return value.get<bool>();
  }
  void done() const {
    if (taken_ != object_.size()) stop("exchange", "no further member");
  }

 private:
  const json& object_;
  std::size_t taken_ = 0;
};

Answer read_answer(const json& value) {
  Fields fields(value);
  Answer out;
  out.text = fields.text("text");
  const auto finish = fields.text("finish");
  const auto found = std::find(kFinishes.begin(), kFinishes.end(), finish);
  if (found == kFinishes.end()) stop("finish", "a reason");
  out.finish = static_cast<FinishReason>(found - kFinishes.begin());
  const auto& calls = fields.get("tool_calls");
  if (!calls.is_array() || calls.size() > kToolCallsMax) stop("tool_calls", "a short list");
  for (const auto& call : calls) {
    Fields inner(call);
    out.tool_calls.push_back({inner.text("id"), inner.text("name"), inner.text("arguments")});
    inner.done();
  }
  fields.done();
  return out;
}

Failure<ModelError> read_failure(const json& value) {
  Fields fields(value);
  const auto code = fields.number("code", static_cast<std::uint64_t>(ModelError::kCancelled));
  if (code == 0) stop("code", "a code from 1");
  Failure<ModelError> out{static_cast<ModelError>(code), fields.text("message")};
  fields.done();
  return out;
}

TokenUsage read_usage(const json& value) {
  Fields fields(value);
  const TokenUsage out{fields.number("prompt"), fields.number("completion"), fields.boolean("estimated")};
  fields.done();
  return out;
}

ModelExchange read_exchange(const json& value) {
  Fields fields(value);
  ModelExchange out;
  const auto hash = codec::hex_decode(fields.text("request"));
  const auto request = hash ? Hash::from(*hash) : std::nullopt;
  if (!request) stop("request", "64 hexadecimal digits");
  out.request = *request;
  out.provider = fields.text("provider");
  out.model = fields.text("model");
  if (fields.has("answer")) {
    out.result = read_answer(fields.get("answer"));
  } else {
    out.result = std::unexpected(read_failure(fields.get("error")));
  }
  out.usage = read_usage(fields.get("usage"));
  out.cost = MicroUsd(fields.number("cost_micro_usd"));
  out.attempts = static_cast<std::uint32_t>(fields.number("attempts", UINT32_MAX));
  out.first_token = std::chrono::milliseconds(fields.number("first_token_ms"));
  out.latency = std::chrono::milliseconds(fields.number("latency_ms"));
  out.from_cache = fields.boolean("from_cache");
  fields.done();
  return out;
}

}  // namespace

Outcome<std::string, ModelError> canonical_request(const ChatRequest& request) {
  const auto refuse = [](std::string why) { return fail(ModelError::kRequest, std::move(why)); };
  json out{{"model", request.model},
           {"temperature_milli", request.temperature_milli},
           {"tokens_max", request.tokens_max},
           {"messages", json::array()},
           {"tools", json::array()}};
  if (request.text_bytes_max != 0) out["text_bytes_max"] = request.text_bytes_max;
  for (const auto& message : request.messages) out["messages"].push_back(message_json(message));
  for (const auto& tool : request.tools) {
    auto parameters = codec::parse_json(tool.parameters_json);
    if (!parameters) return refuse("tool '" + tool.name + "': parameters: " + parameters.error().message);
    out["tools"].push_back(
        {{"name", tool.name}, {"description", tool.description}, {"parameters", *std::move(parameters)}});
  }
  if (!request.schema_json.empty()) {
    auto schema = codec::parse_json(request.schema_json);
    if (!schema) return refuse("schema: " + schema.error().message);
    out["schema"] = *std::move(schema);
  }
  auto text = codec::canonical_json(out);
  if (!text) return refuse(text.error().message);
  return *std::move(text);
}

Hash request_hash(const ChatRequest& request) {
  const auto text = canonical_request(request);
  return text ? codec::sha256(as_bytes(*text)) : Hash{};
}

Outcome<std::string, RecordError> write_exchange(const ModelExchange& exchange) {
  json out{{"request", codec::hex_encode(exchange.request.view())},
           {"provider", exchange.provider},
           {"model", exchange.model},
           {"usage",
            {{"prompt", exchange.usage.prompt},
             {"completion", exchange.usage.completion},
             {"estimated", exchange.usage.estimated}}},
           {"cost_micro_usd", exchange.cost.value()},
           {"attempts", exchange.attempts},
           {"first_token_ms", exchange.first_token.count()},
           {"latency_ms", exchange.latency.count()},
           {"from_cache", exchange.from_cache}};
  if (exchange.result) {
    out["answer"] = {{"text", exchange.result->text},
                     {"finish", kFinishes.at(static_cast<std::size_t>(exchange.result->finish))},
                     {"tool_calls", calls_json(exchange.result->tool_calls)}};
  } else {
    out["error"] = {{"code", static_cast<std::uint16_t>(exchange.result.error().code)},
                    {"message", exchange.result.error().message}};
  }
  auto text = codec::canonical_json(out);
  if (!text) return fail(RecordError::kMalformed, text.error().message);
  return *std::move(text);
}

Outcome<ModelExchange, RecordError> parse_exchange(std::string_view text) {
  const auto document = codec::parse_json(text, {.bytes_max = kRecordBytesMax, .depth_max = kDepthMax});
  if (!document) return fail(RecordError::kNotJson, document.error().message);
  try {
    return read_exchange(*document);
  } catch (Stop& failure) {
    return fail(RecordError::kMalformed, std::move(failure.message));
  }
}

}  // namespace zestron::ports
