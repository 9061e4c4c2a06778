#include "adapters/llm/protocol/checked_request.hpp"

#include "adapters/llm/protocol/quarantine.hpp"
#include "adapters/llm/schema/bounded_schema.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"
#include "ports/model_record.hpp"

#include <algorithm>
#include <utility>

namespace zestron::llm {
namespace {

using nlohmann::json;
using ports::Answer;
using ports::ChatMessage;
using ports::ChatRequest;
using ports::ModelError;
using ports::Role;

constexpr std::size_t kNameMax = 64;
constexpr std::uint64_t kTokensPerMessage = 16;
constexpr std::uint64_t kGuardTokens = 1'024;  // what quarantine.hpp adds, from above
constexpr std::size_t kAnswerDepthMax = 16;

std::unexpected<Failure<ModelError>> refuse(std::string why) { return fail(ModelError::kRequest, std::move(why)); }

bool is_tool_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, fits);
}

std::size_t bytes_of(const ChatRequest& request) {
  auto bytes = request.schema_json.size();
  for (const auto& message : request.messages) {
    bytes += message.text.size() + message.tool_call_id.size();
    for (const auto& call : message.tool_calls) bytes += call.id.size() + call.name.size() + call.arguments_json.size();
  }
  for (const auto& tool : request.tools)
    bytes += tool.name.size() + tool.description.size() + tool.parameters_json.size();
  return bytes;
}

std::optional<std::string> broken_bound(const ChatRequest& request) {
  if (request.messages.empty() || request.messages.size() > ports::kMessagesMax)
    return "a request has 1 to 256 messages";
  if (request.tools.size() > ports::kToolsMax) return "a request has at most 64 tools";
  if (bytes_of(request) > ports::kPromptBytesMax) return "the prompt is longer than 256 KiB";
  if (request.tokens_max == 0 || request.tokens_max > ports::kTokensMax) return "tokens_max is 1 to 65536";
  if (request.temperature_milli > ports::kTemperatureMilliMax) return "temperature_milli is 0 to 2000";
  if (request.timeout <= std::chrono::milliseconds(0)) return "timeout is above zero";
  return std::nullopt;
}

Outcome<codec::JsonSchema, ModelError> closed_schema(const std::string& text, const std::string& what) {
  auto source = codec::parse_json(text);
  if (!source) return refuse(what + ": " + source.error().message);
  if (const auto place = open_place(*source)) return refuse(what + " leaves something open at " + *place);
  auto schema = codec::JsonSchema::compile(*std::move(source));
  if (!schema) return refuse(what + " is no JSON Schema");
  return *std::move(schema);
}

const char* role_name(Role role) {
  switch (role) {
    case Role::kSystem: return "system";
    case Role::kAssistant: return "assistant";
    case Role::kTool: return "tool";
    case Role::kUser:
    case Role::kData: return "user";
  }
  return "user";
}

json message_json(const ChatMessage& message, const Quarantine& quarantine) {
  const bool outside = message.role == Role::kData || message.role == Role::kTool;
  json out{{"role", role_name(message.role)}, {"content", outside ? quarantine.wrap(message.text) : message.text}};
  if (message.role == Role::kTool) out["tool_call_id"] = message.tool_call_id;
  for (const auto& call : message.tool_calls) {
    out["tool_calls"].push_back({{"id", call.id},
                                 {"type", "function"},
                                 {"function", {{"name", call.name}, {"arguments", call.arguments_json}}}});
  }
  return out;
}

std::size_t longest_text(const json& document) {
  if (const auto* text = document.get_ptr<const std::string*>()) return text->size();
  std::size_t longest = 0;
  if (document.is_structured()) {
    for (const auto& member : document) longest = std::max(longest, longest_text(member));
  }
  return longest;
}

