#include "chain_rpc/envelope.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace zestron::chain_rpc {
namespace {

using Json = nlohmann::json;

std::string failed(std::string_view id, const RpcError& error) {
  return fmt::format(R"({{"jsonrpc":"2.0","error":{},"id":{}}})", error_json(error), id);
}

std::string invalid_request() { return failed("null", {code::kInvalidRequest, "Invalid request"}); }

/// nullopt when `text` is not JSON or is nested deeper than kDepthMax.
std::optional<Json> parse(std::string_view text) {
  bool too_deep = false;
  const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > static_cast<int>(kDepthMax);
    return !too_deep;  // false drops the value, so a hostile nesting costs no memory either
  };
  Json json = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (too_deep || json.is_discarded()) return std::nullopt;
  return json;
}

/// Integers keep every digit: nlohmann holds them as 64-bit integers, never as doubles.
bool is_id(const Json& id) { return id.is_null() || id.is_string() || id.is_number_integer(); }

/// Empty for a notification.
std::string answer_call(const Json& call, const Dispatch& dispatch) {
  if (!call.is_object()) return invalid_request();
  const auto method = call.find("method");
  const auto version = call.find("jsonrpc");
  const auto params = call.find("params");
  const auto id = call.find("id");
  const bool versioned = version == call.end() || version->is_null() || *version == "2.0";
  const bool structured = params == call.end() || params->is_null() || params->is_structured();
  if (method == call.end() || !method->is_string() || !versioned || !structured) return invalid_request();
  if (id != call.end() && !is_id(*id)) return invalid_request();
  if (id == call.end()) return {};  // nobody would learn the outcome, and no Solana method is for its effect alone

  const Params given(params == call.end() || params->is_null() ? nullptr : &*params);
  Reply reply = dispatch(method->get_ref<const std::string&>(), given);
  if (!reply) return failed(id->dump(), reply.error());
  return fmt::format(R"({{"jsonrpc":"2.0","result":{},"id":{}}})", *reply, id->dump());
}

std::string answer_batch(const Json& batch, const Dispatch& dispatch) {
  if (batch.size() > kBatchMax) return invalid_request();
  std::string answers;
  for (const Json& call : batch) {
    const Dispatch full = [](std::string_view, const Params&) -> Reply {
      return refuse(code::kInternal, "The answers to this batch are too large; send fewer calls");
    };
    const std::string one = answer_call(call, answers.size() < kBatchBytesMax ? dispatch : full);
    if (one.empty()) continue;
    answers += answers.empty() ? '[' : ',';
    answers += one;
  }
  if (!answers.empty()) answers += ']';
  return answers;
}

}  // namespace

std::string answer(std::string_view request, const Dispatch& dispatch) {
  const auto json = parse(request);
  if (!json) return failed("null", {code::kParseError, "Parse error"});
  return json->is_array() ? answer_batch(*json, dispatch) : answer_call(*json, dispatch);
}

}  // namespace zestron::chain_rpc
