#include "api/mcp/message.hpp"

#include <utility>

namespace zestron::api::mcp {
namespace {

using nlohmann::json;

std::unexpected<json> wrong(const json& id, int code, std::string message) {
  return std::unexpected(error_of(id, {.code = code, .message = std::move(message)}));
}

// Whatever is deeper than a message ever is would be walked recursively later.
json parse_bounded(std::string_view text, bool& too_deep) {
  return json::parse(
      text,
      [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > kDepthMax;
        return !too_deep;
      },
      false);
}

bool is_id(const json& value) { return value.is_string() || value.is_number_integer(); }

}  // namespace

std::expected<Message, json> parse_message(std::string_view text) {
  bool too_deep = false;
  auto body = parse_bounded(text, too_deep);
  if (too_deep) return wrong(nullptr, kInvalidRequest, "nested too deeply");
  if (body.is_discarded()) return wrong(nullptr, kParseError, "this is no JSON");
  if (body.is_array()) return wrong(nullptr, kInvalidRequest, "batches are not part of this protocol version");
  if (!body.is_object()) return wrong(nullptr, kInvalidRequest, "a message is an object");
  const auto given = body.find("id");
  const bool has_id = given != body.end();
  const json id = has_id && is_id(*given) ? *given : json();
  const auto version = body.find("jsonrpc");
  if (version == body.end() || *version != "2.0") return wrong(id, kInvalidRequest, "jsonrpc must be \"2.0\"");
  if (has_id && !is_id(*given)) return wrong(nullptr, kInvalidRequest, "id must be a text or a whole number");

  Message out;
  const auto method = body.find("method");
  if (method == body.end()) {
    if (!has_id || body.contains("result") == body.contains("error"))
      return wrong(id, kInvalidRequest, "neither a method nor an answer");
    out.kind = Message::Kind::kResponse;
    out.id = id;
    return out;
  }
  if (!method->is_string()) return wrong(id, kInvalidRequest, "method must be a text");
  out.kind = has_id ? Message::Kind::kRequest : Message::Kind::kNotification;
  out.id = id;
  out.method = method->get<std::string>();
  if (const auto params = body.find("params"); params != body.end()) {
    if (!params->is_object()) return wrong(id, kInvalidParams, "params must be an object");
    out.params = std::move(*params);
  }
  return out;
}

json result_of(const json& id, json result) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}; }

json error_of(const json& id, const Error& error) {
  json body{{"code", error.code}, {"message", error.message}};
  if (!error.data.is_null()) body["data"] = error.data;
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(body)}};
}

json notification(std::string_view method, json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

std::string text_of(const json& message) { return message.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace zestron::api::mcp