// `text_bytes_max` 0: none.
Outcome<std::string, ModelError> fitting(const codec::JsonSchema& schema, const std::string& text,
                                         const std::string& what, std::size_t text_bytes_max = 0) {
  const auto document = codec::parse_json(text, {.bytes_max = ports::kAnswerBytesMax, .depth_max = kAnswerDepthMax});
  if (!document) return fail(ModelError::kSchema, what + ": " + document.error().message);
  if (auto complaint = schema.complaint(*document)) return fail(ModelError::kSchema, what + ": " + *complaint);
  if (const auto bytes = longest_text(*document); text_bytes_max != 0 && bytes > text_bytes_max) {
    return fail(ModelError::kSchema, what + ": a text of " + std::to_string(bytes) + " bytes, allowed are " +
                                         std::to_string(text_bytes_max));
  }
  auto canonical = codec::canonical_json(*document);
  if (!canonical) return fail(ModelError::kSchema, what + ": " + canonical.error().message);
  return *std::move(canonical);
}

}  // namespace

Outcome<CheckedRequest, ModelError> CheckedRequest::check(ChatRequest request) {
  if (auto broken = broken_bound(request)) return refuse(*std::move(broken));
  CheckedRequest out;
  for (const auto& tool : request.tools) {
    if (!is_tool_name(tool.name)) return refuse("a tool's name is 1 to 64 of letters, digits, _ and -");
    auto schema = closed_schema(tool.parameters_json, "tool '" + tool.name + "'");
    if (!schema) return std::unexpected(std::move(schema.error()));
    if (!out.tools_.emplace(tool.name, *std::move(schema)).second)
      return refuse("tool '" + tool.name + "' stands twice");
  }
  if (!request.schema_json.empty()) {
    auto schema = closed_schema(request.schema_json, "the schema");
    if (!schema) return std::unexpected(std::move(schema.error()));
    out.schema_ = *std::move(schema);
  }
  const auto canonical = ports::canonical_request(request);
  if (!canonical) return std::unexpected(canonical.error());
  out.hash_ = codec::sha256(as_bytes(*canonical));
  out.prompt_tokens_max_ =
      bytes_of(request) + kGuardTokens + kTokensPerMessage * (2 + request.messages.size() + request.tools.size());
  out.request_ = std::move(request);
  return out;
}

std::string CheckedRequest::body(std::string_view model_id) const {
  const Quarantine quarantine(request_, hash_);
  json out{{"model", model_id},
           {"stream", true},
           {"stream_options", {{"include_usage", true}}},
           {"max_tokens", request_.tokens_max},
           {"temperature", request_.temperature_milli / 1000.0},
           {"messages", json::array()}};
  if (quarantine.needed()) out["messages"].push_back({{"role", "system"}, {"content", quarantine.instruction()}});
  for (const auto& message : request_.messages) out["messages"].push_back(message_json(message, quarantine));
  for (const auto& tool : request_.tools) {
    out["tools"].push_back({{"type", "function"},
                            {"function",
                             {{"name", tool.name},
                              {"description", tool.description},
                              {"parameters", json::parse(tool.parameters_json)}}}});
  }
  if (schema_) {
    out["response_format"] = {
        {"type", "json_schema"},
        {"json_schema", {{"name", "answer"}, {"strict", true}, {"schema", json::parse(request_.schema_json)}}}};
  }
  return out.dump();
}

Outcome<Answer, ModelError> CheckedRequest::accept(Answer answer) const {
  for (auto& call : answer.tool_calls) {
    const auto schema = tools_.find(call.name);
    if (schema == tools_.end()) return fail(ModelError::kSchema, "the answer calls a tool that was not offered");
    if (call.id.empty() || call.id.size() > kNameMax)
      return fail(ModelError::kSchema, "a tool call's id is 1 to 64 bytes");
    auto arguments = fitting(schema->second, call.arguments_json, "tool '" + call.name + "'");
    if (!arguments) return std::unexpected(std::move(arguments.error()));
    call.arguments_json = *std::move(arguments);
  }
  // A model that calls tools has not decided yet: its text is talk, and bound later.
  if (schema_ && answer.tool_calls.empty()) {
    auto text = fitting(*schema_, answer.text, "answer", request_.text_bytes_max);
    if (!text && answer.finish == ports::FinishReason::kLength)
      return fail(ModelError::kSchema, "answer: cut after " + std::to_string(request_.tokens_max) + " tokens");
    if (!text) return std::unexpected(std::move(text.error()));
    answer.text = *std::move(text);
  }
  return answer;
}

}  // namespace zestron::llm
